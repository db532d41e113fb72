"""What every public page loads, as one style sheet and two scripts: the sources stay apart, for people.

A finder of static files: `collectstatic` meets the joined files beside their sources, and names and compresses them as
any other. A browser on a slow line waits once instead of five times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage, Storage

BUNDLES = {
    "css/public.css": ("css/base.css", "css/layout.css", "css/components.css", "css/content.css", "css/reader.css"),
    # deferred; portal.js must run before the page shows
    "js/later.js": ("django_htmx/htmx-2.min.js", "js/speech.js", "js/suggest.js"),
}


class BundleFinder(finders.BaseFinder):
    """Finds the joined files, written anew each time that they are looked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = settings.DATA_DIR / "bundles"

    def find(  # type: ignore[override]
        self, path: str, find_all: bool = False, **kwargs: Any
    ) -> str | list[str]:
        found = str(self._joined(path)) if path in BUNDLES else ""
        return ([found] if found else []) if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(self.place)
        for name in BUNDLES:
            self._joined(name)
            yield name, storage

    def _joined(self, name: str) -> Path:
        sources = [Path(str(finders.find(source))) for source in BUNDLES[name]]
        target = self.place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"{target.name}.new")
        fresh.write_text("\n".join(source.read_text() for source in sources))
        fresh.replace(target)  # at once: nobody reads half of it
        return target

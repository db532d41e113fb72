"""The emblem of a government's site: a picture that the operator puts in `DATA_DIR/emblems/`, named after the host.

PNG or WebP by content, never SVG: a drawing can hold scripts. Its address holds its digest, so it may be kept for ever.
"""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

logger = logging.getLogger(__name__)

LARGEST = 200_000  # bytes: it is loaded with every page
YEAR = 365 * 24 * 3600
ENDINGS = {".png", ".webp"}


class Emblem(NamedTuple):
    """A picture with its type and the first half of its SHA-256."""

    content: bytes
    content_type: str
    digest: str


def emblem_address(site: str) -> str:
    """Where the emblem of a site is, named by its host or its government's code; empty if it has none."""
    found = _kept(_signature()).get(site)
    return reverse("emblem", kwargs={"digest": found.digest}) if found else ""


def emblem(request: HttpRequest, digest: str) -> HttpResponse:
    """The picture with this digest: public, and never anything else than a picture."""
    found = next((each for each in _kept(_signature()).values() if each.digest == digest), None)
    if found is None:
        raise Http404
    answer = HttpResponse(found.content, content_type=found.content_type)
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "emblems"


def _signature() -> tuple[tuple[str, int, int], ...]:
    """What lies in the folder, and since when: another picture is seen at once, the same is read once."""
    if not _folder().is_dir():
        return ()
    files = [(path, path.stat()) for path in sorted(_folder().iterdir()) if path.suffix in ENDINGS and path.is_file()]
    return tuple((str(path), facts.st_mtime_ns, facts.st_size) for path, facts in files)


@lru_cache(maxsize=2)
def _kept(signature: tuple[tuple[str, int, int], ...]) -> dict[str, Emblem]:
    emblems = {}
    for name, _changed, size in signature:
        content = Path(name).read_bytes() if size <= LARGEST else b""
        kind = _type_of(content)
        if kind:
            emblems[Path(name).stem] = Emblem(content, kind, hashlib.sha256(content).hexdigest()[:32])
        else:
            logger.warning("%s is no PNG or WebP of at most %d bytes and is not shown.", name, LARGEST)
    return emblems


def _type_of(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""

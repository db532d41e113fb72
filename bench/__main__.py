"""`make bench`: CPU milliseconds per search beside those of a bare Django list, in pairs (`make bench-pages`: pages).

Absolute times mean little on a shared machine; the ratio inside one run is the figure. `ITEMS=20000 make bench` takes a
larger database. Nothing here is part of the suite.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

ITEMS = int(os.environ.get("ITEMS", "500"))
ROUNDS, CALLS = 9, 15

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-bench-"))
os.environ.setdefault("FALLBACK_HOST", "testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")


def cpu_ms(call: Callable[[], object]) -> float:
    """CPU milliseconds of one call, over CALLS calls."""
    begun = time.process_time()
    for _call in range(CALLS):
        call()
    return (time.process_time() - begun) * 1000 / CALLS


def paired(page: Callable[[], object], control: Callable[[], object]) -> tuple[float, float]:
    """Median CPU of both, measured in turn."""
    page(), control()
    pairs = [(cpu_ms(page), cpu_ms(control)) for _round in range(ROUNDS)]
    return statistics.median(p for p, _c in pairs), statistics.median(c for _p, c in pairs)


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client, override_settings

    # manifest names need a collected tree, which a measurement has no use for
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    from bench.generate import publish
    from tests.cast import assemble

    cast = assemble()
    agencies = [cast.bureau]
    sys.stdout.write(f"publishing {ITEMS} items …\n")
    begun = time.process_time()
    publish(ITEMS, agencies=agencies, writer=cast.clerk, reviewer=cast.reviewer)
    publishing = (time.process_time() - begun) * 1000 / ITEMS
    client = Client()

    def get(address: str, *, control: bool = False) -> Callable[[], object]:
        def call() -> None:
            with override_settings(ROOT_URLCONF="bench.control.urls" if control else "portal.config.urls"):
                assert client.get(address).status_code == 200, address

        return call

    rows = [
        ("search, common word", get("/search/?q=公开"), get("/list/", control=True)),
        ("search, rare word", get("/search/?q=票据"), get("/list/", control=True)),
        ("search, no hit", get("/search/?q=鲸鱼"), get("/list/", control=True)),
        ("API, list", get("/api/v1/items/"), get("/list/", control=True)),
    ]
    sys.stdout.write(f"{'page':24}{'CPU ms':>10}{'control':>10}{'speed ÷ control':>18}\n")
    for name, page, control in rows:
        ours, bare = paired(page, control)
        sys.stdout.write(f"{name:24}{ours:10.2f}{bare:10.2f}{bare / ours:18.2f}\n")
    sys.stdout.write(f"publishing one item, draft to public: {publishing:.1f} ms CPU\n")


if __name__ == "__main__":
    main()

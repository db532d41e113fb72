"""`make bench-pages`: CPU of public pages beside pages of bare Django, in turn, on real servers.

Absolute times mean little on a shared machine; the ratio inside one run is the figure. `ITEMS=500` is the smaller of
two sizes, the other is ten times that. `DATABASE_URL` names a PostgreSQL server: two databases are made there.
`REDIS_URL` adds the shared cache, nginx the front cache. `KEPT=1` takes the SQLite databases of the last run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench.database import ROOT, fresh_database
from bench.page_front import front_figures
from bench.page_servers import Server, backends, redis_server, served

ITEMS = int(os.environ.get("ITEMS", "200"))
PAIRS, CALLS = 7, 25
PORT = int(os.environ.get("PORT", "9480"))
OURS, CONTROL = "bench.page_settings", "bench.control.settings"


def build(count: int, size: str) -> dict[str, str]:
    """A database with so many items, made by the portal's own actions in a process of its own; what leads to it."""
    place = {"DATA_DIR": str(Path(tempfile.gettempdir()) / f"portal-bench-pages-{size}"), "BENCH_ITEMS": str(count)}
    place |= {"FALLBACK_HOST": "testserver", "ALLOWED_HOSTS": "testserver", "LOG_LEVEL": "ERROR"}
    place |= {"SECRET_KEY": "only-for-this-measurement-" + "x" * 40}
    if os.environ.get("KEPT"):
        return place
    if given := os.environ.get("DATABASE_URL"):
        fresh_database(f"bench_pages_{size}")
        place["DATABASE_URL"], os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"], given
    else:
        shutil.rmtree(place["DATA_DIR"], ignore_errors=True)
    subprocess.run([sys.executable, "-m", "bench.page_city"], cwd=ROOT, env=os.environ | place, check=True)
    return place


def spent(server: Server, ask: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    begun = server.cpu_ms()
    for _call in range(CALLS):
        ask()
    return (server.cpu_ms() - begun) / CALLS


def paired(one: tuple[Server, Callable[[], object]], other: tuple[Server, Callable[[], object]]) -> tuple[float, float]:
    """Median CPU of both, measured in turn."""
    one[1](), other[1]()
    pairs = [(spent(*one), spent(*other)) for _pair in range(PAIRS)]
    return statistics.median(first for first, _second in pairs), statistics.median(second for _first, second in pairs)


def line(name: str, ours: float, other: float, must: str) -> None:
    """One row of the table: the ratio is that of the speeds."""
    sys.stdout.write(f"{name:46}{ours:9.3f}{other:9.3f}{other / ours:8.2f}   {must}\n")
    sys.stdout.flush()


def asking(server: Server, address: str, status: int = 200, **headers: str) -> Callable[[], object]:
    def ask() -> None:
        got = server.get(address, **headers)
        assert got.status == status, (address, got.status)

    return ask


def main() -> None:
    small, large = build(ITEMS, "small"), build(ITEMS * 10, "large")
    os.environ |= small | {"DJANGO_SETTINGS_MODULE": OURS}
    import django

    django.setup()
    from bench.page_facts import facts
    from disclosure.models import Item

    number = Item.objects.public().newest_first()[50].index_no
    with ExitStack() as stack:

        def server(port: int, settings: str, place: dict[str, str], redis: str = "", **more: str) -> Server:
            def beside() -> list[int]:
                return backends(place.get("DATABASE_URL", "")) + (redis_server(redis) if redis else [])

            return stack.enter_context(served(PORT + port, settings, place | {"REDIS_URL": redis} | more, beside))

        control = server(0, CONTROL, small)
        bare = server(1, OURS, small, UNCACHED="1")
        ten = server(2, OURS, large, UNCACHED="1")
        memory = server(3, OURS, small)
        sys.stdout.write(f"{'CPU ms for one request':46}{'ours':>9}{'control':>9}{'speed':>8}   must\n")
        pages = {"home": "/", "list": "/items/", "list, any page": "/items/?page=3"}
        plain = (control, asking(control, "/list/"))
        for name, address in pages.items():
            line(f"{name}, rendered ÷ list", *paired((bare, asking(bare, address)), plain), "≥ 1.0")
        detail = (bare, asking(bare, f"/items/{number}/"))
        line("item, rendered ÷ detail", *paired(detail, (control, asking(control, f"/detail/{number}/"))), "≥ 0.8")
        constant = (control, asking(control, "/constant/"))
        packed = {"Accept-Encoding": "gzip"}
        etag = {"If-None-Match": memory.get("/items/", **packed).headers["ETag"]}
        line("kept in memory ÷ constant", *paired((memory, asking(memory, "/items/", **packed)), constant), "≥ 0.65")
        if redis := os.environ.get("REDIS_URL", ""):
            shared = server(4, OURS, small, redis)
            line("kept in Redis ÷ constant", *paired((shared, asking(shared, "/items/", **packed)), constant), "≥ 0.35")
        line("304 ÷ constant", *paired((memory, asking(memory, "/items/", 304, **etag)), constant), "≥ 0.85")
        sys.stdout.write(f"\n{'ten times the items: CPU ms':46}{'tenfold':>9}{'once':>9}\n")
        for name, address in {**pages, "item": f"/items/{number}/"}.items():
            line(name, *paired((ten, asking(ten, address)), (bare, asking(bare, address))), "0.8 to 1.2")
        front_figures(memory, PORT + 9, line)
        facts(memory, number)


if __name__ == "__main__":
    main()

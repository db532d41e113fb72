"""`make bench-search`: CPU milliseconds of a search among a million notices, class by class, and among a tenth of them.

What counts is the time on the processor of this process and of its PostgreSQL backend together; wall time means little
on a shared machine. Each figure stands beside the limit that was set for it, beside tantivy's, measured on notices of
the same kind, and beside the same class among a tenth of the notices. The two databases are made beside the configured
one and kept for the next time; `FRESH=1` makes them anew. `ITEMS=100000 make bench-search` takes fewer. Nothing here is
part of the suite.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

ITEMS = int(os.environ.get("ITEMS", "1000000"))
MEDIAN, P95, PUBLISHING, SUGGESTION, TIMES_TANTIVY = 25.0, 60.0, 20.0, 10.0, 10.0
# CPU ms of tantivy in the classes where it needs more than two; measured in November 2026 on the same two processors
TANTIVY = {
    "everywhere": 11.0, "everywhere, agency 12 %": 11.0, "everywhere, 1 year": 3.0, "phrase": 15.0,
    "hard phrase": 117.0,
}  # fmt: skip


def main() -> None:
    sizes = [ITEMS // 10, ITEMS]
    small, large = [_measured(size) for size in sizes]
    out = sys.stdout.write
    out(f"\nCPU ms, client and backend, {sizes[1]} notices (÷ {sizes[0]}: times the same with so many)\n")
    out(f"{'class':34}{'relevance':>10}{'p95':>7}{'newest':>9}{'p95':>7}{'÷ tantivy':>11}{f'÷ {sizes[0]}':>10}  held\n")
    missed = 0
    for name, figures in large["searches"].items():
        slowest = max(figures["relevance"][0], figures["newest"][0])
        times = slowest / TANTIVY[name] if name in TANTIVY else 0.0
        growth = slowest / max(small["searches"][name]["relevance"][0], small["searches"][name]["newest"][0])
        tail = max(figures["relevance"][1], figures["newest"][1])
        held = slowest <= MEDIAN and tail <= P95 and times <= TIMES_TANTIVY
        missed += not held
        columns = [*figures["relevance"], *figures["newest"]]
        out(f"{name:34}{columns[0]:10.1f}{columns[1]:7.1f}{columns[2]:9.1f}{columns[3]:7.1f}")
        out(f"{f'{times:.1f}' if times else '':>11}{growth:10.1f}  {'yes' if held else 'NO'}\n")
    for name, limit in (("publishing", PUBLISHING), ("suggestions", SUGGESTION)):
        missed += large[name] > limit
        out(f"{name}: {large[name]:.1f} ms (limit {limit:.0f}), {large[name] / small[name]:.1f} times the smaller\n")
    out(f"publishing after a checkpoint, when whole pages are logged: {large['published_first']:.1f} ms\n")
    out(f"recall: {large['recalled']} of {large['windows']} pairs of characters find their text\n")
    out(f"facets of a thousand rows: {large['facets']:.2f} ms, included above\n")
    out(f"{missed} of {len(large['searches'])} classes and two verbs miss their figures\n")
    sys.exit(bool(missed) or large["recalled"] < large["windows"])


def _measured(size: int) -> dict:
    run = subprocess.run(
        [sys.executable, "-m", "bench.search_measure", str(size)], stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(run.stdout)


if __name__ == "__main__":
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("DATABASE_URL must name a PostgreSQL database; beside it the databases of the measurement are made.")
    main()

"""What searching costs in one database of notices, as JSON for `bench/search.py`. The database is made if need be."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import resource
import statistics
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from bench.database import kept_database, prepare
from bench.search_corpus import BURSTS, EVERYWHERE, FREQUENT, HARD, ISSUERS, LAST, MEDIUM, PHRASES, Corpus

CALLS = int(os.environ.get("CALLS", "24"))  # of each class under each filter in each order
PUBLISHED, WINDOWS, TERMS = 30, 2_000, 400


class Spent:
    """CPU milliseconds of this process and of the backend that serves it."""

    def __init__(self, backend: int) -> None:
        self.schedule = Path(f"/proc/{backend}/schedstat")

    def now(self) -> float:
        own = resource.getrusage(resource.RUSAGE_SELF)
        return (own.ru_utime + own.ru_stime) * 1000 + int(self.schedule.read_text().split()[0]) / 1e6

    def of(self, call: Callable[[], object]) -> float:
        begun = self.now()
        call()
        return self.now() - begun


def queries(corpus: Corpus) -> dict[str, Callable[[random.Random], str]]:
    """The query of each class, as dice choose it."""
    frequent, everywhere, medium = list(FREQUENT), list(EVERYWHERE), list(MEDIUM)
    clauses = [clause[:6] for clause in corpus.clauses if len(clause) >= 6]
    return {
        "rare": lambda dice: dice.choice(corpus.names),
        "medium": lambda dice: dice.choice(medium),
        "frequent": lambda dice: dice.choice(frequent),
        "everywhere": lambda dice: dice.choice(everywhere),
        "two common": lambda dice: " ".join(dice.sample(frequent, 2)),
        "common + everywhere": lambda dice: f"{dice.choice(frequent)} {dice.choice(everywhere)}",
        "common + rare": lambda dice: f"{dice.choice(everywhere)} {dice.choice(corpus.names)}",
        "phrase": lambda dice: dice.choice([*PHRASES, *clauses]),
        "hard phrase": lambda dice: dice.choice(list(HARD)),
        "document number": lambda dice: (
            f"{dice.choice(ISSUERS)}〔{dice.randint(2008, 2026)}〕{dice.randint(1, 3000)}号"
        ),
        "one character": lambda dice: dice.choice("水路房税林公关的"),
        "no hit": lambda dice: dice.choice(["鲸鱼", f"{dice.choice(everywhere)} 鲸鱼"]),
        "two years only": lambda dice: dice.choice(list(BURSTS)),
    }


def searches(spent: Spent, corpus: Corpus, city: Any, agency: Any) -> dict[str, dict[str, tuple[float, float]]]:
    """Median and 95th percentile of each class under each filter, by relevance and by newest."""
    from portal.search.queries import find

    filters: dict[str, dict[str, Any]] = {
        "": {}, ", agency 12 %": {"agency": agency}, ", area": {"area": "3"},
        ", 1 year": {"since": LAST - dt.timedelta(days=3 * 365), "until": LAST - dt.timedelta(days=2 * 365)},
    }  # fmt: skip
    figures: dict[str, dict[str, tuple[float, float]]] = {}
    for name, query in queries(corpus).items():
        for chosen, options in filters.items():
            figures[name + chosen] = {}
            for order in ("relevance", "newest"):
                dice = random.Random(7)
                asked = [partial(find, query(dice), under=city, order=order, **options) for _call in range(CALLS)]
                asked[0]()
                costs = [spent.of(call) for call in asked]
                figures[name + chosen][order] = (
                    statistics.median(costs),
                    statistics.quantiles(costs, n=20, method="inclusive")[-1],
                )
            sys.stderr.write(f"{name + chosen}: {figures[name + chosen]}\n")
    return figures


def publishing(spent: Spent, corpus: Corpus, agency: Any) -> tuple[float, float]:
    """What making a notice findable costs, and what it cost the first time: where nothing was written since the last
    checkpoint, PostgreSQL writes whole pages into its log. They are taken out again."""
    from bench.search_load import document
    from portal.search.actions import index, remove

    notices = [replace(notice, date=LAST) for notice in islice(corpus, PUBLISHED)]
    rounds: list[list[float]] = [[], []]
    for costs in rounds:
        for notice in notices:
            new = document(notice, agency, text=notice.text, kind="bench")
            costs.append(spent.of(partial(index, new)))
            remove(kind="bench", key=new.key)
    first, again = map(statistics.median, rounds)
    return again, first


def suggesting(spent: Spent, corpus: Corpus, city: Any) -> float:
    """What it costs to say what may be typed next, one to four characters into a word or a title."""
    from portal.search.suggesting import suggestions

    dice = random.Random(5)
    begun = [
        *FREQUENT,
        *MEDIUM,
        *EVERYWHERE,
        *PHRASES,
        *(f"{head}县关于" for head in corpus.heads[:9]),
        "shui",
        "gong",
    ]
    typed = [text[: dice.randint(1, 4)] for text in begun]
    terms = sorted({clause[:8] for clause in corpus.clauses})[:TERMS]
    suggestions(typed[0], under=city, terms=terms)
    return statistics.median(spent.of(partial(suggestions, text, under=city, terms=terms)) for text in typed)


def recall(city: Any) -> int:
    """How many of 2 000 random pairs of neighbouring ideographs find the text that they are from, on its day."""
    from portal.search.folding import HAN
    from portal.search.models import SearchRow
    from portal.search.queries import find

    dice, tried, recalled = random.Random(11), 0, 0
    last = SearchRow.objects.latest("pk").pk
    while tried < WINDOWS:
        row = SearchRow.objects.filter(pk=dice.randint(1, last), kind="item").first()
        pairs = row and re.findall(f"(?=([{HAN}]{{2}}))", row.text)
        if not pairs:
            continue
        tried += 1
        found = find(dice.choice(pairs), under=city, since=row.date, until=row.date, order="newest", per_page=1000)
        recalled += row.key in {hit.key for hit in found.hits}
    return recalled


def facets(spent: Spent, city: Any) -> float:
    """What telling a capped answer apart costs, which each search above has paid."""
    from portal.search.lexemes import everything
    from portal.search.queries import COUNT_CAP, facets_of
    from portal.search.reading import newest

    rows = newest(everything(under=city), limit=COUNT_CAP).rows
    return statistics.median(spent.of(partial(facets_of, rows)) for _call in range(CALLS))


def main(size: int) -> None:
    kept_database(f"search_{size}")
    prepare()
    from django.db import connection

    from bench.search_load import fill
    from portal.agencies.models import Agency

    fill(size)
    connection.ensure_connection()
    spent, corpus = Spent(connection.connection.info.backend_pid), Corpus(size)
    city, agency = Agency.objects.get(code="city"), Agency.objects.get(code="a0")
    figures: dict[str, Any] = {"searches": searches(spent, corpus, city, agency)}
    figures["publishing"], figures["published_first"] = publishing(spent, corpus, agency)
    figures |= {"suggestions": suggesting(spent, corpus, city)}
    figures |= {"recalled": recall(city), "windows": WINDOWS, "facets": facets(spent, city)}
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))

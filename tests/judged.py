"""What citizens look for and what answers them: real documents, queries, and judgements from 0 to 3 made by reading.

3 is what was asked for, 2 is about the same matter, 1 mentions it. What is not judged does not answer.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.agencies.models import Agency
from portal.demo.publishing import DATA as DEMO
from portal.demo.publishing import agency_for, written_on
from portal.demo.world import World, found_world
from portal.search.actions import Document, index_all
from portal.search.asking import ask

DATA = Path(__file__).parent / "data"
TODAY = dt.date(2026, 11, 20)
PLACES = {"nantong": "mc", "xingang": "qh", "kunshan": "mc-gkb", "ulanqab": "lx"}  # as in the demo
FIRST = 10  # hits that count


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


QUERIES = lines(DATA / "judged_queries.jsonl")


def load() -> Agency:
    """Make the documents findable below the demo's city, as the demo publishes them, and return the city."""
    world = found_world()
    index_all([*_notices(world), *_documents(world), *_stories(world), _catalog(world)])
    return world["mc"]


def _document(key: str, agency: Agency, day: dt.date, title: str, text: str, **more: Any) -> Document:
    return Document(kind="item", key=key, agency=agency, date=day, title=title, text=text, url=f"/{key}/", **more)


def _notices(world: World) -> Iterator[Document]:
    for number, notice in enumerate(lines(DEMO / "notices.jsonl")):
        agency = agency_for(world, notice["area"], number)
        if not agency.is_under(world["mc"]):  # the other government's have to be found here too
            agency = world["mc-gkb"]
        written = written_on(notice)
        age = (TODAY - (written or dt.date.min)).days
        day = TODAY - dt.timedelta(days=min(1 + (number * 53) % 330, max(age, 0)))
        text = "\n\n".join([notice["body"], notice["agency"]])
        about = {"number": notice["doc_number"] or "", "written_on": written}
        yield _document(f"n{number:02d}", agency, day, notice["title"], text, **about)


def _documents(world: World) -> Iterator[Document]:
    for number, about in enumerate(json.loads((DEMO / "documents" / "index.json").read_text("utf-8"))):
        key = re.split(r"[-.]", about["file"])[0]
        text = (DEMO / "documents" / about["file"]).read_text("utf-8")
        day = TODAY - dt.timedelta(days=12 + 40 * number)
        yield _document(key, world[PLACES[key]], day, about["title"], text, number=about["doc_number"] or "")


def _stories(world: World) -> Iterator[Document]:
    for story in lines(DATA / "judged_documents.jsonl"):
        day = dt.date.fromisoformat(story["date"])
        yield _document(story["key"], world[story["agency"]], day, story["title"], story["text"])


def _catalog(world: World) -> Document:
    text = (DEMO / "standard_catalog.csv").read_text("utf-8-sig")
    title = "基层政务公开标准目录（试点领域汇总）"
    return _document("s-catalog", world["mc-gkb"], TODAY - dt.timedelta(days=20), title, text)


def first_hits(query: str, city: Agency) -> list[str]:
    """Keys of the first page."""
    return [hit.key for hit in ask(query, under=city, per_page=FIRST).results.hits]


def gain(found: list[str], judged: dict[str, int]) -> float:
    """nDCG over the first ten."""
    ideal = _discounted(sorted(judged.values(), reverse=True))
    return _discounted([judged.get(key, 0) for key in found]) / ideal


def _discounted(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def measured(city: Agency) -> dict[str, list[tuple[str, float, list[str]]]]:
    """By class: each query, its nDCG and what was found."""
    by_class = defaultdict(list)
    for one in QUERIES:
        found = first_hits(one["query"], city)
        by_class[one["class"]].append((one["query"], gain(found, one["judged"]), found))
    return dict(by_class)


def mean(values: Any) -> float:
    values = list(values)
    return sum(values) / len(values)

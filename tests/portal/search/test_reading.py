"""However the windows fall, what is read is what a look at every text would give."""

import datetime as dt
import random

import pytest
from django.db import connection, transaction

from portal.search import engine_postgresql, queries, ranking, reading
from portal.search.actions import Document, index_all
from portal.search.engine import engine
from portal.search.folding import fold
from portal.search.lexemes import everything
from portal.search.match import Found, Match, any_of
from portal.search.models import SearchRow
from portal.search.queries import find

LAST = dt.date(2026, 11, 20)
COMMON, BURST, SYLLABLES = "公开", "非典", "供水燃气低保养老"


@pytest.fixture(params=range(4))
def dice(request):
    return random.Random(request.param)


@pytest.fixture
def written(cast, dice):
    """160 texts over fifteen years: one word in nearly all, one in two years only, others by chance."""
    engine().clear()
    documents = []
    for number in range(160):
        date = LAST - dt.timedelta(days=int(dice.random() ** 2 * 15 * 365))
        parts = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 5))) for _part in range(dice.randint(1, 6))]
        parts += [COMMON] * (dice.random() < 0.9) + [BURST] * (date.year in (2014, 2015) and dice.random() < 0.6)
        dice.shuffle(parts)
        title = "".join(dice.choices(SYLLABLES, k=3)) + COMMON * (dice.random() < 0.3)
        agency, audience = dice.choice([cast.bureau, cast.sibling]), dice.choice(["public"] * 9 + ["staff"])
        given = {"kind": "item", "key": str(number), "agency": agency, "url": "/", "area": dice.choice(["1", "2", ""])}
        given["audience"] = audience
        documents.append(Document(date=date, title=title, text="，".join(parts), **given))
    return index_all(documents)


@pytest.fixture(params=[(1, 2, 1, 1.0, 9), (3, 8, 2, 0.0, 9), (20, 3, 1000, 0.0, 99), (1500, 8, 30, 1.0, 2555)])
def windows(request, monkeypatch):
    """Windows of every kind: tiny ones, ones that grow fast, ones that ask the sample at once or leave a time out."""
    first, growth, blind, share, gap = request.param
    monkeypatch.setattr(reading, "FIRST", first)
    monkeypatch.setattr(reading, "GROWTH", growth)
    monkeypatch.setattr(reading, "BLIND", blind)
    monkeypatch.setattr(reading, "WORTH", blind)
    monkeypatch.setattr(reading, "KNOWN", growth)
    monkeypatch.setattr(reading, "SIFTED", first)
    monkeypatch.setattr(reading, "GAP", gap)
    monkeypatch.setattr(reading, "YEAR", min(gap, 365))
    monkeypatch.setattr(engine(), "share", lambda _match: share)
    monkeypatch.setattr(engine_postgresql, "NEARLY_ALL", share)  # 0: readers and places are looked up in the rows


def queries_of(dice: random.Random) -> list[str]:
    words = ["".join(dice.choices(SYLLABLES, k=dice.choice([2, 2, 3, 4]))) for _word in range(12)]
    return [COMMON, BURST, "鲸鱼", f"{COMMON} {words[0]}", f"{words[1]} {words[2]}", *words]


def answers(rows: list[SearchRow], query: str, **narrowed: object) -> list[str]:
    """Keys of the rows that hold every word of the query, by looking at each; newest first."""
    held = [
        row
        for row in rows
        if all(word in row.folded for word in query.split())
        and row.audience in narrowed.get("labels", {"public"})
        and row.agency == narrowed.get("agency", row.agency)
        and row.area == narrowed.get("area", row.area)
        and narrowed.get("since", row.date) <= row.date <= narrowed.get("until", row.date)
    ]
    return [row.key for row in sorted(held, key=lambda row: (row.date, row.pk), reverse=True)]


def narrowings(cast) -> list[dict[str, object]]:
    years = {"since": dt.date(2013, 3, 1), "until": dt.date(2016, 2, 10)}
    return [
        {},
        {"agency": cast.sibling},
        {"area": "1"},
        years,
        {"until": dt.date(2015, 7, 31), "area": "2"},
        {"labels": {"public", "staff"}},
    ]


def test_any_windows_give_what_a_look_at_every_text_gives(cast, written, dice, windows):
    for query in queries_of(dice):
        for narrowed in narrowings(cast):
            expected = answers(written, query, **narrowed)
            found = find(query, under=cast.city, order="newest", per_page=500, **narrowed)
            assert [hit.key for hit in found.hits] == expected, (query, narrowed)
            assert (found.count, found.is_capped) == (len(expected), False)
            by_relevance = find(query, under=cast.city, per_page=500, **narrowed)
            assert sorted(hit.key for hit in by_relevance.hits) == sorted(expected), (query, narrowed)


def test_a_cap_leaves_the_newest(cast, written, dice, windows, monkeypatch):
    monkeypatch.setattr(queries, "COUNT_CAP", 7)
    for query in queries_of(dice):
        expected = answers(written, query)
        found = find(query, under=cast.city, order="newest")
        assert [hit.key for hit in found.hits] == expected[:7], query
        assert (found.count, found.is_capped) == (min(len(expected), 7), len(expected) > 7)


def test_pages_by_relevance_hold_each_row_once(cast, written, dice, windows, monkeypatch):
    monkeypatch.setattr(queries, "COUNT_CAP", 60)
    monkeypatch.setattr(queries, "TITLES_FIRST", 5)
    monkeypatch.setattr(ranking, "HEAD", 12)
    for query in queries_of(dice)[:6]:
        first = find(query, under=cast.city, per_page=7)
        pages = [find(query, under=cast.city, per_page=7, page=page) for page in range(1, first.pages + 1)]
        keys = [hit.key for page in pages for hit in page.hits]
        assert len(keys) == len(set(keys)) == first.count
        assert set(keys) <= set(answers(written, query))


def test_facets_count_what_is_found(cast, written, dice):
    for query in queries_of(dice)[:4]:
        facets = find(query, under=cast.city).facets
        for agency in (cast.bureau, cast.sibling):
            assert facets.agencies.get(agency.pk, 0) == len(answers(written, query, agency=agency))
        for area in ("1", "2"):
            assert facets.areas.get(area, 0) == len(answers(written, query, area=area))
        assert sum(facets.years.values()) == sum(facets.kinds.values()) == len(answers(written, query))
        assert "" not in facets.areas
        assert list(facets.years.values()) == sorted(facets.years.values(), reverse=True)


@pytest.mark.parametrize("limit", [1, 4, 500])
def test_what_is_not_kept_does_not_count(cast, written, windows, limit):
    match = everything(under=cast.city).also([any_of([COMMON])])
    read = reading.newest(match, limit=limit, keep=lambda rows: ([row for row in rows if row.pk % 5 == 0], True))
    held = [row for row in written if fold(COMMON) in row.folded and row.pk % 5 == 0 and row.audience == "public"]
    expected = sorted(((row.date, row.pk) for row in held), reverse=True)[:limit]
    assert [(row.date, row.pk) for row in read.rows] == expected
    assert read.is_whole is (limit == 500)


def test_reading_ends_where_no_more_can_be_looked_at(cast, written, windows):
    match = everything(under=cast.city)
    read = reading.newest(match, limit=500, keep=lambda rows: (rows[:1], False))
    newest = max((row for row in written if row.audience == "public"), key=lambda row: (row.date, row.pk))
    assert ([row.pk for row in read.rows], read.is_whole) == ([newest.pk], False)


def test_a_question_that_takes_too_long_is_cut_off_and_nothing_else_is(cast, written, monkeypatch):
    if connection.vendor != "postgresql":  # what SQLite serves is bounded by its size
        with engine().bounded():
            assert find(COMMON, under=cast.city).hits
        return
    monkeypatch.setattr(engine(), "LIMITS", "SET LOCAL statement_timeout = 50")
    monkeypatch.setattr(engine(), "NEWEST", "SELECT pg_sleep(30)")
    with transaction.atomic():
        found = find(COMMON, under=cast.city)
        assert (found.hits, found.is_capped) == ([], True)
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


def test_more_rows_are_not_expected_than_the_database_knows_of(monkeypatch):
    known = engine_postgresql._Statistics({"常": 0.5, "多": 0.2}, 0.1)
    monkeypatch.setattr(engine_postgresql, "_statistics", lambda: known)

    def share(groups):
        return engine_postgresql.share(Match(groups))

    assert share([any_of(["常"])]) == 0.5
    assert share([any_of(["常"]), any_of(["罕"])]) == 0.1
    assert share([any_of(["常", "多"])]) == 0.7
    assert share([frozenset({("常", "罕")})]) == 0.1
    assert share([]) == 1.0


def test_years_without_a_row_are_not_read_again():
    def read(*days):
        return reading.Read([Found(1, dt.date.fromisoformat(day), 1, "item", "", 9) for day in days], is_whole=False)

    old, rest = dt.date(2010, 1, 2), dt.date(2010, 3, 4)
    assert reading._spans(read("2024-05-06", "2010-03-04", "2010-01-02")) == [
        (dt.date(2024, 5, 6), dt.date(2024, 5, 6)),
        (old, rest),
    ]
    assert reading._spans(read("2010-03-04", "2010-01-02")) == [(old, rest)]

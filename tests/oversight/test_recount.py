"""Every figure that the pages of a seeded city show equals the recount by hand, and the pages ask few questions.

`CITY_SCALE=1` is the whole city: 20 000 items, 5 000 requests, 600 complaints. By default it is a twentieth of it.
"""

import csv
import datetime as dt
import html
import io
import re

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.city_log import NOW, draw
from tests.oversight.inspect_reports import assessments, reports, statutory_tables
from tests.oversight.inspector import SCALE, Inspector, Tables
from tests.oversight.recount import Span, text, year

HOME = 25  # queries
DATED = ["items-published", "requests-received", "requests-answered", "requests-on-time"]
COUNTS = [
    "duties-met", "duties-overdue", *DATED, "requests-open", "requests-overdue", "topics-overdue", "complaints-open",
]  # fmt: skip


@pytest.fixture
def city():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.django_db
def test_every_figure_of_the_seeded_city_equals_the_recount(city):
    """One test, because the city takes longer to build than to read."""
    log = draw(seed=7, scale=SCALE)
    inspector = Inspector(log)
    for part in (office, files, lists, agency_pages, league, request_figures, statutory_tables, reports, assessments):
        part(inspector)
    total = sum(inspector.compared.values())
    print(f"\ncompared {total} figures: {dict(inspector.compared)}")  # noqa: T201 - the test is asked to say it
    for name, number in sorted(inspector.queries.items()):
        print(f"{name}: {number} queries, {inspector.seconds[name]:.2f} s")  # noqa: T201
    assert total >= 2000


def line_of(cells):
    """The first word of each cell: the number, without what explains it."""
    return [cell.split()[0] if cell else "" for cell in cells]


def counts_and_rates(inspector, agency):
    by_hand, counts = inspector.by_hand, inspector.by_hand.counts(agency)
    day = by_hand.last_published({agency})
    return [*(text(counts[key]) for key in COUNTS), *map(text, by_hand.rates({agency})), str(day or "尚未发布")]


def totals(inspector, agencies=None):
    by_hand, everybody = inspector.by_hand, set(agencies or range(len(inspector.agencies)))
    sums = [sum(by_hand.counts(agency)[key] or 0 for agency in everybody) for key in COUNTS]
    day = by_hand.last_published(everybody)
    return [*map(text, sums), *map(text, by_hand.rates(everybody)), str(day or "尚未发布")]


def month_lines(inspector, agencies):
    return [[f"{m.first:%Y-%m}", *map(text, inspector.by_hand.month(agencies, m))] for m in inspector.by_hand.months()]


def office(inspector):
    """The home page: tiles, map, drawing, months, agencies, groups."""
    page = inspector.page(reverse("oversight:office_home"), HOME)
    tables, by_hand = Tables(page), inspector.by_hand
    (shown,), (months,) = tables.named("agencies"), tables.named("months")
    for agency, line in enumerate(shown[1:-1]):
        inspector.same(f"office {line[0]}", line_of(line[1:]), counts_and_rates(inspector, agency))
    inspector.same("office together", line_of(shown[-1][1:]), totals(inspector))
    everybody = set(range(len(inspector.agencies)))
    expected = month_lines(inspector, everybody)
    for line, by_month in zip(months[1:], expected, strict=True):
        inspector.same("trend", line, by_month)
    drawn = re.findall(r'text-anchor="middle"[^>]*>(\d+)<', page)
    inspector.same("drawing", drawn, [line[3] for line in reversed(expected) if line[3] != "0"])
    every = {agency: by_hand.counts(agency) for agency in everybody}
    tiles = re.findall(r'<li class="stat stat--(\w+)"><a href="[^"]*">[^<]*</a> <span[^>]*>([^<]+)<', page)
    inspector.same("map", sorted(tiles), sorted(tile(inspector, agency, every[agency]) for agency in everybody))
    groups(inspector, tables.named("table group"))


def tile(inspector, agency, counts):
    late = sum(counts[key] for key in ("duties-overdue", "requests-overdue", "topics-overdue"))
    if late:
        return "overdue", f"{late}项逾期"
    if counts["requests-answered"] > counts["requests-on-time"]:
        return "warn", "曾逾期"
    return ("ok", "按时") if counts["duties-met"] or counts["requests-answered"] else ("quiet", "无")


def groups(inspector, shown):
    by_hand, least = inspector.by_hand, settings.LEAGUE_MINIMUM
    expected = [like for _tier, _kind, like in by_hand.groups() if len(like) > 1]
    assert len(shown) == len(expected)
    for table, like in zip(shown, expected, strict=True):
        places = by_hand.places({agency: by_hand.merit(agency, least) for agency in like})
        for line, agency in zip(table[1:-1], like, strict=True):
            place = f"{places[agency]}/{len(places)}" if agency in places else "–"
            inspector.same(f"groups {line[0]}", line[1:], [place, *compared(by_hand, {agency})])
        inspector.same("groups together", table[-1][1:], ["–", *compared(by_hand, set(like))])


def compared(by_hand, agencies):
    late = sum(one.agency in agencies and by_hand.is_late_now(one) for one in by_hand.log.asked)
    cases = len(by_hand.answers(agencies, by_hand.last_year)) + late
    return [*map(text, by_hand.rates(agencies)), str(cases), str(late)]


def read(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def plain(cells):
    """As a file says it: nothing for what is not known."""
    return ["" if cell in {"–", "尚未发布"} else cell for cell in cells]


def files(inspector):
    """The files hold what the page shows."""
    lines = read(inspector.open(reverse("oversight:office_file", args=["agencies", "csv"])))[2:]
    for agency, line in enumerate(lines[:-1]):
        inspector.same("files", line[2:], plain(counts_and_rates(inspector, agency)))
    months = read(inspector.open(reverse("oversight:office_file", args=["months", "csv"])))[2:]
    everybody = set(range(len(inspector.agencies)))
    for line, expected in zip(months[::-1], month_lines(inspector, everybody), strict=True):
        inspector.same("files", line, plain(expected))
    group_file(inspector)


def group_file(inspector):
    """A line for each agency of a group of two or more, and one for each group."""
    by_hand, least = inspector.by_hand, settings.LEAGUE_MINIMUM
    lines = iter(read(inspector.open(reverse("oversight:office_file", args=["groups", "csv"])))[2:])
    for _tier, _kind, like in by_hand.groups():
        if len(like) > 1:
            places = by_hand.places({agency: by_hand.merit(agency, least) for agency in like})
            for agency in like:
                expected = [inspector.agencies[agency].name, str(places.get(agency, ""))]
                inspector.same("groups", next(lines)[1:], [*expected, *plain(counts_and_rates(inspector, agency))])
            inspector.same("groups", next(lines)[1:], ["合计", "", *plain(totals(inspector, like))])
    assert next(lines, None) is None


def lists(inspector):
    """A figure opens a list of as many rows: of some agencies, and of some months."""
    for agency in inspector.some()[:6]:
        counts, code = inspector.by_hand.counts(agency), inspector.agencies[agency].code
        for key in COUNTS:
            if counts[key] is not None:
                answer = inspector.open(f"{reverse('oversight:office_list', args=[key])}?agency={code}")
                inspector.same("lists", [answer.context["page"].paginator.count], [counts[key]])
    everybody = set(range(len(inspector.agencies)))
    for month in inspector.by_hand.months()[1:4]:
        for key, number in zip(DATED, inspector.by_hand.month(everybody, month), strict=False):
            answer = inspector.open(f"{reverse('oversight:office_list', args=[key])}?month={month.first:%Y-%m}")
            inspector.same("lists", [answer.context["page"].paginator.count], [number])


def agency_pages(inspector):
    for agency in inspector.some():
        page = inspector.page(reverse("oversight:office_agency", args=[inspector.agencies[agency].code]))
        counts = inspector.by_hand.counts(agency)
        known = [value for key in COUNTS if (value := counts[key]) is not None]
        known += [value for value in inspector.by_hand.rates({agency}) if value is not None]
        inspector.same("agency", re.findall(r'stat-value">([\d.]+)<', page), map(text, known))
        (months,) = Tables(page).named("months")
        for line, expected in zip(months[1:], month_lines(inspector, {agency}), strict=True):
            inspector.same("agency", line, expected)


def league(inspector):
    """What everybody reads: groups, places, and nothing about few cases."""
    by_hand, least = inspector.by_hand, settings.LEAGUE_MINIMUM
    page = inspector.page(reverse("oversight:performance"), client=Client())
    shown = iter(Tables(page).tables)
    for _tier, _kind, like in by_hand.groups():
        places = by_hand.places({agency: by_hand.merit(agency, least) for agency in like})
        if not places:
            continue
        expected = {
            inspector.agencies[agency].name: [str(place), *by_hand.league(agency, least)]
            for agency, place in places.items()
        }
        table = next(shown)[1:]
        assert [int(line[1]) for line in table] == sorted(places.values())
        for name, place, share, *rest in table:
            inspector.same("league", [place, share.split()[0], *rest], expected.pop(name))
        assert not expected
    assert next(shown, None) is None
    for agency in range(len(inspector.agencies)):
        if by_hand.merit(agency, least) is None:
            assert f'<th scope="row">{html.escape(inspector.agencies[agency].name)}</th>' not in page


PERIODS = {"2025": year(2025), "2026": year(2026), "2026-02": Span(dt.date(2026, 2, 1), dt.date(2026, 2, 28))}


def request_figures(inspector):
    """The figures of requests in periods, of each agency and with those below."""
    by_hand = inspector.by_hand
    for key, span in PERIODS.items():
        for below in ("", "&below=on"):
            page = inspector.page(f"{reverse('requests_app:figures')}?period={key}{below}")
            (table,) = Tables(page).tables
            counted = {
                agency: by_hand.at_or_below(agency) if below else {agency} for agency in range(len(inspector.agencies))
            }
            merits = {agency: period_merit(by_hand, some, span) for agency, some in counted.items()}
            places = by_hand.places(merits)
            for agency, line in enumerate(table[1:-1]):
                expected = period_line(by_hand, counted[agency], span)
                inspector.same(f"periods {line[0]}", line[1:], [*expected, text(places.get(agency)), "0"])
            inspector.same("periods", table[-1][1:-2], period_line(by_hand, counted[0] | set(counted), span))


def period_line(by_hand, agencies, span):
    cells, answers = by_hand.table3(agencies, span), by_hand.answers(agencies, span)
    on_time = sum(by_hand.is_on_time(one) for one in answers)
    whole = [cells[row, "c7"] for row in ("R1", "R2", "R3_7", "R4")]
    late = by_hand.overdue_at_end(agencies, span)
    share = int(100 * on_time / len(answers) + 1e-9) if answers else None
    return [*map(text, [*whole, late, len(answers), on_time, share, *by_hand.spread(answers)])]


def period_merit(by_hand, agencies, span):
    answers = by_hand.answers(agencies, span)
    if len(answers) < 10:
        return None
    return -sum(by_hand.is_on_time(one) for one in answers) / len(answers), by_hand.spread(answers)[0]

import datetime as dt
import html
import re
import statistics

import pytest
from django.utils import timezone

from catalog.models import Duty
from oversight.agency_table import ordered, table
from oversight.figures import FIGURES, Desk
from oversight.groups import places
from oversight.models import Complaint
from oversight.performance import performances
from oversight.signals import Signal, map_of
from requests_app.models import DisclosureRequest, TopicRequest
from tests.oversight.cases import (
    answered_request,
    complaint_about,
    entry_of,
    met_duty,
    overdue_duty,
    request_of,
    staff,
    topic_of,
)


@pytest.fixture
def busy(cast):
    """Two bureaus with different amounts of everything, and another government with its own."""
    entries = [entry_of(cast.city, f"e{n}") for n in range(4)]
    for entry in entries[:2]:
        overdue_duty(cast.bureau, entry)
    met_duty(cast.bureau, entries[2])
    met_duty(cast.sibling, entries[2])
    overdue_duty(cast.sibling, entries[3])
    second = staff(cast, "second", "clerk", cast.sibling)
    second_head = staff(cast, "secondhead", "head", cast.sibling)
    for days, taken in ((30, 3), (40, 10), (25, 20)):
        answered_request(cast.bureau, cast.clerk, cast.head, days=days, taken=taken)
    answered_request(cast.sibling, second, second_head, days=12, taken=7)
    for place, days in ((cast.bureau, 45), (cast.bureau, 60), (cast.bureau, 1), (cast.sibling, 2), (cast.water, 50)):
        request_of(place, days=days)
    request_of(cast.other_bureau, days=50)
    topic_of(cast.bureau, days=50)
    topic_of(cast.bureau, days=2)
    for place in (cast.bureau, cast.bureau, cast.water):
        complaint_about(place)
    complaint_about(cast.other_bureau)
    return cast


def recount(agency):
    """Every figure of one agency, counted by hand over all rows."""
    now, today = timezone.now(), timezone.localdate()
    duties = [
        d for d in Duty.objects.filter(agency=agency).select_related("entry") if d.is_active and d.entry.is_active
    ]
    requests = list(DisclosureRequest.objects.filter(agency=agency).select_related("clock"))
    begin = today - dt.timedelta(days=364)
    topics = list(TopicRequest.objects.filter(agency=agency).select_related("clock"))
    answered = [r for r in requests if r.answered_at and r.answered_at > now - dt.timedelta(days=365)]
    return {
        "duties-met": sum(d.standing(today) == "met" for d in duties),
        "duties-overdue": sum(d.standing(today) == "overdue" for d in duties),
        "requests-open": sum(r.answered_at is None for r in requests),
        "requests-overdue": sum(r.answered_at is None and r.clock.is_overdue(now) for r in requests),
        "requests-answered": len(answered),
        "requests-on-time": sum(r.answered_at <= r.clock.due_at for r in answered),
        "requests-received": sum(begin <= r.received_on <= today for r in requests),
        "items-published": 0,
        "topics-overdue": sum(t.answered_at is None and t.clock.is_overdue(now) for t in topics),
        "complaints-open": sum(c.is_open for c in Complaint.objects.filter(accused=agency)),
        "median": statistics.median([r.working_days for r in answered]) if answered else None,
    }


def test_every_figure_equals_the_recount(busy):
    rows, totals = table(Desk(busy.officer, busy.city))
    by_hand = {row.agency.pk: recount(row.agency) for row in rows}
    compared = 0
    for row in rows:
        shown = dict(row.counts) | {"median": row.median}
        if row.agency == busy.city:
            assert shown.pop("complaints-open") is None
            by_hand[row.agency.pk].pop("complaints-open")
        assert shown == by_hand[row.agency.pk]
        compared += len(shown)
    assert compared > 40
    for key in FIGURES:
        assert totals.counts[key] == sum(figures.get(key, 0) for figures in by_hand.values())
    assert by_hand[busy.bureau.pk]["requests-overdue"] == 2
    assert by_hand[busy.bureau.pk]["topics-overdue"] == 1
    assert totals.counts["complaints-open"] == 3
    assert busy.other_bureau.pk not in by_hand


def test_each_number_on_the_page_opens_a_list_of_that_length(client, busy):
    client.force_login(busy.officer)
    table_of = (
        client.get("/office/").content.decode().split('id="agencies"')[1].split("<tbody>")[1].split("</table>")[0]
    )
    compared = 0
    for line in table_of.split("<tr>")[1:]:
        cells = line.split('<td class="number')[1 : 1 + len(FIGURES)]
        for address, number in re.findall(r'<a href="([^"]+)">(\d+)</a>', "".join(cells)):
            page = client.get(address).context["page"]
            assert (address, page.paginator.count, len(page.object_list)) == (address, int(number), int(number))
            compared += 1
    assert compared >= 12  # nothing is linked to an empty list


def test_overdue_is_said_in_words_and_opens_the_case(client, busy):
    client.force_login(busy.officer)
    page = client.get("/office/overdue/").content.decode()
    late = DisclosureRequest.objects.under(busy.city).overdue()
    assert late.count() == 3
    for case in late:
        assert f"/office/requests/{case.number}/" in page
        one = client.get(f"/office/requests/{case.number}/").content.decode()
        assert "badge--overdue" in one
        assert "UNDEFINED(" not in one
        for private in ("张三", "11010519491231002X", "13800000000"):
            assert private not in one
    assert page.count('<tr class="is-overdue">') >= late.count() + 3
    assert (
        client.get(f"/office/requests/{DisclosureRequest.objects.get(agency=busy.other_bureau).number}/").status_code
        == 404
    )


def test_a_head_sees_the_own_agency_alone_and_no_complaints(client, busy):
    client.force_login(busy.head)
    page = client.get("/office/")
    assert [row["agency"] for row in page.context["rows"]] == [busy.bureau]
    assert "complaints-open" not in page.content.decode()
    assert client.get("/office/lists/complaints-open/").status_code == 404
    assert client.get("/office/agencies/qt-jyj/").status_code == 404
    sibling = DisclosureRequest.objects.filter(agency=busy.sibling).first()
    assert client.get(f"/office/requests/{sibling.number}/").status_code == 404


@pytest.mark.parametrize("address", ["", "overdue/", "agencies/qt-mzj/", "lists/requests-open/", "requests/x/"])
def test_the_office_is_not_open_to_others(client, cast, address):
    assert client.get(f"/office/{address}").status_code == 302
    for person in (cast.citizen, cast.clerk, cast.reviewer, cast.other_officer):
        client.force_login(person)
        assert client.get(f"/office/{address}").status_code == 404


def test_sorting(busy):
    rows, _totals = table(Desk(busy.officer, busy.city))
    most = ordered(rows, "-requests-open")
    assert most[0].agency == busy.bureau
    assert ordered(rows, "nonsense") == rows
    assert [row.median for row in ordered(rows, "median")][:2] == sorted(
        row.median for row in rows if row.median is not None
    )


PAGES = ["/office/", "/office/overdue/", "/office/agencies/qt-mzj/", "/office/lists/requests-open/", "/performance/"]


@pytest.mark.parametrize("address", PAGES)
def test_as_many_queries_for_three_agencies_as_for_one(client, cast, address, django_assert_max_num_queries):
    client.force_login(cast.officer)
    counts = []
    for place in (cast.bureau, cast.sibling, cast.water):
        entry = entry_of(cast.city, place.code)
        overdue_duty(place, entry)
        request_of(place, days=50)
        request_of(place, days=1)
        topic_of(place, days=50)
        complaint_about(place, days=40, identity="named")
        if place != cast.sibling:
            client.get(address)
            with django_assert_max_num_queries(18) as queries:
                page = client.get(address)
            assert page.status_code == 200
            assert "UNDEFINED(" not in page.content.decode()
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_public_reads_only_what_enough_cases_say(client, cast):
    for days in (12, 20, 30, 40):
        answered_request(cast.bureau, cast.clerk, cast.head, days=days, taken=4)
    assert performances(cast.city) == []
    request_of(cast.bureau, days=60)
    (one,) = performances(cast.city)
    assert (one.agency, one.cases, one.on_time, one.share) == (cast.bureau, 5, 4, 80)
    assert performances(cast.other_government) == []
    for address in ("/performance/", "/fragments/figures/"):
        page = client.get(address)
        assert "80%" in page.content.decode()
        assert not page.cookies
        assert "Cookie" not in page.headers.get("Vary", "")


def test_a_month_and_an_agency_have_their_own_list_and_file(client, busy):
    client.force_login(busy.officer)
    home = client.get("/office/").content.decode().split('id="months"')[1].split("</table>")[0]
    links = re.findall(r'<a href="([^"]+month=[^"]+)">(\d+)</a>', home)
    assert sum(int(number) for address, number in links if "requests-answered" in address) == 4
    for address, number in links:
        assert client.get(html.unescape(address)).context["page"].paginator.count == int(number)
    for wrong in ("duties-met/?month=2026-01", "requests-received/?month=2026", "requests-received/?month=x"):
        assert client.get(f"/office/lists/{wrong}").status_code == 404
    one = client.get(f"/office/figures/months.csv?agency={busy.bureau.code}").content.decode("utf-8-sig").splitlines()
    assert sum(int(line.split(",")[3]) for line in one[2:]) == 3
    every = client.get("/office/figures/agencies.csv").content.decode("utf-8-sig").splitlines()
    assert len(every) == 3 + len(client.get("/office/").context["rows"])
    assert client.get("/office/figures/groups.xlsx").status_code == 200
    assert client.get("/office/figures/agencies.csv?agency=qt-nowhere").status_code == 404
    assert client.get("/office/figures/nothing.csv").status_code == 404


def test_the_map_says_in_words_what_the_colour_says(busy):
    rows, _totals = table(Desk(busy.officer, busy.city))
    tiles = {tile.row.agency.pk: tile for branch in map_of(rows) for tile in (branch.head, *branch.tiles)}
    assert len(tiles) == len(rows)
    assert (tiles[busy.bureau.pk].signal, tiles[busy.bureau.pk].overdue) == (Signal.LATE, 5)
    assert tiles[busy.city.pk].signal == Signal.NOTHING
    assert len({tiles[pk].words for pk in (busy.bureau.pk, busy.city.pk)}) == 2


def test_equal_agencies_share_a_place():
    assert places([(1, (-1.0, 5)), (2, (-1.0, 5)), (3, (-0.5, 1)), (4, (-1.0, 7))]) == {1: 1, 2: 1, 4: 3, 3: 4}

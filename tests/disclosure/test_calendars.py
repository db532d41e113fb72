"""The public calendar: closing days and hearings, each under one UID for good, changed whenever its date was."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.actions import consulting, hearings
from tests.disclosure import consultations, surveys
from tests.disclosure import hearings as hearing_cases
from tests.portal.test_ics import properties

pytestmark = pytest.mark.django_db


def events(client: Client, address: str = "/calendar.ics", host: str = "testserver") -> dict[str, dict[str, str]]:
    """The events by the beginning of their UID."""
    answer = client.get(address, headers={"host": host})
    assert answer["Content-Type"].startswith("text/calendar")
    found: dict[str, dict[str, str]] = {}
    for name, value in properties(answer.content.decode()):
        if name == "UID":
            found[value.split("@")[0]] = current = {}
        elif found:
            current[name] = value
    return found


@pytest.fixture
def dates(cast):
    """A consultation, a survey and a hearing of the bureau."""
    with time_machine.travel(hearing_cases.NOTICED, tick=False):
        yield consultations.opened(cast), surveys.opened(cast), hearing_cases.opened(cast)


def test_a_draft_tells_its_last_day_and_links_to_its_page(client, dates):
    consultation = dates[0]
    event = events(client)[f"closing-{consultation.item.index_no}"]
    assert event["DTSTART;VALUE=DATE"] == "20261201"
    assert event["DTEND;VALUE=DATE"] == "20261202"
    assert event["URL"] == f"http://testserver/consultations/{consultation.item.index_no}/"
    assert "临时救助办法" in event["SUMMARY"]


def test_a_hearing_tells_hour_and_place_and_until_when_one_signs_up(client, dates):
    number = dates[2].item.index_no
    found = events(client)
    assert (found[f"hearing-{number}"]["DTSTART"], found[f"hearing-{number}"]["DTEND"]) == (
        "20261116T010000Z",
        "20261116T040000Z",
    )
    assert found[f"hearing-{number}"]["LOCATION"] == "县政务服务中心三楼"
    assert found[f"closing-{number}"]["DTSTART;VALUE=DATE"] == "20261110"


def test_a_date_that_was_moved_keeps_its_name_and_counts_on(client, dates, cast):
    consultation = dates[0]
    key = f"closing-{consultation.item.index_no}"
    before = events(client)[key]
    with time_machine.travel(consultations.DURING, tick=False):
        consulting.extend(consultation, by=cast.head, last=consultations.LAST.replace(day=20), reason="意见较多")
        after = events(client)[key]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert after["DTSTART;VALUE=DATE"] == "20261220"
    assert after["LAST-MODIFIED"] > before["LAST-MODIFIED"]


def test_a_cancelled_hearing_stays_and_says_so(client, dates, cast):
    hearing = dates[2]
    hearings.cancel(hearing, by=cast.head, reason="方案撤回")
    found = events(client)
    assert found[f"hearing-{hearing.item.index_no}"]["STATUS"] == "CANCELLED"
    assert f"closing-{hearing.item.index_no}" not in found


def test_drafts_of_others_and_other_sites_are_not_in_it(client, dates, cast):
    consultations.draft_of(cast)
    assert len(events(client)) == 4
    assert events(client, "/agencies/qt-jyj/calendar.ics") == {}
    assert events(client, host="yuanshan.test") == {}
    assert client.get("/agencies/ys-mzj/calendar.ics").status_code == 404
    assert len(events(client, "/agencies/qt-mzj/calendar.ics")) == 4


def test_it_asks_as_little_for_many_as_for_one(client, dates, cast):
    with CaptureQueriesContext(connection) as few:
        events(client)
    for _ in range(2):
        consultations.opened(cast)
    with CaptureQueriesContext(connection) as many:
        assert len(events(client)) == 6
    assert len(few) == len(many) <= 4


def test_the_past_leaves_after_three_months(client, dates):
    with time_machine.travel("2027-03-01", tick=False):
        assert set(events(client)) == {f"closing-{dates[0].item.index_no}", f"closing-{dates[1].item.index_no}"}

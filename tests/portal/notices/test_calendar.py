"""The own due days behind a secret address: counted, nameless, and gone when the address is closed."""

import pytest
import time_machine
from django.test import Client

from portal.notices.models import CalendarKey
from requests_app import actions as requests
from requests_app.models import DisclosureRequest
from tests.cast import Cast
from tests.portal.test_ics import properties
from tests.requests_app.conftest import WANTED

pytestmark = pytest.mark.django_db
PAGE = "/inbox/calendar/"


@pytest.fixture
def case(cast: Cast) -> DisclosureRequest:
    """A request that the bureau has to answer."""
    wanted = WANTED | {"subject": "秘密的低保名单"}
    with time_machine.travel("2026-09-01T02:00:00Z", tick=False):
        return requests.submit_request(cast.bureau, by=None, key="a" * 32, **wanted).case


def secret_address(member: object) -> str:
    client = Client()
    client.force_login(member)
    text = client.post(PAGE).content.decode()
    return text.split('<code class="address">')[1].split("</code>")[0].removeprefix("http://testserver")


def test_a_clerk_reads_when_how_much_is_due_and_nothing_of_the_cases(cast: Cast, case: DisclosureRequest) -> None:
    with time_machine.travel("2026-09-02T02:00:00Z", tick=False):
        answer = Client().get(secret_address(cast.clerk))
    text = answer.content.decode()
    found = dict(properties(text))
    assert found["DTSTART;VALUE=DATE"] == f"{case.clock.due_on:%Y%m%d}"
    assert "（1）" in found["SUMMARY"]
    assert "低保名单" not in text
    assert case.number not in text
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_the_calendar_of_a_sibling_is_empty(cast: Cast, case: DisclosureRequest) -> None:
    assert "VEVENT" not in Client().get(secret_address(cast.sibling_clerk)).content.decode()


def test_a_new_address_ends_the_old_one_and_closing_ends_both(cast: Cast) -> None:
    first, second = secret_address(cast.clerk), secret_address(cast.clerk)
    assert first != second
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    client = Client()
    client.force_login(cast.clerk)
    client.post(PAGE, {"close": "1"})
    assert Client().get(second).status_code == 404


def test_who_left_has_no_calendar(cast: Cast) -> None:
    address = secret_address(cast.clerk)
    cast.clerk.is_active = False
    cast.clerk.save()
    assert Client().get(address).status_code == 404


def test_the_database_does_not_hold_the_address(cast: Cast) -> None:
    token = secret_address(cast.clerk).removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 32
    assert token not in str(CalendarKey.objects.values())


def test_only_staff_have_one(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.citizen)
    assert client.post(PAGE).status_code == 404
    assert Client().post(PAGE).status_code == 302
    assert not CalendarKey.objects.exists()

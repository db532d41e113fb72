"""The public calculator says what the worked examples say, and refuses what cannot have happened."""

import pytest
from django.urls import reverse

from tests.requests_app.reckoning import Reckoning
from tests.requests_app.worked_examples import examples

ADDRESS = reverse("requests_app:deadline")
GIVEN = {"received_on": "2026-03-04", "channel": "counter"}


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({}, "2026-04-01"),
        ({"channel": "online", "confirmed_on": "2026-03-06"}, "2026-04-03"),
        ({"channel": "counter", "confirmed_on": "2026-03-06"}, "2026-04-01"),  # in person that day
        ({"supplement_asked_on": "2026-03-06", "supplemented_on": "2026-03-18"}, "2026-04-16"),
        ({"paused_on": "2026-03-10", "resumed_on": "2026-03-20"}, "2026-04-14"),
        ({"extension": "20"}, "2026-04-30"),
        ({"extension": "10", "paused_on": "2026-04-08", "resumed_on": "2026-04-15"}, "2026-04-23"),
        ({"received_on": "2026-09-17"}, "2026-10-21"),
    ],
)
def test_the_due_day(cast, client, given, due):
    page = client.get(ADDRESS, GIVEN | given)
    assert page.status_code == 200
    assert page.context["found"].due_on.isoformat() == due
    [last] = [day for day in page.context["days"] if day.style == "due"]
    assert last.on.isoformat() == due
    assert due in page.content.decode()


def test_while_something_is_waited_for_it_is_the_earliest_day(cast, client):
    page = client.get(ADDRESS, GIVEN | {"paused_on": "2026-03-10"})
    assert page.context["found"].paused_at is not None
    assert page.context["found"].due_on.isoformat() == "2026-04-01"


def test_both_one_after_the_other_whichever_comes_first(cast, client):
    supplement_first = {"supplement_asked_on": "2026-03-06", "supplemented_on": "2026-03-18"}
    opinion_after = {"paused_on": "2026-03-18", "resumed_on": "2026-03-25"}
    page = client.get(ADDRESS, GIVEN | supplement_first | opinion_after)
    days = Reckoning(page.context["found"].days[0].on)
    days.restart(days.begin.replace(day=18))
    days.pause(days.begin)
    days.resume(days.begin.replace(day=25))
    assert page.context["found"].due_on == days.due
    opinion_first = {"paused_on": "2026-03-05", "resumed_on": "2026-03-06"}
    page = client.get(ADDRESS, GIVEN | supplement_first | opinion_first)
    assert page.context["found"].due_on.isoformat() == "2026-04-16"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_on": ""}, "received_on"), ({"received_on": "1999-01-01"}, "received_on"),
        ({"channel": "pigeon"}, "channel"), ({"extension": "21"}, "extension"), ({"extension": "-1"}, "extension"),
        ({"channel": "fax", "confirmed_on": "2026-03-03"}, "confirmed_on"),
        ({"supplemented_on": "2026-03-18"}, "supplement_asked_on"),
        ({"supplement_asked_on": "2026-03-03"}, "supplement_asked_on"),
        ({"supplement_asked_on": "2026-03-16"}, "supplement_asked_on"),  # the eighth working day
        ({"supplement_asked_on": "2026-03-10", "supplemented_on": "2026-03-09"}, "supplemented_on"),
        ({"paused_on": "2026-03-10", "resumed_on": "2026-03-09"}, "resumed_on"),
        ({"supplement_asked_on": "2026-03-10", "paused_on": "2026-03-12"}, "paused_on"),
        ({"supplement_asked_on": "2026-03-10", "paused_on": "2026-03-10"}, "paused_on"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(cast, client, given, field):
    page = client.get(ADDRESS, GIVEN | given)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert page.context["found"] is None


def test_empty_it_only_asks_and_may_be_cached(cast, client):
    page = client.get(ADDRESS)
    assert (page.status_code, page.context["found"]) == (200, None)
    assert "public" in client.get(ADDRESS, GIVEN).headers["Cache-Control"]
    assert not page.cookies


def test_the_page_that_explains_how_to_ask_leads_to_it(cast, client):
    assert f'href="{ADDRESS}"' in client.get(reverse("requests_app:request_list")).content.decode()


def test_it_says_what_every_plain_example_says(cast, client):
    plain = [example for example in examples() if len(example.steps) == 1 and example.steps[0].expected != "refused"]
    assert len(plain) > 40
    for example in plain:
        [step] = example.steps
        given = {"received_on": step.words[2] if len(step.words) > 2 else step.day, "channel": step.words[0]}
        assert client.get(ADDRESS, given).context["found"].due_on.isoformat() == step.expected, example.sentence

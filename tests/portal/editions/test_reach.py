"""Which events begin a new edition of which site."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from disclosure import actions
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.audit.actions import record
from portal.audit.models import Event
from portal.audit.reach import AROUND, NOWHERE
from portal.editions.edition import edition_of
from tests.cast import person
from tests.portal.editions.reading import read_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def sites(cast):
    """The names of the editions of the three sites: of the city, of the county below it, of another government."""

    def sites():
        return [edition_of(site.path, timezone.now()).name for site in (cast.city, cast.county, cast.other_government)]

    return sites


def changed(sites, do):
    """Which of the three sites had a new edition after `do`."""
    before = sites()
    do()
    return tuple(one != other for one, other in zip(before, sites(), strict=True))


def happens(event, agency):
    def happens():
        with transaction.atomic():
            record(event, by=None, agency=agency, subject="test")

    return happens


@pytest.mark.parametrize("event", sorted(set(Event) - AROUND - NOWHERE))
def test_an_event_begins_a_new_edition_everywhere(cast, sites, event):
    """Whatever is added to `Event` is one of these, unless somebody has thought about it."""
    assert changed(sites, happens(event, cast.bureau)) == (True, True, True)


@pytest.mark.parametrize("event", sorted(AROUND))
def test_a_case_is_seen_above_and_below_its_agency(cast, sites, event):
    assert changed(sites, happens(event, cast.bureau)) == (True, True, False)
    assert changed(sites, happens(event, cast.water)) == (True, False, False)
    assert changed(sites, happens(event, cast.city)) == (True, True, False)
    assert changed(sites, happens(event, cast.other_bureau)) == (False, False, True)
    assert changed(sites, happens(event, None)) == (True, True, True)


@pytest.mark.parametrize("event", sorted(NOWHERE))
def test_work_that_nobody_sees_leaves_the_edition(cast, sites, event):
    assert changed(sites, happens(event, cast.bureau)) == (False, False, False)


def test_an_action_that_fails_changes_nothing(cast, sites):
    def fails():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record(Event.ITEM_PUBLISHED, by=None, agency=cast.bureau, subject="test")
            raise ZeroDivisionError

    assert changed(sites, fails) == (False, False, False)


def test_what_reaches_nowhere_changes_no_page(cast, clock, published, client, settings):
    """Each of the steps of a draft, one after the other; every shared page is the same after it, byte for byte."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "shared_pages" not in name]
    public, done = published(title="已公开的通知"), []
    before = read_again(client, public)
    assert len(before) > 20

    def step(event, result=None):
        done.append(event)
        assert read_again(client, public) == before, event
        return result

    newcomer = step(Event.ACCOUNT_OPENED, person("newcomer", "新来者"))
    grant(ROLES["clerk"], to=newcomer, on=cast.bureau, by=None)
    step(Event.ROLE_GRANTED)
    draft = actions.draft(agency=cast.bureau, by=cast.clerk, title="未公开的通知", body="未公开。")
    step(Event.ITEM_DRAFTED)
    actions.revise(draft, by=cast.clerk, title="未公开的通知二")
    step(Event.ITEM_REVISED)
    actions.submit(draft, by=cast.clerk)
    step(Event.ITEM_SUBMITTED)
    actions.return_(draft, by=cast.reviewer, reason="有错字")
    step(Event.ITEM_RETURNED)
    actions.submit(draft, by=cast.clerk)
    actions.approve(draft, by=cast.reviewer)
    step(Event.ITEM_APPROVED)
    correction = actions.revise(public, by=cast.clerk, title="已公开的通知（更正）")
    step(Event.ITEM_REVISED)
    actions.submit(correction, by=cast.clerk)
    actions.approve(correction, by=cast.reviewer)
    step(Event.ITEM_APPROVED)
    actions.schedule(correction, by=cast.reviewer, at=timezone.now() + dt.timedelta(days=2))
    step(Event.ITEM_SCHEDULED)
    actions.unschedule(correction, by=cast.reviewer)
    step(Event.ITEM_UNSCHEDULED)
    actions.publish(correction, by=cast.reviewer)
    assert read_again(client, public) != before

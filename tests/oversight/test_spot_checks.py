"""Planning and drawing spot checks: who may, what is frozen, and what can be proved afterwards."""

import datetime as dt
from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from oversight import actions
from oversight.models import SpotCheck
from oversight.sampling import digest, draw
from oversight.states import SpotCheckState
from portal.agencies.models import Agency, Kind, Tier
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from tests.cast import agency
from tests.oversight.spot_checking import drawn_check, plan, planned_check, published


def test_who_plans_and_draws(cast):
    for person in (cast.head, cast.clerk, cast.supervisor, cast.admin, cast.other_officer, cast.citizen):
        with pytest.raises(NotAllowed):
            actions.plan_spot_check(cast.city, by=person, **plan())
    check = planned_check(cast)
    for person in (cast.head, cast.clerk, cast.supervisor, cast.admin, cast.other_officer, cast.citizen):
        with pytest.raises(NotAllowed):
            actions.draw_spot_check(check, by=person, word="7", witness="某某")
        with pytest.raises(NotAllowed):
            actions.change_spot_check(check, by=person, **plan())
    check.refresh_from_db()
    assert check.state == SpotCheckState.PLANNED


def test_a_plan_gets_the_next_number_of_its_government_and_year(cast):
    serials = [planned_check(cast).serial for _turn in range(3)]
    assert serials == [1, 2, 3]
    assert actions.plan_spot_check(cast.other_government, by=cast.other_officer, **plan()).serial == 1


def test_the_portal_commits_itself_before_anybody_says_a_word(cast):
    check = planned_check(cast)
    assert check.commitment == digest(check.secret)
    link = AuditEvent.objects.get(event=Event.SPOT_CHECK_PLANNED)
    assert link.after["commitment"] == check.commitment
    assert check.secret not in str(link.after)
    raw = SpotCheck.objects.raw("SELECT id, agency_id, secret AS sealed FROM oversight_spotcheck")[0]
    assert check.secret not in raw.sealed
    assert check.seed == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"), ({"basis": ""}, "basis"), ({"kinds": ["bakery"]}, "kinds"),
        ({"kinds": ["prison"]}, "kinds"), ({"agency_count": 0}, "agency_count"),
        ({"since": dt.date(2026, 5, 2), "until": dt.date(2026, 5, 1)}, "until"),
    ],
)  # fmt: skip
def test_plans_that_make_no_sense(cast, wrong, field):
    for make in (
        lambda: actions.plan_spot_check(cast.city, by=cast.officer, **plan() | wrong),
        lambda: actions.change_spot_check(planned_check(cast), by=cast.officer, **plan() | wrong),
    ):
        with pytest.raises(Refused) as refusal:
            make()
        assert refusal.value.field == field


def test_a_plan_is_changed_before_the_draw_and_never_after(cast):
    check = planned_check(cast)
    changed = actions.change_spot_check(check, by=cast.officer, **plan() | {"title": "改名", "agency_count": 1})
    assert (changed.title, changed.agency_count, changed.commitment) == ("改名", 1, check.commitment)
    link = AuditEvent.objects.get(event=Event.SPOT_CHECK_CHANGED)
    assert (link.before["agency_count"], link.after["agency_count"]) == (3, 1)
    actions.draw_spot_check(check, by=cast.officer, word="7", witness="某某")
    with pytest.raises(Refused):
        actions.change_spot_check(check, by=cast.officer, **plan())
    with pytest.raises(Refused):
        actions.draw_spot_check(check, by=cast.officer, word="8", witness="某某")


def test_a_draw_wants_a_word_and_a_witness(cast):
    check = planned_check(cast)
    for word, witness, field in ((" ", "某某", "word"), ("a|b", "某某", "word"), ("7", " ", "witness")):
        with pytest.raises(Refused) as refusal:
            actions.draw_spot_check(check, by=cast.officer, word=word, witness=witness)
        assert refusal.value.field == field


def test_the_sample_is_drawn_from_all_that_could_be_drawn(cast):
    """What stands in the tables is what the published seed draws from the published frame."""
    for number in range(4):
        published(cast.bureau, cast.clerk, cast.reviewer, f"通知{number}")
    agency(cast.county, "停用局", "qt-off", Tier.COUNTY, Kind.DEPARTMENT, is_active=False)
    check = drawn_check(cast, agency_count=4, item_count=3)
    agencies, items = check.frames()
    expected = Agency.objects.public().under(cast.city).exclude(pk=cast.city.pk)
    assert {entry.number for entry in agencies} == {one.code for one in expected}
    assert check.frame_hash == digest(check.frame)
    again = draw(agencies, seed=f"{check.secret}|{check.word}", total=4)
    kept = {row.number: (row.stratum, row.lot, row.place) for row in check.agencies.all()}
    assert kept == {one.number: (one.stratum, one.lot, one.place) for one in again}
    drawn = [row for agency in check.agencies.all() for row in agency.items.all()]
    assert Counter(row.stratum for row in drawn) == Counter(
        one.stratum for one in draw(items, seed=check.seed, total=3)
    )
    for row in drawn:
        assert row.item.agency_id == row.checked_agency.agency_id


def test_items_are_public_of_the_drawn_and_of_the_period(cast, time_machine):
    old = published(cast.bureau, cast.clerk, cast.reviewer, "旧通知")
    time_machine.move_to(timezone.now() + dt.timedelta(days=400))
    new = published(cast.bureau, cast.clerk, cast.reviewer, "新通知")
    published(cast.sibling, cast.sibling_clerk, cast.head, "别局的通知", grant_head=cast.sibling)
    day = timezone.localdate()
    facts = {"kinds": ["department"], "agency_count": 2, "item_count": 9, "since": day, "until": day}
    check = drawn_check(cast, **facts)
    numbers = {entry.number for entry in check.frames()[1]}
    assert new.index_no in numbers
    assert old.index_no not in numbers
    assert len(numbers) == 2


def test_a_check_without_items_draws_none(cast):
    published(cast.bureau, cast.clerk, cast.reviewer, "通知")
    check = drawn_check(cast, item_count=0)
    assert check.frames()[1] == []
    assert not any(row.items.exists() for row in check.agencies.all())


def test_the_drawn_are_told_only_if_they_are_to_check_themselves(cast):
    drawn_check(cast, agency_count=9, self_check_days=0)
    assert not Notice.objects.filter(kind="self_check_asked").exists()
    check = drawn_check(cast, agency_count=9, self_check_days=5)
    told = {notice.recipient for notice in Notice.objects.filter(kind="self_check_asked")}
    assert told == {cast.clerk, cast.head, cast.sibling_clerk}
    assert check.self_check_clock.limit == 5


def test_the_database_keeps_no_draw_without_its_proof(cast):
    check = drawn_check(cast)
    for facts in ({"word": ""}, {"frame_hash": ""}, {"witness": ""}, {"drawn_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SpotCheck.objects.filter(pk=check.pk).update(**facts)

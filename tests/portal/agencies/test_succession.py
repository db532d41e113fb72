"""Mergers, splits and new names: nothing is lost, and nobody gains anything."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from catalog.actions import assign_duty
from catalog.models import Duty
from disclosure import actions
from disclosure.models import Item
from oversight.actions import submit_complaint
from portal.accounts.models import User
from portal.agencies import reform, reforming
from portal.agencies.actions import grant
from portal.agencies.models import Agency, HeldRole, Kind, Succession, Tier
from portal.agencies.moving import Chosen, Mover, answered_for
from portal.agencies.permissions import can
from portal.agencies.reform import Part
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent, Event
from portal.audit.verification import broken_links
from portal.refusals import NotAllowed, Refused
from portal.search.queries import find
from requests_app.models import DisclosureRequest
from requests_app.opening import open_case
from tests.cast import agency, person
from tests.portal.agencies.successions import census, merged, paper, third


def test_every_foreign_key_to_an_agency_has_a_mover_or_a_reason_to_stay():
    keys = {
        f"{table._meta.label}.{field.name}"
        for table in apps.get_models(include_auto_created=True)
        for field in table._meta.get_fields()
        if field.concrete and field.related_model is Agency
    }
    assert keys == answered_for()


def test_a_merger_loses_nothing_and_keeps_numbers_receipts_and_due_dates(cast, item, filed):
    duty = assign_duty(item.entry, agency=cast.bureau, by=None, cadence="yearly")
    before, due_on = census(), filed.case.clock.due_on
    merged(cast)
    assert census() == before
    moved = Item.objects.get(pk=item.pk)
    assert (moved.agency, moved.index_no, moved.published_as) == (cast.sibling, item.index_no, "青田县民政局")
    case = open_case(filed.code, under=cast.county)
    assert (case.pk, case.agency, case.number) == (filed.case.pk, cast.sibling, filed.case.number)
    assert case.clock.due_on == due_on
    duty.refresh_from_db()
    assert duty.agency == cast.sibling
    left = {key: rows.count() for key, rows in _own(cast.bureau).items() if rows.exists()}
    assert set(left) <= {"disclosure.IndexSeries.agency", "notices.Notice.agency", "agencies.Succession.predecessor"}
    assert list(broken_links()) == []


def _own(owner):
    return {
        f"{table._meta.label}.{field.name}": table._base_manager.filter(**{field.name: owner})
        for table in apps.get_models()
        for field in table._meta.get_fields()
        if field.concrete and field.related_model is Agency
    }


def test_a_preview_counts_what_then_moves_and_changes_nothing(cast, item, filed):
    plan = reform.merging([cast.bureau], cast.sibling, **paper())
    before, last = census(), AuditEvent.objects.count()
    seen = reforming.foresee(plan, by=cast.admin)
    assert (seen.hindrances, census(), AuditEvent.objects.count()) == ([], before, last)
    assert seen.counts["disclosure.Item.agency"] == seen.counts["requests_app.DisclosureRequest.agency"] == 1
    assert seen.people == ["clerk", "head", "reviewer"]
    reforming.carry_out(plan, by=cast.admin, seen=seen.fingerprint)
    told = AuditEvent.objects.get(event=Event.AGENCY_MERGED)
    assert told.after["moved"] == seen.counts


def test_what_was_confirmed_must_still_be_so(cast, item):
    plan = reform.merging([cast.bureau], cast.sibling, **paper())
    seen = reforming.foresee(plan, by=cast.admin).fingerprint
    actions.draft(agency=cast.bureau, by=cast.clerk, title="另一公告", body="新的。")
    with pytest.raises(Refused, match="重新查看"):
        reforming.carry_out(plan, by=cast.admin, seen=seen)
    assert Item.objects.filter(agency=cast.bureau).count() == 2


def test_neither_preview_nor_trail_tells_of_complaints(cast):
    complaint, _code = submit_complaint(
        cast.bureau, key=uuid.uuid4().hex, kind="late", identity="anonymous", text="一直没有公开。"
    )
    plan = reform.merging([cast.bureau], cast.sibling, **paper())
    assert not any("omplaint" in key for key in reforming.foresee(plan, by=cast.admin).counts)
    merged(cast)
    complaint.refresh_from_db()
    assert complaint.accused == cast.sibling
    assert "omplaint" not in str(AuditEvent.objects.get(event=Event.AGENCY_MERGED).after)


def test_nobody_gains_a_right_without_the_office_saying_so(cast, item):
    merged(cast)
    for user in User.objects.filter(username__in=["clerk", "reviewer", "head"]):
        assert not can(user, "edit_item", on=cast.sibling)
        assert not can(user, "view_item", on=cast.bureau)
    assert not can(User.objects.get(username="sibling"), "publish_item", on=cast.sibling)


def test_people_get_the_same_roles_if_the_office_says_so(cast, item):
    merged(cast, same_roles=True)
    assert set(HeldRole.objects.filter(user=cast.clerk).values_list("agency", "role")) == {(cast.sibling.pk, "clerk")}
    clerk = type(cast.clerk).objects.get(pk=cast.clerk.pk)
    assert can(clerk, "edit_item", on=cast.sibling)
    assert not can(clerk, "publish_item", on=cast.sibling)


def test_who_manages_one_side_only_may_not(cast, item):
    of_bureau = person("bureauadmin", "只管民政")
    grant(ROLES["administrator"], to=of_bureau, on=cast.bureau, by=None)
    with pytest.raises(NotAllowed):
        reforming.merge([cast.bureau], cast.sibling, by=of_bureau, **paper())
    with pytest.raises(NotAllowed):
        reforming.foresee(reform.merging([cast.bureau], cast.sibling, **paper()), by=of_bureau)


def test_a_text_published_anew_names_who_publishes_it(cast, item):
    merged(cast, same_roles=True)
    clerk, reviewer = (type(u).objects.get(pk=u.pk) for u in (cast.clerk, cast.reviewer))
    item.refresh_from_db()
    actions.submit(actions.revise(item, by=clerk, body="自八月起执行。"), by=clerk)
    actions.approve_and_publish(item, by=reviewer)
    item.refresh_from_db()
    assert item.former_publisher == ""


def test_a_duty_of_both_becomes_one_with_the_earlier_date(cast, entry):
    day = timezone.localdate()
    assign_duty(entry, agency=cast.bureau, by=None, cadence="yearly", first_due_on=day + dt.timedelta(days=3))
    kept = assign_duty(entry, agency=cast.sibling, by=None, cadence="yearly", first_due_on=day + dt.timedelta(days=9))
    Duty.objects.filter(agency=cast.bureau).update(last_fulfilled_on=day - dt.timedelta(days=30))
    merged(cast)
    kept.refresh_from_db()
    assert kept.next_due_on == day + dt.timedelta(days=3)
    assert kept.last_fulfilled_on == day - dt.timedelta(days=30)
    assert list(Duty.objects.active()) == [kept]


def test_two_merge_into_a_third_that_has_none_of_what_both_have(cast, entry):
    day, into = timezone.localdate(), third(cast)
    for source, days in ((cast.bureau, 9), (cast.sibling, 2)):
        due_on = day + dt.timedelta(days=days)
        assign_duty(entry, agency=source, by=None, cadence="yearly", first_due_on=due_on)
    reforming.merge([cast.bureau, cast.sibling], into, by=cast.admin, **paper())
    duty = Duty.objects.active().get()
    assert (duty.agency, duty.next_due_on) == (into, day + dt.timedelta(days=2))
    assert list(broken_links()) == []


def test_a_split_sends_each_entry_its_way_and_the_rest_stays(cast, item, entry, filed):
    new = third(cast)
    other = actions.draft(agency=cast.bureau, by=cast.clerk, title="其他", body="其他。")
    parts = [Part(new, Chosen(entries=frozenset({entry.pk})))]
    reforming.split(cast.bureau, parts, by=cast.admin, **paper())
    assert list(Item.objects.filter(agency=new)) == [item]
    other.refresh_from_db()
    filed.case.refresh_from_db()
    cast.bureau.refresh_from_db()
    assert (other.agency, filed.case.agency, cast.bureau.is_active) == (cast.bureau, cast.bureau, True)
    assert [hit.title for hit in find("低保标准", under=cast.county, agency=new).hits] == [item.title]


def test_doing_it_twice_changes_nothing(cast, item):
    first = merged(cast)
    last = AuditEvent.objects.count()
    assert merged(cast) == first
    assert AuditEvent.objects.count() == last


def test_two_who_confirm_at_once_carry_out_one(cast, item):
    """Both have looked at the same state; the second finds the agencies locked, and then otherwise than it saw them."""
    other = third(cast)
    plans = [reform.merging([cast.bureau], into, **paper()) for into in (cast.sibling, other)]
    seen = [reforming.foresee(plan, by=cast.admin).fingerprint for plan in plans]
    reforming.carry_out(plans[0], by=cast.admin, seen=seen[0])
    with pytest.raises(Refused):
        reforming.carry_out(plans[1], by=cast.admin, seen=seen[1])
    back = reform.merging([cast.sibling], cast.bureau, **paper())
    with pytest.raises(Refused):
        reforming.carry_out(back, by=cast.admin)
    assert Succession.objects.count() == 1
    with pytest.raises(Refused):
        actions.draft(
            agency=Agency.objects.get(pk=cast.bureau.pk), by=_granted_again(cast), title="迟到", body="迟到。"
        )


def _granted_again(cast):
    grant(ROLES["clerk"], to=cast.clerk, on=cast.bureau, by=None)
    return User.objects.get(pk=cast.clerk.pk)


def test_a_crash_in_the_middle_leaves_everything_as_it_was(cast, item, filed, monkeypatch):
    before, last = census(), AuditEvent.objects.count()
    calls = []
    carry = Mover.carry

    def fails_at_requests(mover, rows, to):
        calls.append(mover.key)
        if mover.model is DisclosureRequest:
            raise RuntimeError("the power went")
        carry(mover, rows, to)

    monkeypatch.setattr(Mover, "carry", fails_at_requests)
    with pytest.raises(RuntimeError):
        merged(cast)
    assert calls
    item.refresh_from_db()
    cast.bureau.refresh_from_db()
    assert (item.agency, item.published_as, cast.bureau.is_active) == (cast.bureau, "", True)
    assert (census(), AuditEvent.objects.count(), Succession.objects.count()) == (before, last, 0)


@pytest.mark.parametrize("case", ["government", "other site", "itself", "future", "no paper", "units below"])
def test_what_stands_in_the_way_is_said(cast, case):
    sources, into, more = [cast.bureau], cast.sibling, {}
    if case == "government":
        sources, into = [cast.county], cast.city
    elif case == "other site":
        into = cast.water
    elif case == "itself":
        into = cast.bureau
    elif case == "future":
        more = {"day": timezone.localdate() + dt.timedelta(days=1)}
    elif case == "no paper":
        more = {"document": " "}
    else:
        agency(cast.bureau, "福利院", "flly", Tier.COUNTY, Kind.UTILITY)
    plan = reform.merging(sources, into, **paper(**more))
    assert reforming.foresee(plan, by=cast.admin).hindrances
    with pytest.raises(Refused):
        reforming.carry_out(plan, by=cast.admin)

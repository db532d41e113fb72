"""Duties: who, when next, and what an event or a publication makes of it."""

import datetime as dt
import itertools

import pytest
import time_machine

from catalog import actions
from catalog.models import Area, CatalogEntry, Duty, Standing
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused

TODAY = dt.date(2026, 9, 21)  # a Monday; 25–27 September and 1–7 October 2026 are off, 20 September and 10 October not


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 9, 21, 2, tzinfo=dt.UTC), tick=False):
        yield


def entry_of(government, time_limit, code="20-a") -> CatalogEntry:
    area = Area.objects.get(number=20)
    return actions.add_entry(
        government, by=None, area=area, code=code, level1="低保", level2="审批", time_limit=time_limit
    )


def duty_of(cast, time_limit, **options) -> Duty:
    return actions.assign_duty(entry_of(cast.city, time_limit), agency=cast.bureau, by=None, **options)


def test_a_limit_that_runs_from_an_event_has_no_date_until_the_event(cast):
    duty = duty_of(cast, "信息形成或变更之日起20个工作日内")
    assert (duty.next_due_on, duty.standing(TODAY)) == (None, Standing.WAITING)


@pytest.mark.parametrize(
    ("time_limit", "event", "due"),
    [
        # counted by hand: 21 Sep 2026 is day 0; 22 23 24 28 29 30 Sep, 8 9 10 12 13 14 15 16 19 20 21 22 23 26 Oct
        ("信息形成或变更之日起20个工作日内", dt.date(2026, 9, 21), dt.date(2026, 10, 26)),
        ("收到征地批准文件之日起10个工作日内公开", dt.date(2026, 9, 21), dt.date(2026, 10, 12)),
        ("本级人民代表大会或其常务委员会批准后20日内", dt.date(2026, 9, 21), dt.date(2026, 10, 11)),
        ("事件发生后24小时内", dt.date(2026, 9, 21), dt.date(2026, 9, 22)),
        ("实时公开", dt.date(2026, 9, 21), dt.date(2026, 9, 21)),
        ("及时公开", dt.date(2026, 9, 21), dt.date(2026, 10, 26)),
        ("", dt.date(2026, 9, 21), dt.date(2026, 10, 26)),
        ("适时公开", dt.date(2026, 9, 21), dt.date(2026, 10, 26)),
    ],
)
def test_an_event_sets_the_due_date(cast, time_limit, event, due):
    duty = actions.record_trigger(duty_of(cast, time_limit), on=event, by=None)
    assert (duty.triggered_on, duty.next_due_on, duty.is_provisional) == (event, due, False)


def test_a_date_in_a_year_without_announcement_is_provisional(cast):
    duty = actions.assign_duty(entry_of(cast.city, "每年"), agency=cast.bureau, by=None)
    assert (duty.next_due_on, duty.is_provisional) == (dt.date(2027, 9, 21), True)


def test_the_earlier_of_two_open_events_holds(cast):
    duty = duty_of(cast, "信息形成或变更之日起20个工作日内")
    actions.record_trigger(duty, on=dt.date(2026, 9, 14), by=None)
    first = Duty.objects.get().next_due_on
    duty = actions.record_trigger(duty, on=TODAY, by=None)
    assert (duty.next_due_on, duty.triggered_on) == (first, dt.date(2026, 9, 14))


def test_publishing_answers_the_event(cast):
    duty = duty_of(cast, "信息形成或变更之日起20个工作日内")
    actions.record_trigger(duty, on=TODAY, by=None)
    duty = actions.fulfil(cast.bureau, duty.entry, on=TODAY)
    assert (duty.triggered_on, duty.next_due_on, duty.last_fulfilled_on) == (None, None, TODAY)
    assert duty.standing(TODAY) == Standing.MET
    late = actions.record_trigger(duty, on=dt.date(2026, 9, 18), by=None)
    assert late.next_due_on is None


def test_publishing_sets_the_next_round_and_a_day_off_moves_it_forward_never_back(cast):
    duty = duty_of(cast, "半年至少更新1次", first_due_on=TODAY)
    duty = actions.fulfil(cast.bureau, duty.entry, on=dt.date(2026, 4, 4))  # half a year on is 4 October, Golden Week
    assert duty.next_due_on == dt.date(2026, 9, 30)


def test_publishing_for_an_entry_that_is_nobodys_duty_changes_nothing(cast):
    entry = entry_of(cast.city, "")
    assert actions.fulfil(cast.sibling, entry, on=TODAY) is None
    assert not Duty.objects.exists()


def test_an_older_publication_does_not_put_the_date_back(cast):
    duty = duty_of(cast, "每年")
    actions.fulfil(cast.bureau, duty.entry, on=TODAY)
    duty = actions.fulfil(cast.bureau, duty.entry, on=dt.date(2026, 1, 5))
    assert duty.last_fulfilled_on == TODAY


def test_every_duty_stands_in_exactly_one_place_and_the_page_says_the_same(cast):
    day = dt.timedelta(days=1)
    dates = [None, TODAY - day, TODAY, TODAY + day]
    for number, (due, done, event) in enumerate(itertools.product(dates, (None, TODAY), (None, TODAY))):
        if event is None or due is not None:
            entry = entry_of(cast.city, "", code=f"x{number}")
            facts = {"next_due_on": due, "last_fulfilled_on": done, "triggered_on": event}
            Duty.objects.create(agency=cast.bureau, entry=entry, **facts)
    rows = Duty.objects.active()
    places = {
        Standing.MET: rows.met(TODAY),
        Standing.DUE: rows.due(TODAY),
        Standing.OVERDUE: rows.overdue(TODAY),
        Standing.WAITING: rows.waiting(),
    }
    found = [(duty.pk, place) for place, duties in places.items() for duty in duties]
    assert sorted(found) == sorted((duty.pk, duty.standing(TODAY)) for duty in rows)
    assert {place for _pk, place in found} == set(Standing)


def test_assigning_again_changes_the_same_duty(cast):
    entry = entry_of(cast.city, "")
    actions.assign_duty(entry, agency=cast.bureau, by=cast.officer)
    actions.assign_duty(entry, agency=cast.bureau, by=cast.officer, section="救助股")
    assert [duty.section for duty in Duty.objects.all()] == ["救助股"]
    events = AuditEvent.objects.filter(event__startswith="duty").order_by("number").values_list("event", flat=True)
    assert list(events) == [Event.DUTY_ASSIGNED, Event.DUTY_CHANGED]


def test_a_catalog_holds_only_below_its_government(cast):
    entry = entry_of(cast.other_government, "")
    with pytest.raises(Refused):
        actions.assign_duty(entry, agency=cast.bureau, by=None)
    with pytest.raises(NotAllowed):
        actions.assign_duty(entry, agency=cast.other_bureau, by=cast.officer)


def test_who_may_record_an_event_and_not_in_the_future(cast):
    duty = duty_of(cast, "")
    with pytest.raises(NotAllowed):
        actions.record_trigger(duty, on=TODAY, by=cast.sibling_clerk)
    with pytest.raises(Refused) as refused:
        actions.record_trigger(duty, on=TODAY + dt.timedelta(days=1), by=None)
    assert refused.value.field == "on"


def test_an_entry_reads_its_time_limit_again_when_it_changes(cast):
    entry = entry_of(cast.city, "20个工作日")
    entry = actions.change_entry(entry, by=cast.officer, changes={"time_limit": "每年"})
    assert (entry.limit_number, entry.cadence) == (None, "yearly")
    events = AuditEvent.objects.filter(event=Event.ENTRY_CHANGED).count()
    actions.change_entry(entry, by=cast.officer, changes={"time_limit": "每年"})
    assert AuditEvent.objects.filter(event=Event.ENTRY_CHANGED).count() == events


@pytest.mark.parametrize(("field", "value"), [("code", "a/b"), ("level2", "长" * 201), ("source_url", "javascript:x")])
def test_a_cell_that_cannot_stand_is_refused_beside_its_field(cast, field, value):
    entry = entry_of(cast.city, "")
    with pytest.raises(Refused) as refused:
        actions.change_entry(entry, by=None, changes={field: value})
    assert refused.value.field == field


def test_only_governments_have_catalogs(cast):
    with pytest.raises(Refused):
        entry_of(cast.bureau, "")


def test_a_duty_that_ended_is_nobodys(cast):
    duty = duty_of(cast, "每年")
    actions.end_duty(duty, by=cast.officer)
    assert not Duty.objects.active().exists()
    assert not Duty.objects.public().exists()
    assert actions.fulfil(cast.bureau, duty.entry, on=TODAY) is None

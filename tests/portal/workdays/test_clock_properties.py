"""The engine against the oracle, over random sequences of events. `CLOCK_SEQUENCES=10000` runs the long form."""

import datetime as dt
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.workdays.clock import derive
from portal.workdays.days import Days
from tests.portal.workdays.oracle import SHANGHAI, Event, due_on

SEQUENCES = int(os.environ.get("CLOCK_SEQUENCES", "500"))
many = settings(max_examples=SEQUENCES, deadline=None)

starts = st.datetimes(dt.datetime(2019, 1, 1), dt.datetime(2025, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001
steps = st.lists(
    st.tuples(st.sampled_from(["toggle", "toggle", "extend", "restart"]), st.integers(0, 15 * 24 * 60)), max_size=8
)
limits = st.integers(1, 20)


def story(start, steps, *, stopped):
    """A lawful sequence: pauses and resumes in turn, one extension at most, restarts anywhere."""
    events, now, is_paused, is_extended = [Event("start", start)], start, False, False
    for wish, minutes in steps:
        now += dt.timedelta(minutes=minutes)
        if wish == "toggle":
            events.append(Event("resume" if is_paused else "pause", now))
            is_paused = not is_paused
        elif wish == "restart":
            events.append(Event("restart", now))
            is_paused = False
        elif not is_extended:
            events.append(Event("extend", now, 20))
            is_extended = True
    return [*events, Event("stop", now)] if stopped else events


@many
@given(starts, steps, limits, st.sampled_from(["working_day", "calendar_day"]), st.booleans())
def test_the_due_date_is_the_oracles(start, steps, limit, unit, stopped):
    events = story(start, steps, stopped=stopped)
    found = derive(events, unit=unit, limit=limit, calendar=Days())
    assert found.due_on == due_on(events, unit, limit)
    assert found.due_at == dt.datetime.combine(found.due_on, dt.time.max, SHANGHAI)


@many
@given(starts, steps, limits, st.booleans())
def test_the_strip_is_whole_and_counts_without_gaps(start, steps, limit, stopped):
    events = story(start, steps, stopped=stopped)
    found = derive(events, unit="working_day", limit=limit, calendar=Days())
    first = start.astimezone(SHANGHAI).date()
    assert [mark.on for mark in found.days] == [first + dt.timedelta(days=n) for n in range(len(found.days))]
    expected = 0
    for mark in found.days:
        expected = 0 if mark.kind in {"start", "restart"} else expected + (mark.number is not None)
        assert mark.number in {None, expected}
    assert [mark.on for mark in found.days if mark.is_due] == ([] if found.paused_at else [found.due_on])
    assert found.paused_at is not None or expected == found.total


@many
@given(starts, limits, st.integers(0, 60), st.integers(0, 60))
def test_a_pause_takes_out_exactly_its_own_days(start, limit, before, length):
    """They are the days of a period that starts with the question and ends with the answer."""
    pause, resume = start + dt.timedelta(days=before), start + dt.timedelta(days=before + length)
    plain = derive([Event("start", start)], unit="working_day", limit=limit, calendar=Days())
    events = [Event("start", start), Event("pause", pause), Event("resume", resume)]
    paused = derive(events, unit="working_day", limit=limit, calendar=Days())
    first, last = pause.astimezone(SHANGHAI).date(), resume.astimezone(SHANGHAI).date()
    taken = Days().workdays_between(first, last) if first < plain.due_on else 0
    assert Days().workdays_between(plain.due_on, paused.due_on) == taken


@many
@given(starts, st.lists(st.integers(1, 3 * 24 * 3600), max_size=9), st.integers(1, 72))
def test_hours_are_the_seconds_outside_the_pauses(start, gaps, limit):
    moments = [start]
    for gap in gaps:
        moments.append(moments[-1] + dt.timedelta(seconds=gap))
    kinds = ["start", *(("pause", "resume")[n % 2] for n in range(len(gaps)))]
    found = derive(map(Event, kinds, moments), unit="hour", limit=limit, calendar=Days())
    pauses = [*zip(moments[1::2], [*moments[2::2], None], strict=False)]
    ran = found.due_at - start
    for begin, end in pauses:
        if begin < found.due_at and end is not None:
            ran -= min(end, found.due_at) - begin
    assert ran == dt.timedelta(hours=limit)

"""The strip as people read it: each day with a word for what it is, and the sentences above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.workdays.days import ONE_DAY, Days, span
from portal.workdays.derivation import DayMark
from portal.workdays.models import Clock
from portal.workdays.moments import SHANGHAI, local_date
from portal.workdays.vocabulary import DayKind, EventKind, Unit

LONGEST_TAIL = 21  # days shown after the due day, or of a pause that is still open

# Names come in Chinese, as the notices write them; an English page says them in English.
FESTIVALS = {
    "元旦": gettext_lazy("New Year’s Day"),
    "春节": gettext_lazy("Spring Festival"),
    "农历除夕": gettext_lazy("New Year’s Eve"),
    "清明节": gettext_lazy("Qingming Festival"),
    "劳动节": gettext_lazy("Labour Day"),
    "端午节": gettext_lazy("Dragon Boat Festival"),
    "中秋节": gettext_lazy("Mid-Autumn Festival"),
    "国庆节": gettext_lazy("National Day"),
}
STYLES = {
    DayKind.START: "rest",
    DayKind.RESTART: "rest",
    DayKind.COUNTED: "counted",
    DayKind.WEEKEND: "rest",
    DayKind.HOLIDAY: "rest",
    DayKind.CARRIED: "rest",
    DayKind.PAUSED: "paused",
}


@dataclass(frozen=True, slots=True)
class StripDay:
    """One cell: `style` ends its class, `notes` are the few words in it, `text` says everything to a screen reader."""

    on: dt.date
    style: str
    number: int | None
    notes: list[str]
    text: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A clock ready to be shown: sentences that sum it up, then its days."""

    sentences: list[str]
    days: list[StripDay]


def strip_of(clock: Clock, today: dt.date | None = None) -> Strip:
    """The strip of `clock` as it stands `today`. Asks the database nothing."""
    today = today or local_date(timezone.now())
    return Strip(_sentences(clock, today), [*days_of(clock.marks, clock.unit, today), *_tail(clock, today)])


def festival(name: str) -> str:
    """`name` of a festival in the reader's language, as far as it is a national one."""
    return "/".join(str(FESTIVALS.get(part, part)) for part in name.split("、"))


def days_of(marks: Iterable[DayMark], unit: str, today: dt.date) -> list[StripDay]:
    """The cells of a derivation's days, also of one that no clock stands behind (the public calculator)."""
    days = []
    for mark in marks:
        style = "due" if mark.is_due else STYLES[mark.kind]
        days.append(_day(mark.on, style, mark.number, _notes(mark, unit), today))
    return days


def _notes(mark: DayMark, unit: str) -> list[str]:
    notes = []
    if mark.kind in {DayKind.START, DayKind.RESTART, DayKind.PAUSED}:
        notes.append(str(mark.kind.label))
    elif mark.kind == DayKind.CARRIED:
        notes.append(festival(mark.name) or _("day off"))
    elif mark.kind == DayKind.COUNTED and mark.number is None:
        notes.append(_("running"))
    elif unit == Unit.WORKING_DAY:
        notes += _rest_or_makeup(mark)
    spoken = {EventKind.START, EventKind.RESTART}  # said by the kind of the day
    notes += [str(event.label) for event in mark.events if event not in spoken]
    return [*notes, _("due day")] if mark.is_due else notes


def _rest_or_makeup(mark: DayMark) -> list[str]:
    if mark.is_makeup:
        return [_("make-up workday")]
    if mark.kind == DayKind.HOLIDAY:
        return [festival(mark.name)]
    return [_("day off")] if mark.kind == DayKind.WEEKEND else []


def _tail(clock: Clock, today: dt.date) -> list[StripDay]:
    """What the stored strip cannot know: the days since an open pause began, or since the due day passed."""
    if clock.paused_at is not None:
        since = local_date(clock.paused_at)
        note, style = [str(DayKind.PAUSED.label)], "paused"
    elif clock.unit != Unit.HOUR and clock.is_running:
        since, note, style = clock.due_on, [_("overdue")], "late"
    else:
        return []
    calendar = Days.from_snapshot(clock.derivation["calendar"])
    days = islice(span(since + ONE_DAY, today), LONGEST_TAIL)
    if style == "late" and clock.unit == Unit.WORKING_DAY:
        return [_late(on, calendar, note, today) for on in days]
    return [_day(on, style, None, note, today) for on in days]


def _late(on: dt.date, calendar: Days, note: list[str], today: dt.date) -> StripDay:
    if calendar.is_workday(on):
        return _day(on, "late", None, note, today)
    special = calendar.special(on)
    return _day(on, "rest", None, [festival(special.name) if special else _("day off")], today)


def _day(on: dt.date, style: str, number: int | None, notes: list[str], today: dt.date) -> StripDay:
    said = [_("day %(number)s") % {"number": number}] if number else []
    is_today = on == today
    words = [*said, *notes, *([_("today")] if is_today else [])]
    return StripDay(on, style, number, notes, f"{date_format(on, 'Y-m-d l')} {', '.join(words)}".strip(), is_today)


def _sentences(clock: Clock, today: dt.date) -> list[str]:
    facts = {
        "limit": clock.limit,
        "unit": clock.get_unit_display(),
        "start": _moment(clock, clock.started_at),
        "due": _moment(clock, clock.due_at),
        "extension": clock.extension,
        "left": abs(clock.days_left(today)),
    }
    said = [_("%(limit)s %(unit)s, started on %(start)s.")]
    if clock.extension:
        said.append(_("Extended by %(extension)s %(unit)s."))
    if clock.has_own_date:
        said.append(_("A later date was set for it."))
    said.append(_standing(clock, facts, today))
    if clock.is_provisional and clock.is_running:
        said.append(_("The date is provisional: the holidays it depends on have not been announced yet."))
    return [sentence % facts for sentence in said]


def _standing(clock: Clock, facts: dict[str, object], today: dt.date) -> str:
    if clock.stopped_at is not None:
        facts["end"] = _moment(clock, clock.stopped_at)
        late = _("Completed on %(end)s, after the due date of %(due)s.")
        return late if clock.was_late() else _("Completed on %(end)s; it was due on %(due)s.")
    if clock.is_paused:
        facts["since"] = _moment(clock, clock.paused_at)
        return _("Paused since %(since)s, until what is waited for arrives; due on %(due)s at the earliest.")
    if clock.unit == Unit.HOUR:
        return _("Was due on %(due)s.") if clock.is_overdue() else _("Due on %(due)s.")
    if today > clock.due_on:
        return _("Was due on %(due)s; overdue by %(left)s %(unit)s.")
    return _("Due today, until midnight.") if today == clock.due_on else _("Due on %(due)s; %(left)s %(unit)s left.")


def _moment(clock: Clock, moment: dt.datetime | None) -> str:
    local = moment.astimezone(SHANGHAI) if moment else None
    return f"{local:%Y-%m-%d %H:%M}" if clock.unit == Unit.HOUR else f"{local:%Y-%m-%d}"

"""What pages say of entries and duties: words and tones for facts that the models hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.models import Area, CatalogEntry, Duty, Standing
from portal.agencies.models import Agency

TONES = {Standing.MET: "ok", Standing.DUE: "info", Standing.OVERDUE: "overdue", Standing.WAITING: "quiet"}


class DutyLine(NamedTuple):
    """A duty as a line of a page."""

    agency: Agency
    section: str
    tone: str
    label: str
    is_empty: bool


class Group(NamedTuple):
    """The entries of one level-1 item, each with its duties."""

    title: str
    lines: list[tuple[CatalogEntry, list[DutyLine]]]


def described(duty: Duty, today: dt.date) -> DutyLine:
    """The duty with its standing on `today`, in words that hold a date wherever there is one."""
    standing = duty.standing(today)
    return DutyLine(duty.agency, duty.section, TONES[standing], _label(duty, standing), duty.is_empty)


class Part(NamedTuple):
    """What an agency has to publish in one area, each entry with how it stands."""

    area: Area
    lines: list[tuple[CatalogEntry, DutyLine]]

    @property
    def filled(self) -> int:
        return sum(not line.is_empty for _entry, line in self.lines)

    @property
    def overdue(self) -> int:
        return sum(line.tone == TONES[Standing.OVERDUE] for _entry, line in self.lines)


class Checklist(NamedTuple):
    """What an agency has to publish, area by area, and counted."""

    parts: list[Part]

    @property
    def total(self) -> int:
        return sum(len(part.lines) for part in self.parts)

    @property
    def filled(self) -> int:
        return sum(part.filled for part in self.parts)

    @property
    def missing(self) -> int:
        return self.total - self.filled

    @property
    def overdue(self) -> int:
        return sum(part.overdue for part in self.parts)


def checklist_of(duties: Iterable[Duty], today: dt.date) -> Checklist:
    """What `duties`, which come in the order of the catalog, ask for, and how it stands on `today`."""
    by_area = groupby(duties, key=lambda duty: duty.entry.area)
    return Checklist([Part(area, [(duty.entry, described(duty, today)) for duty in some]) for area, some in by_area])


def _label(duty: Duty, standing: Standing) -> str:
    if standing == Standing.MET:
        return _("published, last on %(date)s") % {"date": _day(duty.last_fulfilled_on)}
    if standing == Standing.WAITING:
        return _("nothing published yet")
    if standing == Standing.OVERDUE:
        sentence = _("overdue since %(date)s")
    elif duty.is_provisional:
        sentence = _("due by %(date)s (provisional)")
    else:
        sentence = _("due by %(date)s") if duty.is_empty else _("published before, again due by %(date)s")
    return sentence % {"date": _day(duty.next_due_on)}


def duties_of(entry: CatalogEntry) -> list[Duty]:
    """The duties that the page prefetched as `site_duties`."""
    return entry.site_duties  # type: ignore[attr-defined]


def _day(day: dt.date | None) -> str:
    return date_format(day, "Y-m-d") if day else ""


def grouped(entries: Iterable[CatalogEntry], today: dt.date) -> list[Group]:
    """Entries in their order, gathered by level-1 item; an item that comes up again is joined to its first place."""
    groups: dict[str, Group] = {}
    for title, members in groupby(entries, key=lambda entry: entry.level1):
        group = groups.setdefault(title, Group(title, []))
        group.lines.extend((entry, [described(duty, today) for duty in duties_of(entry)]) for entry in members)
    return list(groups.values())


class Tally(NamedTuple):
    """The entries of an area counted: to be public, published by somebody, late somewhere."""

    total: int
    filled: int
    overdue: int

    @property
    def missing(self) -> int:
        return self.total - self.filled


def tallied(groups: Iterable[Group]) -> Tally:
    """The entries of `groups` counted by how they stand."""
    lines = [duties for group in groups for _entry, duties in group.lines]
    filled = sum(any(not duty.is_empty for duty in duties) for duties in lines)
    overdue = sum(any(duty.tone == TONES[Standing.OVERDUE] for duty in duties) for duties in lines)
    return Tally(len(lines), filled, overdue)

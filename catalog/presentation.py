"""What pages say of entries and duties: words and tones for facts that the models hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.models import CatalogEntry, Duty, Standing
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


class Checklist(NamedTuple):
    """What an agency has to publish, counted; `empty` are the columns in which nothing is public."""

    total: int
    overdue: int
    empty: list[Duty]

    @property
    def filled(self) -> int:
        return self.total - len(self.empty)


def checklist_of(duties: Iterable[Duty], today: dt.date) -> Checklist:
    """The numbers and the empty columns of `duties`, in their order."""
    duties = list(duties)
    overdue = sum(duty.standing(today) == Standing.OVERDUE for duty in duties)
    return Checklist(len(duties), overdue, [duty for duty in duties if duty.is_empty])


def _label(duty: Duty, standing: Standing) -> str:
    if standing == Standing.MET:
        return _("published, last on %(date)s") % {"date": _day(duty.last_fulfilled_on)}
    if standing == Standing.WAITING:
        return _("nothing published yet")
    sentence = _("overdue since %(date)s") if standing == Standing.OVERDUE else _("due by %(date)s")
    if duty.is_provisional:
        sentence = _("due by %(date)s (provisional)") if standing == Standing.DUE else sentence
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

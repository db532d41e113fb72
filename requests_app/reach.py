"""Whose figures: the agencies and requests that a person may count on the site of one government."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Agency, AgencyQuerySet
from requests_app.models import DisclosureRequest, DisclosureRequestQuerySet, Transfer
from requests_app.periods import Period
from requests_app.permissions import Permission
from requests_app.statistics import RANKED_FROM, Figures, figures_of, ranks, together

if TYPE_CHECKING:
    from portal.accounts.models import User


class Column(NamedTuple):
    """A figure of the table of agencies: `row` names the cases behind it, if there are any to show."""

    key: str
    label: str | Promise
    definition: str | Promise
    row: str = ""


COLUMNS: tuple[Column, ...] = (
    Column(
        "received", _("Requests received"), _("Requests with their day of receipt (article 31) in the period."), "R1",
    ),
    Column("carried_in", _("Carried over into it"), _("Received before, and not ended when the period began."), "R2"),
    Column(
        "ended", _("Requests ended"),
        _("Answered, withdrawn or otherwise ended in the period, once each, however many matters a request had."),
        "R3_7",
    ),
    Column("carried_out", _("Carried over out of it"), _("Received by its end, and not ended in it."), "R4"),
    Column(
        "overdue", _("Open and overdue"),
        _("Of those carried over: overdue at the end of the period, or now while it lasts. Paused clocks are not."),
        "overdue",
    ),
    Column(
        "answered", _("With an answer"),
        _("Ended with an answer. The next three figures rest on these and on no others; a withdrawal is no answer."),
        "answered",
    ),
    Column("on_time", _("Answers in time"), _("Of the answers, those given before their time ran out."), "on_time"),
    Column("percent_on_time", _("Percent on time"), _("The same in percent, rounded down.")),
    Column("median_days", _("Median, working days"), _("Half of the answers took at most so many working days.")),
    Column("p90_days", _("Nine of ten, working days"), _("Nine of ten answers took at most so many working days.")),
    Column(
        "rank", _("Rank"),
        _("By percent on time, then by median; none for an agency with fewer than ten answers."),
    ),
    Column(
        "passed_on", _("Passed on"),
        _("Passed on to another agency of this government in the period. They count in all figures there, not here."),
    ),
)  # fmt: skip
assert RANKED_FROM == 10  # noqa: S101 - the sentence above says so


class Line(NamedTuple):
    """The figures of one agency, of its subtree, or of all together (`agency` is None)."""

    agency: Agency | None
    figures: Figures
    rank: int | None
    passed_on: int

    def value(self, column: Column) -> float | None:
        """What stands in the cell of `column`."""
        if column.key in {"rank", "passed_on"}:
            return getattr(self, column.key)
        return getattr(self.figures, column.key)

    @property
    def cells(self) -> list[tuple[Column, float | None]]:
        return [(column, self.value(column)) for column in COLUMNS]


@dataclass
class Reach:
    """What `user` may count on the site of `government`."""

    user: User
    government: Agency
    now: dt.datetime = field(default_factory=timezone.now)

    @cached_property
    def agencies(self) -> list[Agency]:
        """In tree order. One query."""
        return list(Agency.objects.managed_by(self.user, Permission.VIEW_REQUEST).under(self.government))

    def requests(self, agency: Agency | None = None, *, is_own: bool = False) -> DisclosureRequestQuerySet:
        """Requests of all, of `agency` with those below it, or of it alone."""
        rows = DisclosureRequest.objects.managed_by(self.user).under(self.government)
        if agency is None:
            return rows
        return rows.filter(agency=agency) if is_own else rows.under(agency)

    def counted(self, agency: Agency, *, is_own: bool) -> AgencyQuerySet:
        """`agency` and those within reach below it, or it alone."""
        agencies = Agency.objects.managed_by(self.user, Permission.VIEW_REQUEST).under(agency)
        return agencies.filter(pk=agency.pk) if is_own else agencies

    def lines(self, period: Period, *, with_below: bool = False) -> tuple[list[Line], Line]:
        """A line for every agency, and all together. With `with_below` each holds those below it too."""
        own = figures_of(self.requests(), period, now=self.now)
        passed = self._passed_on(period)
        figures = {
            agency.pk: together(own.get(one.pk, Figures()) for one in self._counted(agency, with_below=with_below))
            for agency in self.agencies
        }
        places = ranks(figures)
        lines = [
            Line(
                agency, figures[agency.pk], places[agency.pk],
                sum(passed.get(one.pk, 0) for one in self._counted(agency, with_below=with_below)),
            )
            for agency in self.agencies
        ]  # fmt: skip
        return lines, Line(None, together(own.values()), None, sum(passed.values()))

    def _counted(self, agency: Agency, *, with_below: bool) -> list[Agency]:
        return [one for one in self.agencies if one.path.startswith(agency.path)] if with_below else [agency]

    def _passed_on(self, period: Period) -> Mapping[int, int]:
        rows = Transfer.objects.managed_by(self.user).under(self.government)
        rows = rows.filter(at__gte=period.begin, at__lt=period.end).order_by()
        return dict(rows.values_list("source").annotate(Count("pk")))

"""What the office counts. A figure is a list of rows, and its number is the length of that list, always: the page that
shows the number links to the list.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, Count, F, Max, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Duty
from catalog.models.duty import DutyQuerySet
from disclosure.models import Item
from oversight.hearing import governments_of_tree, hearing_path
from oversight.models import Complaint
from oversight.models.complaints import ComplaintQuerySet, paths_above_own_grants
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import grants_of
from requests_app.models import DisclosureRequest, DisclosureRequestQuerySet, TopicRequest, TopicRequestQuerySet

if TYPE_CHECKING:
    from portal.accounts.models import User

PERIOD = dt.timedelta(days=365)


@dataclass
class Desk:
    """Whose figures: what `user` may oversee on the site of `government`, as it stands at `now`."""

    user: User
    government: Agency
    now: dt.datetime = field(default_factory=timezone.now)

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @cached_property
    def agencies(self) -> list[Agency]:
        """The agencies overseen, in tree order. One query."""
        return list(Agency.objects.managed_by(self.user, Permission.VIEW_OVERSIGHT).under(self.government))

    @cached_property
    def heard(self) -> set[int]:
        """Of these agencies, those about which `user` hears complaints; of the others not even a number is shown."""
        granted = grants_of(self.user).get(Permission.HANDLE_COMPLAINT, set())
        if not granted or not self.agencies:
            return set()
        governments, own = governments_of_tree(self.government), paths_above_own_grants(self.user)
        heard_at = {a.pk: hearing_path(a, governments) for a in self.agencies if a.path not in own}
        return {pk for pk, path in heard_at.items() if path and path.startswith(tuple(granted))}

    def duties(self) -> DutyQuerySet:
        return Duty.objects.managed_by(self.user, Permission.VIEW_OVERSIGHT).under(self.government).active()

    def requests(self) -> DisclosureRequestQuerySet:
        return DisclosureRequest.objects.managed_by(self.user, Permission.VIEW_OVERSIGHT).under(self.government)

    def topics(self) -> TopicRequestQuerySet:
        return TopicRequest.objects.managed_by(self.user, Permission.VIEW_OVERSIGHT).under(self.government)

    def complaints(self) -> ComplaintQuerySet:
        return Complaint.objects.managed_by(self.user).filter(accused__in=self.heard)

    def answered(self) -> DisclosureRequestQuerySet:
        """Requests answered in the last 365 days."""
        return self.requests().answered_in(self.now - PERIOD, self.now + dt.timedelta(microseconds=1))


class Figure(NamedTuple):
    """One number per agency. `noun` names the rows' template; `agency_field` whose row it is."""

    key: str
    label: str | Promise
    definition: str | Promise
    noun: str
    rows: Callable[[Desk], QuerySet]
    is_overdue: bool = False
    agency_field: str = "agency"


FIGURES: Mapping[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure(
            "duties-met", _("Duties met"), _("Publication duties fulfilled, with nothing new asked for until today."),
            "duty", lambda desk: desk.duties().met(desk.today),
        ),
        Figure(
            "duties-overdue", _("Duties overdue"), _("Publication duties whose date has passed."),
            "duty", lambda desk: desk.duties().overdue(desk.today), is_overdue=True,
        ),
        Figure(
            "requests-open", _("Requests open"), _("Disclosure requests not answered yet, overdue ones among them."),
            "request", lambda desk: desk.requests().open(),
        ),
        Figure(
            "requests-overdue", _("Requests overdue"), _("Open disclosure requests whose time limit has run out."),
            "request", lambda desk: desk.requests().overdue(desk.now), is_overdue=True,
        ),
        Figure(
            "requests-answered", _("Requests answered"), _("Disclosure requests answered in the last 365 days."),
            "request", lambda desk: desk.answered(),
        ),
        Figure(
            "topics-overdue", _("Topics overdue"), _("Topic requests without an answer whose time limit has run out."),
            "topic", lambda desk: desk.topics().overdue(desk.now), is_overdue=True,
        ),
        Figure(
            "complaints-open", _("Complaints open"), _("Complaints about the agency not answered and not closed yet."),
            "complaint", lambda desk: desk.complaints().open(), agency_field="accused",
        ),
    )
}  # fmt: skip


class Row(NamedTuple):
    """The figures of one agency, or of all together. A count is None where the person may not know it."""

    agency: Agency | None
    counts: Mapping[str, int | None]
    median: float | None
    last_published: dt.datetime | None


def counted(desk: Desk, agency: Agency | None = None) -> dict[str, dict[int, int]]:
    """For every figure, how many rows each agency has, or only one of them. One query."""
    parts = [
        (figure.rows(desk) if agency is None else figure.rows(desk).filter(**{figure.agency_field: agency}))
        .order_by()
        .values(whose=F(f"{figure.agency_field}_id"))
        .annotate(figure=Value(figure.key, output_field=CharField()), number=Count("pk"))
        .values_list("figure", "whose", "number")
        for figure in FIGURES.values()
    ]
    numbers: dict[str, dict[int, int]] = {key: {} for key in FIGURES}
    for key, agency_id, number in parts[0].union(*parts[1:], all=True):
        numbers[key][agency_id] = number
    return numbers


def table(desk: Desk) -> tuple[list[Row], Row]:
    """One row per agency overseen, in tree order, and the totals. Five queries, however many agencies."""
    numbers = counted(desk)
    days: dict[int, list[int]] = {}
    for agency_id, taken in desk.answered().order_by().values_list("agency_id", "ending__working_days"):
        days.setdefault(agency_id, []).append(taken)
    published = last_published(desk.government)
    rows = [
        Row(
            agency,
            {key: _count(desk, key, of_figure, agency) for key, of_figure in numbers.items()},
            median(days.get(agency.pk, [])),
            published.get(agency.pk),
        )
        for agency in desk.agencies
    ]
    everything = [taken for of_agency in days.values() for taken in of_agency]
    sums = {key: sum(row.counts[key] or 0 for row in rows) for key in FIGURES}
    latest = max((row.last_published for row in rows if row.last_published), default=None)
    return rows, Row(None, sums, median(everything), latest)


def counts_of(desk: Desk, agency: Agency) -> dict[str, int | None]:
    """Every figure of one agency of the desk. Two queries."""
    return {key: _count(desk, key, numbers, agency) for key, numbers in counted(desk, agency).items()}


def _count(desk: Desk, key: str, numbers: Mapping[int, int], agency: Agency) -> int | None:
    if key == "complaints-open" and agency.pk not in desk.heard:
        return None
    return numbers.get(agency.pk, 0)


def median(taken: list[int]) -> float | None:
    """The median of numbers of working days, whole where it is."""
    if not taken:
        return None
    middle = statistics.median(taken)
    return int(middle) if middle == int(middle) else middle


def last_published(government: Agency) -> dict[int, dt.datetime]:
    """When each agency below `government` last published something that is public now. One query."""
    items = Item.objects.public().under(government).order_by()
    return dict(items.values_list("agency").annotate(Max("published_at")))


def ordered(rows: list[Row], sort: str) -> list[Row]:
    """By the column that `sort` names, with "-" the largest first; rows without a value come last."""
    column = sort.removeprefix("-")
    reverse = sort.startswith("-")
    if column not in {*FIGURES, "median", "last-published"}:
        return rows
    value = {"median": lambda row: row.median, "last-published": lambda row: row.last_published}.get(
        column, lambda row: row.counts[column]
    )
    known = [row for row in rows if value(row) is not None]
    return sorted(known, key=value, reverse=reverse) + [row for row in rows if value(row) is None]

"""What the office counts. A figure is a list of rows, and its number is the length of that list, always: the page that
shows the number links to the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Duty
from catalog.models.duty import DutyQuerySet
from disclosure.models import Item
from disclosure.models.item_queries import ItemQuerySet
from oversight.hearing import governments_of_tree, hearing_path
from oversight.models import Complaint
from oversight.models.complaints import ComplaintQuerySet, paths_above_own_grants
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import grants_of
from requests_app.models import DisclosureRequest, DisclosureRequestQuerySet, TopicRequest, TopicRequestQuerySet
from requests_app.periods import Period

if TYPE_CHECKING:
    from portal.accounts.models import User

DAYS = 365


def last_year(today: dt.date) -> Period:
    """`today` and the 364 days before it: the last 365 days of every figure that speaks of them."""
    return Period(today - dt.timedelta(days=DAYS - 1), today)


@dataclass
class Desk:
    """Whose figures: what `user` may oversee on the site of `government`, as it stands at `now`.

    What happened is counted over the last 365 days, or over `month`.
    """

    user: User
    government: Agency
    now: dt.datetime = field(default_factory=timezone.now)
    month: Period | None = None

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def period(self) -> Period:
        return self.month or last_year(self.today)

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
        """Requests answered in the period."""
        return self.requests().answered_in(self.period.begin, self.period.end)

    def published(self) -> ItemQuerySet:
        """Items published in the period that are public now."""
        items = Item.objects.managed_by(self.user, Permission.VIEW_OVERSIGHT).under(self.government).public()
        return items.filter(published_at__gte=self.period.begin, published_at__lt=self.period.end)


class Figure(NamedTuple):
    """One number per agency. `noun` names the rows' template; `agency_field` whose row it is; `is_dated` if it counts
    what happened in a period, so that a month has it too.
    """

    key: str
    label: str | Promise
    definition: str | Promise
    noun: str
    rows: Callable[[Desk], QuerySet]
    is_overdue: bool = False
    agency_field: str = "agency"
    is_dated: bool = False


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
            "items-published", _("Items published"),
            _("Items published in the last 365 days that are public now; one that was corrected counts once."),
            "item", lambda desk: desk.published(), is_dated=True,
        ),
        Figure(
            "requests-received", _("Disclosure requests received"),
            _("Disclosure requests with their day of receipt (article 31) in the last 365 days."),
            "request", lambda desk: desk.requests().received_in(desk.period), is_dated=True,
        ),
        Figure(
            "requests-answered", _("Requests answered"), _("Disclosure requests answered in the last 365 days."),
            "request", lambda desk: desk.answered(), is_dated=True,
        ),
        Figure(
            "requests-on-time", _("Answered in time"),
            _("Of the requests answered, those whose first answer came before the time limit ran out."),
            "request", lambda desk: desk.answered().on_time(), is_dated=True,
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
            "topics-overdue", _("Topics overdue"), _("Topic requests without an answer whose time limit has run out."),
            "topic", lambda desk: desk.topics().overdue(desk.now), is_overdue=True,
        ),
        Figure(
            "complaints-open", _("Complaints open"), _("Complaints about the agency not answered and not closed yet."),
            "complaint", lambda desk: desk.complaints().open(), agency_field="accused",
        ),
    )
}  # fmt: skip


class Rate(NamedTuple):
    """What is computed from counts. `of` is the figure whose list shows the cases it rests on."""

    key: str
    label: str | Promise
    definition: str | Promise
    of: str


RATES: tuple[Rate, ...] = (
    Rate(
        "share", _("On time, percent"),
        _(
            "Answered in time, out of the requests answered and those overdue now; rounded down: 99.6 is not "
            "everything."
        ),
        "requests-on-time",
    ),
    Rate(
        "median", _("Median, working days"),
        _("Half of the requests answered took at most so many working days of counted time; of an even number of "
          "answers the mean of the two in the middle."),
        "requests-answered",
    ),
    Rate(
        "p90", _("Nine of ten, working days"),
        _("Nine of ten requests answered took at most so many working days of counted time (nearest rank)."),
        "requests-answered",
    ),
)  # fmt: skip

CONTESTABLE: Mapping[str, str | Promise] = {
    **{figure.key: figure.label for figure in FIGURES.values() if figure.noun != "complaint"},
    **{rate.key: rate.label for rate in RATES},
}
"""What an agency can say of a figure about itself that it is wrong; how many complaints there are it does not read."""

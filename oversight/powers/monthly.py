"""The monthly table of powers: what came in, what was decided, what waits, how long it took. Counted, never entered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.models import PowerCase, PowerItem, PowerItemQuerySet
from portal.workdays.calendar import Calendars

FIRST_YEAR = 2000
DEFINITIONS = (
    (gettext_lazy("Cases received"), gettext_lazy("Cases whose first stage was entered in the month.")),
    (gettext_lazy("Cases decided"), gettext_lazy("Cases whose deciding stage was entered in the month.")),
    (
        gettext_lazy("Cases pending"),
        gettext_lazy("Cases received by the end of the month and neither decided nor ended by then."),
    ),
    (
        gettext_lazy("Median, working days"),
        gettext_lazy("Of the cases decided in the month: working days from the first stage to the decision."),
    ),
)


class Month(NamedTuple):
    """A calendar month in China."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def first(self) -> dt.datetime:
        return dt.datetime(self.year, self.number, 1, tzinfo=timezone.get_default_timezone())

    @property
    def end(self) -> dt.datetime:
        """The first moment of the month after."""
        return self.next.first

    @property
    def next(self) -> Month:
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def previous(self) -> Month:
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)


def month_of(text: str, today: dt.date) -> Month:
    """The month that `2026-11` names; of `today` when nothing is named. Raises ValueError, also for one to come."""
    month = Month(today.year, today.month)
    if not text:
        return month
    day = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    asked = Month(day.year, day.month)
    if not Month(FIRST_YEAR, 1) <= asked <= month:
        raise ValueError(text)
    return asked


class Line(NamedTuple):
    """One power in one month."""

    item: PowerItem
    received: int
    decided: int
    pending: int
    median: float | None


def lines(items: PowerItemQuerySet, month: Month) -> list[Line]:
    """A line for each of `items`, in tree order. Three queries, however many items and cases there are."""
    first, end = month.first, month.end
    in_time = {"cases__opened_at__lt": end}
    decided_by, concluded_by = Q(cases__decided_at__lt=end), Q(cases__concluded_at__lt=end)
    counted: Iterable[Any] = items.in_tree_order().annotate(
        received=Count("cases", filter=Q(cases__opened_at__gte=first, **in_time)),
        decided=Count("cases", filter=Q(cases__decided_at__gte=first, cases__decided_at__lt=end)),
        begun=Count("cases", filter=Q(**in_time)),
        done=Count("cases", filter=Q(**in_time) & (decided_by | concluded_by)),
    )
    days = _days(items, month)
    return [
        Line(item, item.received, item.decided, item.begun - item.done, _median(days.get(item.pk))) for item in counted
    ]


def _median(days: list[int] | None) -> float | None:
    return median(days) if days else None


def _days(items: PowerItemQuerySet, month: Month) -> dict[int, list[int]]:
    """Working days to the decision of every case decided in the month, by item."""
    rows = PowerCase.objects.filter(
        item__in=items.order_by().values("pk"), decided_at__gte=month.first, decided_at__lt=month.end
    )
    calendars, found = Calendars(), defaultdict(list)
    for item, path, opened_at, decided_at in rows.order_by().values_list(
        "item", "agency__path", "opened_at", "decided_at"
    ):
        days = calendars.for_scope(path)
        found[item].append(days.workdays_between(timezone.localdate(opened_at), timezone.localdate(decided_at)))
    return found


def totals(found: list[Line]) -> tuple[int, int, int]:
    """Received, decided and pending of all lines."""
    return sum(one.received for one in found), sum(one.decided for one in found), sum(one.pending for one in found)


def sheet(found: list[Line], month: Month, name: str) -> Iterator[list[str | float | None]]:
    """The table as a file has it: title, headers, lines, the sum, definitions."""
    yield [_("Powers of %(name)s, %(month)s") % {"name": name, "month": month}]
    yield [_("Agency"), _("Code"), _("Power"), _("Kind of power"), *(str(label) for label, _said in DEFINITIONS)]
    for one in found:
        item = one.item
        facts = [item.agency.name, item.code, item.name, str(item.get_kind_display())]
        yield [*facts, one.received, one.decided, one.pending, one.median]
    yield [_("All together"), "", "", "", *totals(found), None]
    for label, said in DEFINITIONS:
        yield [f"{label}: {said}"]

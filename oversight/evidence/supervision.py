"""Evidence from the office's own work: orders answered, findings rectified, warnings."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone

from oversight.evidence.row import Row, in_time
from oversight.grades import Grade
from oversight.models import Closing, EarlyWarning, Finding, OrderAnswer, SupervisionOrder
from oversight.states import OrderState
from portal.agencies.models import Agency
from requests_app.periods import Period


def orders_on_time(agency: Agency, year: int) -> Iterator[Row]:
    """Orders issued in `year` that were answered, or whose time ran out; it counts when no answer was ever late."""
    period, answers = Period.year(year), OrderAnswer.objects.filter(order=OuterRef("pk"))
    orders = SupervisionOrder.objects.filter(
        agency=agency, issued_at__gte=period.begin, issued_at__lt=period.end
    ).exclude(state=OrderState.CANCELLED)
    with_answers = orders.annotate(is_answered=Exists(answers), was_late=Exists(answers.filter(is_late=True)))
    for order in with_answers.select_related("clock", "government").order_by("pk"):
        is_answered, was_late = order.is_answered, order.was_late  # type: ignore[attr-defined]
        if is_answered or order.is_late:
            counts = not was_late and not order.is_late
            yield Row("order", order.pk, order.number, order.title, counts, timezone.localdate(order.public_from))


def findings_rectified(agency: Agency, year: int) -> Iterator[Row]:
    """Findings sent to the agency in spot checks of `year`; it counts when it was rectified by its day."""
    period = Period.year(year)
    findings = Finding.objects.sent().filter(checked_agency__agency=agency, checked_agency__spot_check__year=year)
    found = (
        (row, str(row.position), row.answer.remark, row.clock.due_on, row.rectified_on)
        for row in findings.select_related("answer", "clock").order_by("pk")
        if row.clock
    )
    return in_time(found, "finding", period.last)


def no_red_warnings(agency: Agency, year: int) -> Iterator[Row]:
    """Warnings opened in `year`, but those that the office withdrew or that the platform caused; red does not count.

    Warnings about complaints are confidential and left out: their number alone would tell the agency of them.
    """
    period = Period.year(year)
    warnings = EarlyWarning.objects.filter(
        agency=agency, is_confidential=False, opened_at__gte=period.begin, opened_at__lt=period.end
    ).exclude(closing__in=[Closing.WITHDRAWN, Closing.FAULT])
    for warning in warnings.order_by("pk"):
        yield Row("warning", warning.pk, warning.number, warning.title, warning.grade < Grade.RED, warning.due_on)

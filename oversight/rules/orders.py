"""Supervision orders that nobody answers."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.grades import Grade
from oversight.models import EarlyWarning, SupervisionOrder
from oversight.permissions import Permission
from oversight.rules.rule import CLERK, HEAD, OFFICE, Finding, Rule, Scale, Sight, about


def _late(sight: Sight) -> Iterator[Finding]:
    for order in SupervisionOrder.objects.due_by(sight.horizon).for_lists():
        number, title = "/".join(map(str, order.address)), f"{order.number} {order.title}"
        yield Finding(
            order.agency, about(order), title, number, timezone.localdate(order.issued_at), order.clock.due_on
        )


def _order(warning: EarlyWarning) -> str:
    return reverse("oversight:order_detail", args=warning.subject_number.split("/"))


RULES = (
    Rule(
        "order-late",
        _("Supervision order not answered in time"),
        _("A supervision order is answered within its working days."),
        _("The order itself; local rules: put right, criticise, order to put right, accountability"),
        Scale(soon=1, far=5),
        Permission.ANSWER_ORDER,
        _late,
        _order,
        told={Grade.YELLOW: CLERK, Grade.ORANGE: HEAD | OFFICE, Grade.RED: HEAD | OFFICE},
    ),
)

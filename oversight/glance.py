"""Warnings and supervision orders at one glance: how many of each grade, and whose turn it is."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Case, CharField, Count, F, IntegerField, Value, When

from oversight.figures import Desk
from oversight.grades import TONES, Grade
from oversight.models import EarlyWarning, SupervisionOrder
from oversight.permissions import Permission
from oversight.states import OrderState
from portal.agencies.permissions import can_anywhere

AWAITING, LATE, ANSWERED = range(3)


class Glance(NamedTuple):
    """`warnings` are grade, number and tone, gravest first; `orders` whose turn it is, as `count_by_turn` says it."""

    warnings: list[tuple[Grade, int, str]]
    orders: dict[str, int]


def glance(desk: Desk) -> Glance | None:
    """What stands open at the desk; None for who reads neither. One query."""
    if not can_anywhere(desk.user, Permission.VIEW_WARNING):
        return None
    warnings = EarlyWarning.objects.managed_by(desk.user).under(desk.government).open().order_by()
    orders = SupervisionOrder.objects.managed_by(desk.user).under(desk.government).open().order_by()
    turn = Case(
        When(state=OrderState.ANSWERED, then=ANSWERED),
        When(clock__due_at__lt=desk.now, then=LATE),
        default=AWAITING,
        output_field=IntegerField(),
    )
    graded = warnings.values(which=F("grade")).annotate(what=_named("warning"), many=Count("pk"))
    turned = orders.values(which=turn).annotate(what=_named("order"), many=Count("pk"))
    columns = ("what", "which", "many")
    rows = graded.values_list(*columns).union(turned.values_list(*columns), all=True)
    found = {(what, which): many for what, which, many in rows}
    counts = [(grade, found.get(("warning", grade), 0)) for grade in reversed(Grade)]
    late, waiting = found.get(("order", LATE), 0), found.get(("order", AWAITING), 0)
    turns = {"awaiting": late + waiting, "overdue": late, "answered": found.get(("order", ANSWERED), 0)}
    return Glance([(grade, number, TONES[grade] if number else "") for grade, number in counts], turns)


def _named(what: str) -> Value:
    return Value(what, output_field=CharField())

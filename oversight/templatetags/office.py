"""How late something is, in words; a colour alone would tell some people nothing."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Duty
from oversight.figures import CONTESTABLE
from oversight.grades import Grade
from oversight.models import EarlyWarning, SupervisionOrder
from oversight.rules import RULES
from oversight.states import AWAITING_ANSWER, OrderState
from oversight.trend import Month
from portal.agencies.models import Agency
from portal.workdays.models import Clock

register = template.Library()


class Said(NamedTuple):
    """Words and the tone of their badge (`components/state.html`)."""

    tone: str
    label: str


@register.filter
def time_left(clock: Clock | None) -> Said:
    """How much of a running or stopped clock is left, in its own days."""
    if clock is None:
        return Said("info", _("received today"))
    if clock.stopped_at is not None:
        return Said("warn", _("answered late")) if clock.was_late() else Said("ok", _("answered in time"))
    if clock.is_paused:
        return Said("quiet", _("clock stands still"))
    left = clock.days_left()
    if clock.is_overdue():
        return Said("overdue", _("overdue by %(days)s working days") % {"days": -left})
    if left == 0:
        return Said("warn", _("due today"))
    return Said("warn" if left <= 3 else "info", _("%(days)s working days left") % {"days": left})


@register.filter
def duty_late(duty: Duty, today: dt.date) -> Said:
    """How many calendar days a duty is late, or until when it is met."""
    if duty.next_due_on is not None and duty.next_due_on < today:
        return Said("overdue", _("overdue by %(days)s days") % {"days": (today - duty.next_due_on).days})
    return Said("ok", _("met"))


@register.simple_tag
def figure_address(key: str, agency: Agency | None = None) -> str:
    """The address of the list that a figure counts."""
    address = reverse("oversight:office_list", args=[key])
    return f"{address}?agency={agency.code}" if agency else address


@register.filter
def figure_name(key: str) -> object:
    """What a contested figure is called; one that was given up by now is called by its key."""
    return CONTESTABLE.get(key, key)


@register.simple_tag
def month_address(key: str, month: Month, agency: Agency | None = None) -> str:
    """The address of the list that a figure counts in a month."""
    of_agency = f"&agency={agency.code}" if agency else ""
    return f"{reverse('oversight:office_list', args=[key])}?month={month.period.key}{of_agency}"


@register.simple_tag
def grade_address(grade: Grade) -> str:
    """The address of the list of the open warnings of a grade."""
    return f"{reverse('oversight:warning_list')}?grade={grade.value}"


@register.simple_tag
def sort_address(column: str, sort: str) -> str:
    """The query that sorts by `column`: the largest first, then the smallest, in turn."""
    return f"?sort={column}" if sort == f"-{column}" else f"?sort=-{column}"


@register.filter
def sorted_as(sort: str, column: str) -> str:
    """The value of `aria-sort` for a column."""
    return {column: "ascending", f"-{column}": "descending"}.get(sort, "none")


@register.filter
def rule_label(warning: EarlyWarning) -> object:
    """What the rule of a warning is called; a rule that was given up by now is called by its key."""
    rule = RULES.get(warning.rule)
    return rule.label if rule else warning.rule


@register.filter
def order_standing(order: SupervisionOrder) -> Said:
    """Whose turn it is, and whether the answer is late."""
    if order.state in AWAITING_ANSWER:
        left = time_left(order.clock)
        return Said(left.tone, f"{order.get_state_display()} · {left.label}")
    tones: dict[str, str] = {OrderState.ANSWERED: "info", OrderState.ACCEPTED: "ok"}
    return Said(tones.get(order.state, "quiet"), order.get_state_display())

"""Keeping personal data no longer than needed: plans, what they would erase, and erasing (个人信息保护法 19, 47)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.locking import locked, said
from requests_app.erasing import BEYOND, PERSONAL
from requests_app.models import (
    DisclosureRequest,
    Erasure,
    Part,
    Remedy,
    RetentionPlan,
    TopicRequest,
)
from requests_app.permissions import Permission
from requests_app.states import OPEN

if TYPE_CHECKING:
    from portal.accounts.models import User

AT_A_TIME = 200  # cases
DAYS_OF_A_YEAR = 366  # rather a day too long than one too short


@transaction.atomic
def save_plan(plan: RetentionPlan, *, by: User) -> RetentionPlan:
    """Save a new or changed plan; changed years are not in force until it is saved once more.

    So the figures that belong to them have been seen. Raises NotAllowed, Refused with the field.
    """
    require(by, Permission.MANAGE_RETENTION, on=plan)
    if plan.pk is None and RetentionPlan.objects.filter(agency=plan.agency).exists():
        raise Refused(_("This government has a plan already; open that one."), field="agency")
    if not plan.agency.is_government:
        raise Refused(_("Plans are made by governments."), field="agency")
    for part, years in plan.years.items():
        if not years or years < 1:
            raise Refused(_("Keep it for a year at least."), field=f"{part}_years")
    plan.reason = said(plan.reason, "reason", _("Give a reason."))
    before = RetentionPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if before is None or before.years != plan.years:
        plan.is_in_force = False
    plan.save()
    facts = {"before": _facts(before) if before else {}, "after": _facts(plan)}
    record(Event.RETENTION_CHANGED, by=by, agency=plan.agency, subject=plan, **facts)
    return plan


def _facts(plan: RetentionPlan) -> dict[str, int]:
    return plan.years | {"in_force": plan.is_in_force}


def erasable(plan: RetentionPlan, part: str, *, now: dt.datetime | None = None) -> QuerySet[DisclosureRequest]:
    """Cases under `plan` whose `part` is to be erased: ended long enough ago, with no remedy that is still open."""
    ended = (now or timezone.now()) - dt.timedelta(days=plan.years[part] * DAYS_OF_A_YEAR)
    done = Erasure.objects.filter(request=OuterRef("pk"), part=part)
    rows = _of_plan(DisclosureRequest.objects.under(plan.agency), plan)
    ended_long_ago = rows.exclude(state__in=OPEN).filter(clock__stopped_at__lt=ended)
    return ended_long_ago.exclude(Exists(_contested())).exclude(Exists(done))


def _contested() -> QuerySet[Remedy]:
    """Remedies that keep a case: pending, or corrected and not decided anew."""
    about = Remedy.objects.filter(request=OuterRef("pk"))
    return about.filter(Q(pk__in=Remedy.objects.pending()) | Q(pk__in=Remedy.objects.to_reopen()))


def _of_plan(rows: QuerySet, plan: RetentionPlan) -> QuerySet:
    """Without the rows of governments below that have a plan of their own."""
    below = RetentionPlan.objects.filter(agency__path__startswith=plan.agency.path).exclude(pk=plan.pk)
    for path in below.values_list("agency__path", flat=True):
        rows = rows.exclude(agency__path__startswith=path)
    return rows


def topics_to_forget(plan: RetentionPlan, *, now: dt.datetime | None = None) -> QuerySet[TopicRequest]:
    """Answered topic requests whose e-mail address, given for the answer alone, is not needed any more."""
    ended = (now or timezone.now()) - dt.timedelta(days=plan.contact_years * DAYS_OF_A_YEAR)
    rows = TopicRequest.objects.under(plan.agency).filter(answered_at__lt=ended).exclude(email="")
    return _of_plan(rows, plan)


def preview(plan: RetentionPlan) -> dict[str, int]:
    """Cases of which each part would be erased now."""
    return {part: erasable(plan, part).count() for part in Part.values}


@transaction.atomic
def erase(request: DisclosureRequest, part: str, *, plan: RetentionPlan) -> Erasure:
    """Erase `part` of a case in every table, for good, and leave a tombstone.

    Number, state, outcome, category, days and clerks stay, so no figure changes. Raises Refused when the case is not
    (any longer) to be erased under `plan`.
    """
    request = locked(request)
    if not plan.is_in_force or not erasable(plan, part).filter(pk=request.pk).exists():
        raise Refused(_("This case is not to be erased."))
    rows = sum(personal.erase(request, Part(part)) for personal in PERSONAL)
    rows += sum(beyond(request, Part(part)) for beyond in BEYOND)
    erasure = Erasure.objects.create(request=request, part=part, rows=rows)
    facts = {"part": part, "rows": rows}
    record(Event.REQUEST_ERASED, by=None, agency=request.agency, subject=request, after=facts)
    return erasure


@transaction.atomic
def forget_address(topic: TopicRequest) -> None:
    """Erase the e-mail address of an answered topic request."""
    topic = locked(topic)
    topic.email = ""
    topic.save(update_fields=["email"])
    record(Event.REQUEST_ERASED, by=None, agency=topic.agency, subject=topic, after={"part": Part.CONTACT})


def due_erasures() -> Iterator[tuple[list[Any], Callable[[Any], object]]]:
    """What the plans in force erase now, with how: for the sweep, some at a time."""
    for plan in RetentionPlan.objects.in_force():
        for part in Part.values:
            yield list(erasable(plan, part).order_by("pk")[:AT_A_TIME]), partial(erase, part=part, plan=plan)
        yield list(topics_to_forget(plan)[:AT_A_TIME]), forget_address

"""Reminders of the written answer that a reconsideration body is owed: once before it is due, once when it is late."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.agencies.holders import nearest_holders
from portal.notices.actions import enqueue
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true
from requests_app.models import Remedy
from requests_app.permissions import Permission
from requests_app.reminders import date_in_period


@transaction.atomic
def remind_of_remedy(remedy: Remedy) -> int:
    """Remind clerks and heads of the agency; return how many notices were new."""
    if remedy.clock is None or not remedy.clock.is_running:
        return 0
    is_late, day = remedy.clock.is_overdue(), remedy.clock.due_on.isoformat()
    nearest = (nearest_holders(p, remedy.agency) for p in (Permission.HANDLE_REQUEST, Permission.EXTEND_REQUEST))
    people = {person.pk: person for holders in nearest for person in holders}
    facts = {"number": remedy.reference_number, "body": remedy.body, "day": day}
    with translation.override(settings.LANGUAGE_CODE):
        words = (
            _("%(number)s: the written answer to %(body)s was due on %(day)s and is late.")
            if is_late
            else _("%(number)s: the written answer to %(body)s is due on %(day)s.")
        )
    written = [
        enqueue(
            Kind.REMEDY_DUE,
            to=person,
            subject=remedy,
            occasion=f"{'late' if is_late else 'soon'} {date_in_period(remedy.clock.due_on, remedy.clock.period)}",
            title=words % facts,
            body=words % facts,
            url=reverse("admin:requests_app_remedy_change", args=[remedy.pk]),
            agency=remedy.agency,
        )
        for person in people.values()
    ]
    return sum(notice is not None for notice in written)


@still_true(Kind.REMEDY_DUE)
def _still_owed(notice: Notice) -> bool:
    """True while the answer is owed and due on the day that the reminder names, which has not moved since."""
    remedy = Remedy.objects.to_answer().select_related("clock").filter(pk=notice.subject[1]).first()
    if remedy is None or remedy.clock is None:
        return False
    return notice.occasion.endswith(f" {date_in_period(remedy.clock.due_on, remedy.clock.period)}")

"""Who is told about a consultation, each exactly once; called by sweeps, which may be late and may run twice."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.models import Consultation, Opinion
from disclosure.permissions import Permission
from portal.agencies.holders import nearest_holders
from portal.notices.actions import enqueue
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true

LONG = dt.timedelta(days=30)


@transaction.atomic
def tell_participant(opinion: Opinion) -> None:
    """Tell whoever left an address with `opinion` that the outcome can be read: once, however many they gave."""
    consultation, item = opinion.consultation, opinion.consultation.item
    with translation.override(settings.LANGUAGE_CODE):
        enqueue(
            Kind.CONSULTATION_OUTCOME,
            to=opinion.email,
            subject=consultation,
            occasion="outcome",
            title=_("What became of your opinion: %(title)s") % {"title": item.title},
            body=_("%(agency)s has published the outcome. Your receipt code shows the answer to your own opinion.")
            % {"agency": item.agency.name},
            url=consultation.get_absolute_url(),
            agency=item.agency,
        )
    opinion.told_at = timezone.now()
    opinion.save(update_fields=["told_at"])


@transaction.atomic
def remind_of_outcome(consultation: Consultation) -> None:
    """Tell the agency's clerks that it has closed, and after 30 days once more that the outcome is still missing."""
    item = consultation.item
    is_late = timezone.now() >= consultation.closes_at + LONG
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("Closed for 30 days, and no outcome: %(title)s") if is_late else _("Closed, answer now: %(title)s")
        for clerk in nearest_holders(Permission.EDIT_ITEM, item.agency):
            enqueue(
                Kind.CONSULTATION_CLOSED,
                to=clerk,
                subject=consultation,
                occasion="30 days" if is_late else "closed",
                title=sentence % {"title": item.title},
                body=_("%(count)d opinions were given; every one needs an answer before the outcome is published.")
                % {"count": consultation.last_number},
                url=reverse("admin:disclosure_consultation_change", args=[consultation.pk]),
                agency=item.agency,
            )


@still_true(Kind.CONSULTATION_CLOSED)
def _still_waits(notice: Notice) -> bool:
    return Consultation.objects.filter(pk=notice.subject_id, outcome_at=None).exists()

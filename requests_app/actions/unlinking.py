"""Cutting the tie between a case and the account of its applicant (个人信息保护法 47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Notice
from portal.refusals import NotAllowed
from requests_app.actions.locking import locked
from requests_app.models import DisclosureRequest

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def unlink_account(request: DisclosureRequest, *, by: User) -> DisclosureRequest:
    """Cut the tie, and remove what the account was told of the case; the case itself goes on unchanged.

    What the applicant wrote stays with the agency until its retention plan ends. Nothing in the trail says whose
    account it was. Raises NotAllowed for anybody but the applicant.
    """
    request = locked(request)
    if request.applicant_id is None or request.applicant_id != by.pk:
        raise NotAllowed(_("This is not your request."))
    request.applicant, request.unlinked_at = None, timezone.now()
    request.save(update_fields=["applicant", "unlinked_at"])
    told = {"subject_type": request._meta.label_lower, "subject_id": str(request.pk)}
    Notice.objects.filter(recipient=by, **told).delete()
    record(Event.REQUEST_UNLINKED, by=None, agency=request.agency, subject=request)
    return request

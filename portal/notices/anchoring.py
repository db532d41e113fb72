"""What the audit trail sends out: its anchors, to where no administrator reaches, and the alarm if it is broken."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.agencies.permissions import Permission, can_anywhere
from portal.audit.anchors import newest_first, not_mailed_to, note_mailed
from portal.audit.models import Anchor, Verification
from portal.notices.actions import enqueue
from portal.notices.models import Kind


@transaction.atomic
def mail_newest() -> int:
    """Hand the newest anchor to the outbox, once for each address of `AUDIT_ANCHOR_MAILTO`; returns how many letters.

    An anchor holds for everything before it, so days that were missed are made good by the next letter.
    """
    anchor = newest_first().select_for_update().first()
    if anchor is None:
        return 0
    addresses = not_mailed_to(anchor, settings.AUDIT_ANCHOR_MAILTO)
    for address in addresses:
        _write(anchor, address)
    if addresses:
        note_mailed(anchor, addresses)
    return len(addresses)


@transaction.atomic
def raise_alarm(verification: Verification) -> int:
    """Tell everybody who may read the trail, and `AUDIT_ANCHOR_MAILTO`, that it is broken; returns how many.

    What exactly is wrong is said by `audit_verify` on the server alone: it names rows of every agency.
    """
    staff = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    readers: list[User | str] = [user for user in staff if can_anywhere(user, Permission.READ_AUDIT)]
    told = [*readers, *settings.AUDIT_ANCHOR_MAILTO]
    for to in told:
        _alarm(verification, to)
    return len(told)


def _alarm(verification: Verification, to: User | str) -> None:
    enqueue(
        Kind.AUDIT_BROKEN,
        to=to,
        subject=verification,
        occasion="broken",
        title=_("The audit trail does not verify: %(count)d faults") % {"count": verification.faults},
        body=_(
            "The last verification found that records were changed, deleted or put in past the portal. Have whoever "
            "runs the server keep a copy of the database as it is, and run: manage.py audit_verify"
        ),
    )


def _write(anchor: Anchor, address: str) -> None:
    explanation = _(
        "This is the head of the portal's audit trail. Please keep this letter: it can prove later whether anything "
        "recorded before was changed or deleted. To check, run: manage.py audit_verify --head %(number)d:%(hash)s"
    ) % {"number": anchor.number, "hash": anchor.hash}
    enqueue(
        Kind.AUDIT_ANCHOR,
        to=address,
        subject=anchor,
        occasion=anchor.day.isoformat(),
        title=_("Anchor of the audit trail, %(day)s") % {"day": anchor.day.isoformat()},
        body=f"{anchor}\n\n{explanation}",
        url=reverse("audit:anchor_list"),
    )

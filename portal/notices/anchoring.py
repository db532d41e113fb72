"""Anchors of the audit trail by mail: a copy where no administrator of the portal or its database can reach it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.audit.anchors import newest_first, not_mailed_to, note_mailed
from portal.audit.models import Anchor
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

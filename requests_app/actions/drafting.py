"""Drafts of requests: their owner's alone, kept for 90 days."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.refusals import Refused
from requests_app.models import RequestDraft
from requests_app.models.draft import KEPT_FIELDS

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_DRAFTS = 20
LONGEST = 3000  # characters of one field


@transaction.atomic
def save_draft(
    government: Agency, *, by: User, typed: Mapping[str, str], public_id: uuid.UUID | None = None
) -> RequestDraft:
    """Keep what `by` has typed on the site of `government`; over their draft `public_id`, or as a new one.

    The identity document, its number and files are left out whatever is given. No audit event: nothing official has
    happened. Raises Refused for an empty subject or more than 20 drafts.
    """
    content = {name: str(typed[name]).replace("\x00", "")[:LONGEST] for name in KEPT_FIELDS if typed.get(name)}
    if not content.get("subject", "").strip():
        raise Refused(_("Write first what you want to know."), field="subject")
    own = RequestDraft.objects.select_for_update().filter(owner=by, government=government)
    draft = own.filter(public_id=public_id).first() if public_id else None
    if draft is None:
        if own.count() >= MOST_DRAFTS:
            raise Refused(_("At most %(limit)d drafts are kept. Delete one first.") % {"limit": MOST_DRAFTS})
        return RequestDraft.objects.create(owner=by, government=government, content=content)
    draft.content, draft.saved_at = content, timezone.now()
    draft.save(update_fields=["content", "saved_at"])
    return draft


def delete_draft(*, by: User, public_id: uuid.UUID) -> bool:
    """Delete the draft of `by`, as when it has been filed; False if there is none."""
    deleted, _rows = RequestDraft.objects.filter(owner=by, public_id=public_id).delete()
    return bool(deleted)


def forget_drafts() -> int:
    """Delete every draft that nobody has saved for 90 days; how many there were."""
    deleted, _rows = RequestDraft.objects.forgotten().delete()
    return deleted

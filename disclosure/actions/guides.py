"""The guide to government information, made or renewed from the agency's contact card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.actions.writing import draft, revise
from disclosure.guide import guide_body, guide_title
from disclosure.models import Attribute, Item, Kind
from portal.agencies.models import Agency

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def write_guide(agency: Agency, *, by: User) -> Item:
    """Write the guide of `agency` from its contact card; return the item, a new one or its newest guide, as a draft.

    Nothing is published: the text goes through review like any other. Raises NotAllowed, Refused.
    """
    item = Item.objects.guides_of(agency).first()
    content = {"title": guide_title(agency), "body": guide_body(agency)}
    if item is not None:
        return revise(item, by=by, **content)
    return draft(agency=agency, by=by, kind=Kind.DISCLOSURE_GUIDE, attribute=Attribute.PROACTIVE, **content)

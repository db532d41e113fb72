"""Opening a case with its receipt code."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from portal.agencies.models import Agency
from portal.receipts import typed
from requests_app.models import Case, DisclosureRequest, TopicRequest


def open_case(code: str, *, number: str = "", under: Agency) -> Case | None:
    """The case of this government that `code`, as typed, opens, or None; `number`, when given, must be the case's.

    A wrong code takes the same slow hash as a right one, so that time tells nothing either.
    """
    for model in (DisclosureRequest, TopicRequest):
        case = model.objects.under(under).with_receipt(code).with_agency_and_clock().first()
        if case is not None:
            is_right = case.opens_with(code) and (not number.strip() or number.strip().upper() == case.number)
            return case if is_right else None
    make_password(typed(code), hasher="argon2")
    return None

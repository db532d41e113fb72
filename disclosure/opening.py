"""Opening one's own opinion, or sign-up for a hearing, with its receipt code."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from disclosure.models import Opinion, Signup
from portal.agencies.models import Agency
from portal.receipts import typed


def open_opinion(code: str, *, under: Agency) -> Opinion | None:
    """The opinion on this site that `code`, as typed, opens, or None; a wrong code takes the same slow hash."""
    opinion = Opinion.objects.under(under).with_receipt(code).with_consultation().first()
    if opinion is None:
        make_password(typed(code), hasher="argon2")
        return None
    return opinion if opinion.opens_with(code) else None


def open_signup(code: str, *, under: Agency) -> Signup | None:
    """The sign-up on this site that `code`, as typed, opens, or None; a wrong code takes the same slow hash."""
    signup = Signup.objects.under(under).with_receipt(code).with_hearing().first()
    if signup is None:
        make_password(typed(code), hasher="argon2")
        return None
    return signup if signup.opens_with(code) else None

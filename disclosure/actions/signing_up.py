"""Signing up for a hearing and withdrawing: by anybody, while it is open; the last seat goes to exactly one."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.hearing_letters import tell_of_seat
from disclosure.actions.hearings import locked_hearing
from disclosure.models import Hearing, HearingPhase, Signup
from disclosure.seating import TABLE, TAKING, Seating
from portal.audit.actions import record
from portal.audit.models import Event
from portal.receipts import code_for
from portal.refusals import Refused
from portal.transitions import advance


class AlreadySignedUp(Refused):
    """Something else was sent with this form before; views answer 409."""


class Full(Refused):
    """Neither a seat nor a place on the waiting list is left; views answer 409."""


class Signed(NamedTuple):
    """The sign-up, its receipt code without hyphens, and whether it was given just now."""

    signup: Signup
    code: str
    is_new: bool


def sign_up(hearing: Hearing, *, key: str, **content: Any) -> Signed:
    """Take a seat if one is free, otherwise the next place on the waiting list. The same `key` signs up once.

    Anybody, while sign-up is open. `content`: name, phone, email, represents, view, shows_name; a phone number or an
    e-mail address is needed. Raises Refused with the field, AlreadySignedUp, Full.
    """
    signup = Signup(hearing=hearing, **content)
    if (known := _known(signup, key)) is not None:
        return known
    _check(signup)
    code = signup.seal(key)  # the slow hash, before anything is locked
    return _enter(signup, key=key, code=code)


@transaction.atomic
def _enter(signup: Signup, *, key: str, code: str) -> Signed:
    hearing = locked_hearing(signup.hearing)
    if (known := _known(signup, key)) is not None:  # sent a moment ago, under the same lock
        return known
    _require_open(hearing)
    _place(signup, hearing)
    hearing.last_number += 1
    hearing.save(update_fields=["last_number"])
    signup.hearing, signup.number = hearing, hearing.last_number
    signup.save(force_insert=True)
    facts = {"hearing": hearing.item.index_no, "number": signup.number, "state": signup.state}
    record(Event.SIGNUP_GIVEN, by=None, agency=hearing.agency, subject=signup, after=facts)
    return Signed(signup, code, is_new=True)


@transaction.atomic
def leave(signup: Signup) -> Signup:
    """Withdraw; if that frees a seat, the first of the waiting list has it and is told.

    Whoever holds the receipt code, until the list of participants is published or the hearing begins. Raises Refused.
    """
    hearing = locked_hearing(signup.hearing)
    signup = Signup.objects.select_for_update(of=("self",)).select_related("hearing__item__agency").get(pk=signup.pk)
    if signup.state == Seating.WITHDRAWN:
        return signup  # a second click
    if not hearing.item.is_live or not hearing.takes_withdrawals:
        sentence = _("The list of participants is settled; please call the contact named in the notice.")
        raise Refused(sentence)
    before = advance(signup, "leave", TABLE)
    signup.reason = ""
    signup.save(update_fields=["state", "reason"])
    facts = {"number": signup.number, "state": signup.state}
    record(
        Event.SIGNUP_WITHDRAWN, by=None, agency=hearing.agency, subject=signup, before={"state": before}, after=facts
    )
    if before in TAKING:
        _move_up(hearing)
    return signup


def _move_up(hearing: Hearing) -> None:
    """Give the seat that was freed under the lock to the first of the waiting list."""
    first = hearing.signups.waiting().with_hearing().first()
    if first is None:
        return
    advance(first, "move_up", TABLE)
    first.save(update_fields=["state"])
    record(Event.SIGNUP_MOVED_UP, by=None, agency=hearing.agency, subject=first, after={"number": first.number})
    tell_of_seat(first)


def _place(signup: Signup, hearing: Hearing) -> None:
    """Give a seat, or a place on the waiting list. Nobody overtakes who is waiting already."""
    waiting = hearing.signups.waiting().count()
    if not waiting and hearing.signups.taking_seats().count() < hearing.seats:
        advance(signup, "move_up", TABLE)
    elif waiting >= hearing.waiting_limit:
        raise Full(
            _("All seats are taken and the waiting list is full. A seat that is given up can be taken again here.")
        )


def _known(signup: Signup, key: str) -> Signed | None:
    """The first sign-up sent with this form. Raises AlreadySignedUp if it said something else."""
    first = Signup.objects.sent_with(key).with_hearing().first()
    if first is None:
        return None
    if any(getattr(first, name) != getattr(signup, name) for name in Signup.CONTENT):
        sentence = _("This form has been sent before with other contents. Open a new form to sign up somebody else.")
        raise AlreadySignedUp(sentence)
    return Signed(first, code_for(key), is_new=False)


def _check(signup: Signup) -> None:
    checked = set(Signup.CONTENT) - {"hearing_id"}
    try:
        signup.clean_fields(exclude={f.name for f in signup._meta.fields if f.name not in checked})
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], field=field) from invalid
    if not signup.phone and not signup.email:
        raise Refused(_("Give a phone number or an e-mail address, so that you can be told."), field="phone")


def _require_open(hearing: Hearing) -> None:
    """Asked of the clock, on the locked row."""
    if not hearing.item.is_live:
        raise Refused(_("This hearing is not public."))
    if hearing.phase == HearingPhase.CANCELLED:
        raise Refused(_("This hearing has been cancelled."))
    if hearing.phase == HearingPhase.ANNOUNCED:
        raise Refused(_("Sign-up has not opened yet."))
    if hearing.phase != HearingPhase.OPEN:
        raise Refused(_("Sign-up has closed."))

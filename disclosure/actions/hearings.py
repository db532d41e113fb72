"""The terms of a hearing, and the little of them that may change later (重大行政决策程序暂行条例 article 16)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.hearing_letters import tell_of_cancelling, tell_of_postponing
from disclosure.actions.locking import locked
from disclosure.models import (
    NOTICE,
    Change,
    Hearing,
    HearingChange,
    HearingKind,
    HearingPhase,
    Item,
    Kind,
    Window,
)
from disclosure.permissions import Permission
from disclosure.states import State
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

TERMS = ("kind", "place", "seats", "waiting_limit", "who", "rules", "why_soon", "contact", "phone")


@transaction.atomic
def set_up_hearing(
    item: Item,
    *,
    by: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    first: dt.date,
    last: dt.date,
    about: Item | None = None,
    **terms: Any,
) -> Hearing:
    """Set time, place, seats and rules of the hearing on `item`; sign-up runs from `first` to the end of `last`.

    `terms`: kind, place, seats, waiting_limit, who, rules, why_soon, contact, phone. Possible as long as the notice is
    in the hands of its author: reviewers let text and terms through together. Raises NotAllowed, Refused beside the
    field.
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    _require_in_hand(item)
    hearing = Hearing.objects.filter(item=item).first() or Hearing(item=item)
    hearing.starts_at, hearing.ends_at = starts_at, ends_at
    hearing.opens_at, hearing.closes_at = Window.of_days(first, last)
    hearing.about = _own_draft(about, item)
    for name in TERMS:
        value = terms.get(name, getattr(hearing, name))
        setattr(hearing, name, value.strip() if isinstance(value, str) else value)
    _check(hearing)
    _check_times(hearing)
    hearing.save()
    facts = {"index_no": item.index_no, "starts_at": starts_at, "closes_at": hearing.closes_at, "seats": hearing.seats}
    record(Event.HEARING_SET_UP, by=by, agency=item.agency, subject=hearing, after=facts)
    return hearing


@transaction.atomic
def extend_signup(hearing: Hearing, *, by: User, last: dt.date, reason: str) -> Hearing:
    """Let people sign up until the end of `last`; everybody reads `reason`. The window is never made shorter.

    Raises NotAllowed, and Refused once it has closed: what is closed stays closed.
    """
    require(by, Permission.PUBLISH_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    _require_alive(hearing)
    if hearing.window.has_closed():
        raise Refused(_("Sign-up has closed; it cannot be opened again."))
    before, after = hearing.closes_at, Window.of_days(last, last).closes_at
    if after <= before:
        raise Refused(_("The window can only be made longer."), field="last")
    if after > hearing.starts_at:
        raise Refused(_("Sign-up has to close before the hearing begins."), field="last")
    hearing.closes_at = after
    hearing.save(update_fields=["closes_at"])
    change = _note(hearing, Change.EXTENDED, before, after, reason=reason, by=by)
    record(
        Event.HEARING_EXTENDED, by=by, agency=hearing.agency, subject=hearing,
        before={"closes_at": before}, after={"closes_at": after, "reason": change.reason},
    )  # fmt: skip
    return hearing


@transaction.atomic
def postpone(
    hearing: Hearing, *, by: User, starts_at: dt.datetime, ends_at: dt.datetime, reason: str, place: str = ""
) -> Hearing:
    """Put the hearing off to a later time, and to another `place` if one is given; whoever signed up is told.

    Until it begins. Sign-up that has closed stays closed. Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.PUBLISH_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    _require_alive(hearing)
    _require_not_begun(hearing)
    before, place_before = hearing.starts_at, hearing.place
    if starts_at <= before:
        raise Refused(_("A hearing can only be put off to a later time."), field="starts_at")
    if ends_at <= starts_at:
        raise Refused(_("The end lies before the beginning."), field="ends_at")
    hearing.starts_at, hearing.ends_at, hearing.place = starts_at, ends_at, place.strip() or place_before
    hearing.save(update_fields=["starts_at", "ends_at", "place"])
    change = _note(hearing, Change.POSTPONED, before, starts_at, reason=reason, by=by, place_before=place_before)
    record(
        Event.HEARING_POSTPONED, by=by, agency=hearing.agency, subject=hearing,
        before={"starts_at": before, "place": place_before},
        after={"starts_at": starts_at, "place": hearing.place, "reason": change.reason},
    )  # fmt: skip
    tell_of_postponing(hearing, change)
    return hearing


@transaction.atomic
def cancel(hearing: Hearing, *, by: User, reason: str) -> Hearing:
    """Call the hearing off, for good, until it begins; everybody reads `reason`, and whoever signed up is told.

    Raises NotAllowed, Refused.
    """
    require(by, Permission.PUBLISH_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    _require_alive(hearing)
    _require_not_begun(hearing)
    hearing.cancelled_for = _given(reason)
    hearing.cancelled_at, hearing.cancelled_by = timezone.now(), by
    hearing.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_for"])
    facts = {"reason": hearing.cancelled_for}
    record(Event.HEARING_CANCELLED, by=by, agency=hearing.agency, subject=hearing, after=facts)
    tell_of_cancelling(hearing)
    return hearing


def locked_hearing(hearing: Hearing) -> Hearing:
    """The row as it is now, locked: whoever takes a seat, gives one up or changes the list passes here one by one."""
    rows = Hearing.objects.select_for_update(of=("self",)).select_related("item__agency")
    return rows.get(pk=hearing.pk)


def _require_in_hand(item: Item) -> None:
    if item.newest().kind != Kind.HEARING:
        raise Refused(_("Choose the genre “Hearing or open meeting” for this notice first."))
    if item.live_number or item.state not in {State.DRAFT, State.RETURNED}:
        raise Refused(_("The terms are fixed from the moment the notice is submitted."))


def _require_alive(hearing: Hearing) -> None:
    if not hearing.item.is_live:
        raise Refused(_("This hearing is not public."))
    if hearing.phase == HearingPhase.CANCELLED:
        raise Refused(_("This hearing has been cancelled."))


def _require_not_begun(hearing: Hearing) -> None:
    if timezone.now() >= hearing.starts_at:
        raise Refused(_("This hearing has begun already."))


def _own_draft(about: Item | None, item: Item) -> Item | None:
    """The draft that is heard about: another text of the same government."""
    if about is None:
        return None
    if about.pk == item.pk or about.agency.root_path != item.agency.root_path or not about.is_live:
        raise Refused(_("Choose a draft that is public."), field="about")
    return about


def _check(hearing: Hearing) -> None:
    """Raise Refused for the first term that is missing, too long or out of range."""
    try:
        hearing.clean_fields(exclude={f.name for f in hearing._meta.fields if f.name not in TERMS})
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], field=field) from invalid


def _check_times(hearing: Hearing) -> None:
    if hearing.ends_at <= hearing.starts_at:
        raise Refused(_("The end lies before the beginning."), field="ends_at")
    if hearing.closes_at <= hearing.opens_at:
        raise Refused(_("The last day lies before the first."), field="last")
    if hearing.window.has_closed():
        raise Refused(_("The last day has passed already."), field="last")
    if hearing.closes_at > hearing.starts_at:
        raise Refused(_("Sign-up has to close before the hearing begins."), field="last")
    if hearing.starts_at - timezone.now() >= NOTICE:
        return
    if hearing.kind == HearingKind.HEARING:
        sentence = _("A hearing begins at least 7 days after its notice and papers are published.")
        raise Refused(sentence, field="starts_at")
    if not hearing.why_soon:
        raise Refused(_("Fewer than 7 days' notice: give the reason, everybody reads it."), field="why_soon")


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(_("Give the reason; everybody reads it."), field="reason")
    return reason


def _note(
    hearing: Hearing, what: Change, before: dt.datetime, after: dt.datetime, *, reason: str, by: User,
    place_before: str = "",
) -> HearingChange:  # fmt: skip
    is_moved = bool(place_before) and place_before != hearing.place
    places = {"place_before": place_before, "place_after": hearing.place} if is_moved else {}
    return HearingChange.objects.create(
        hearing=hearing, what=what, before=before, after=after, reason=_given(reason), by=by, **places
    )

"""Opinions: given by anybody while the window is open, looked at, and answered one and all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.consulting import locked_consultation
from disclosure.masking import masked
from disclosure.models import Answer, Channel, Consultation, Opinion, Phase
from disclosure.moderation import TABLE, HiddenFor
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.receipts import code_for, key_digest
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


class AlreadyGiven(Refused):
    """Another opinion was sent with this form before; views answer 409."""


class Given(NamedTuple):
    """The opinion, its receipt code without hyphens, and whether it was given just now."""

    opinion: Opinion
    code: str
    is_new: bool


def give_opinion(
    consultation: Consultation,
    *,
    by: User | None,
    key: str,
    channel: str = Channel.ONLINE,
    received_on: dt.date | None = None,
    **content: str,
) -> Given:
    """Enter an opinion while the consultation is open. The same `key` enters one, however often it is sent.

    Online anybody gives one, and `by` is not noted. On any other channel `by` is the clerk who takes it in, and says
    the day of receipt. `content`: party, name, phone, email, paragraph, text. Raises NotAllowed, Refused with the
    field, AlreadyGiven. After closing nothing is entered, whoever asks and whatever day the paper came.
    """
    is_online = channel == Channel.ONLINE
    if not is_online:
        require(by, Permission.EDIT_ITEM, on=consultation.item)  # type: ignore[arg-type]
    day = timezone.localdate() if is_online or received_on is None else received_on
    opinion = Opinion(
        consultation=consultation, channel=channel, received_on=day, taken_by=None if is_online else by, **content
    )
    if (known := _known(opinion, key)) is not None:
        return known
    _check(opinion)
    code = opinion.seal(key)  # the slow hash, before anything is locked
    return _enter(opinion, key=key, code=code)


@transaction.atomic
def _enter(opinion: Opinion, *, key: str, code: str) -> Given:
    consultation = locked_consultation(opinion.consultation)
    if (known := _known(opinion, key)) is not None:  # sent a moment ago, under the same lock
        return known
    _require_open(consultation, opinion.received_on)
    consultation.last_number += 1
    consultation.save(update_fields=["last_number"])
    opinion.number, opinion.public_text = consultation.last_number, masked(opinion.text)
    opinion.save(force_insert=True)
    facts = {"consultation": consultation.item.index_no, "number": opinion.number, "channel": opinion.channel}
    record(Event.OPINION_GIVEN, by=opinion.taken_by, agency=consultation.item.agency, subject=opinion, after=facts)
    return Given(opinion, code, is_new=True)


@transaction.atomic
def moderate(
    consultation: Consultation, *, by: User, numbers: Collection[int], verb: str, ground: str = ""
) -> Consultation:
    """`show` the opinions with these numbers, or `hide` them on one of the fixed grounds. Nothing is deleted.

    Raises NotAllowed, Refused.
    """
    require(by, Permission.EDIT_ITEM, on=consultation.item)
    consultation = locked_consultation(consultation)
    if verb == "hide" and ground not in HiddenFor.values:
        raise Refused(_("Choose the ground on which it is not shown."), field="ground")
    for opinion in _chosen(consultation, numbers):
        before = advance(opinion, verb, TABLE)
        opinion.hidden_for = ground if verb == "hide" else ""
        opinion.looked_at, opinion.looked_by = timezone.now(), by
        opinion.save(update_fields=["state", "hidden_for", "looked_at", "looked_by"])
        after = {"number": opinion.number, "state": opinion.state, "ground": opinion.hidden_for}
        agency = consultation.item.agency
        record(Event.OPINION_MODERATED, by=by, agency=agency, subject=opinion, before={"state": before}, after=after)
    return consultation


@transaction.atomic
def answer(
    consultation: Consultation, *, by: User, numbers: Collection[int], summary: str, result: str, reason: str
) -> Answer:
    """Answer one or several opinions with one line of the adoption table; an answer given before is replaced.

    Possible until the outcome is published. Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.EDIT_ITEM, on=consultation.item)
    consultation = locked_consultation(consultation)
    if consultation.phase == Phase.OUTCOME:
        raise Refused(_("The outcome has been published already."))
    chosen = _chosen(consultation, numbers)
    line = Answer(consultation=consultation, summary=summary.strip(), result=result, reason=reason.strip(), by=by)
    try:
        line.clean_fields(exclude={"consultation", "by"})
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], field=field) from invalid
    line.save(force_insert=True)
    for opinion in chosen:
        opinion.answer = line
        opinion.save(update_fields=["answer"])
    facts = {"numbers": [opinion.number for opinion in chosen], "result": line.result}
    record(Event.OPINIONS_ANSWERED, by=by, agency=consultation.item.agency, subject=consultation, after=facts)
    return line


def _known(opinion: Opinion, key: str) -> Given | None:
    """The first opinion sent with this form. Raises AlreadyGiven if it said something else."""
    first = Opinion.objects.filter(filing_digest=key_digest(key)).select_related("consultation__item__agency").first()
    if first is None:
        return None
    if any(getattr(first, name) != getattr(opinion, name) for name in Opinion.CONTENT):
        raise AlreadyGiven(_("This form has been sent before with another text. Open a new form for a new opinion."))
    return Given(first, code_for(key), is_new=False)


def _check(opinion: Opinion) -> None:
    checked = {*Opinion.CONTENT, "channel"} - {"consultation_id"}
    try:
        opinion.clean_fields(exclude={f.name for f in opinion._meta.fields if f.name not in checked})
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], field=field) from invalid


def _require_open(consultation: Consultation, received_on: dt.date) -> None:
    """Asked of the clock, on the locked row: for a citizen, a clerk and a head alike."""
    window = consultation.window
    if not consultation.item.is_live:
        raise Refused(_("This consultation is not public."))
    if window.has_closed() or consultation.phase == Phase.OUTCOME:
        raise Refused(_("This consultation has closed; opinions are no longer taken."))
    if not window.is_open():
        raise Refused(_("This consultation has not opened yet."))
    if received_on > timezone.localdate():
        raise Refused(_("The day of receipt lies in the future."), field="received_on")
    if received_on < window.first_day:
        raise Refused(_("The day of receipt lies before the opening."), field="received_on")


def _chosen(consultation: Consultation, numbers: Collection[int]) -> list[Opinion]:
    opinions = list(Opinion.objects.on(consultation).filter(number__in=numbers).order_by("number"))
    if not opinions or len(opinions) != len(set(numbers)):
        raise Refused(_("Choose at least one opinion of this consultation."), field="numbers")
    return opinions

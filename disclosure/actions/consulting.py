"""A consultation from its terms to its outcome (重大行政决策程序暂行条例 articles 14 and 15)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked
from disclosure.models import USUAL_DAYS, Consultation, Item, Kind, Opinion, Phase, Window, WindowExtension
from disclosure.permissions import Permission
from disclosure.states import State
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

TERMS = ("why_short", "basis", "background", "contact", "phone", "email", "address")


@transaction.atomic
def set_up(item: Item, *, by: User, first: dt.date, last: dt.date, **terms: str) -> Consultation:
    """Set window and terms of the consultation on `item`, from the beginning of `first` to the end of `last`.

    `terms`: why_short, basis, background, contact, phone, email, address. Possible as long as the draft is in the hands
    of its author: reviewers let text and terms through together. Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    _require_in_hand(item)
    window = Window.of_days(first, last)
    _check_window(window, why_short=terms.get("why_short", ""))
    consultation = Consultation.objects.filter(item=item).first() or Consultation(item=item)
    consultation.opens_at, consultation.closes_at = window
    for name in TERMS:
        setattr(consultation, name, terms.get(name, "").strip())
    _check(consultation)
    consultation.save()
    facts = {"index_no": item.index_no, "opens_at": window.opens_at, "closes_at": window.closes_at}
    record(Event.CONSULTATION_SET_UP, by=by, agency=item.agency, subject=consultation, after=facts)
    return consultation


@transaction.atomic
def extend(consultation: Consultation, *, by: User, last: dt.date, reason: str) -> Consultation:
    """Keep the window open until the end of `last`; everybody reads `reason`. It is never made shorter.

    Raises NotAllowed, and Refused once it has closed: what is closed stays closed.
    """
    require(by, Permission.PUBLISH_ITEM, on=consultation.item)
    consultation = locked_consultation(consultation)
    if consultation.window.has_closed():
        raise Refused(_("This consultation has closed; it cannot be opened again."))
    before, after = consultation.closes_at, Window.of_days(last, last).closes_at
    if after <= before:
        raise Refused(_("The window can only be made longer."), field="last")
    reason = reason.strip()
    if not reason:
        raise Refused(_("Give the reason; everybody reads it."), field="reason")
    consultation.closes_at = after
    consultation.save(update_fields=["closes_at"])
    WindowExtension.objects.create(
        consultation=consultation, closes_before=before, closes_after=after, reason=reason, by=by
    )
    record(
        Event.CONSULTATION_EXTENDED,
        by=by,
        agency=consultation.item.agency,
        subject=consultation,
        before={"closes_at": before},
        after={"closes_at": after, "reason": reason},
    )
    return consultation


@transaction.atomic
def conclude(consultation: Consultation, *, by: User, statement: str, document: Item | None = None) -> Consultation:
    """Publish what became of the opinions: the statement, the adoption table and, once there is one, the document.

    Once, after closing, and only when every opinion has been looked at and has an answer. Whoever left an e-mail
    address is told by a sweep. Without opinions the statement may be left out. Raises NotAllowed, Refused.
    """
    require(by, Permission.PUBLISH_ITEM, on=consultation.item)
    consultation = locked_consultation(consultation)
    _require_answerable(consultation)
    statement = statement.strip()
    if not statement and consultation.last_number == 0:
        statement = _("No opinions were received.")
    if not statement:
        raise Refused(_("Say what became of the opinions."), field="statement")
    _require_readable(document, consultation)
    consultation.statement, consultation.document = statement, document
    consultation.outcome_at, consultation.outcome_by = timezone.now(), by
    consultation.save(update_fields=["statement", "document", "outcome_at", "outcome_by"])
    facts = {"opinions": consultation.last_number, "document": document.index_no if document else None}
    record(Event.CONSULTATION_CONCLUDED, by=by, agency=consultation.item.agency, subject=consultation, after=facts)
    return consultation


def locked_consultation(consultation: Consultation) -> Consultation:
    """The row as it is now, locked: everything that enters or leaves a consultation passes here one by one."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("item__agency")
    return rows.get(pk=consultation.pk)


def _require_in_hand(item: Item) -> None:
    if item.newest().kind != Kind.CONSULTATION:
        raise Refused(_("Choose the genre “Consultation” for this draft first."))
    if item.live_number or item.state not in {State.DRAFT, State.RETURNED}:
        raise Refused(_("The terms are fixed from the moment the draft is submitted."))


def _check_window(window: Window, *, why_short: str) -> None:
    if window.closes_at <= window.opens_at:
        raise Refused(_("The last day lies before the first."), field="last")
    if window.has_closed():
        raise Refused(_("The last day has passed already."), field="last")
    if window.days < USUAL_DAYS and not why_short.strip():
        raise Refused(_("Fewer than 30 days: give the reason, everybody reads it."), field="why_short")


def _check(consultation: Consultation) -> None:
    """Raise Refused for the first term that is missing or too long."""
    try:
        consultation.clean_fields(exclude={f.name for f in consultation._meta.fields if f.name not in TERMS})
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], field=field) from invalid


def _require_answerable(consultation: Consultation) -> None:
    if consultation.phase == Phase.OUTCOME:
        raise Refused(_("The outcome has been published already."))
    if not consultation.item.is_live:
        raise Refused(_("Only the outcome of what is public can be published."))
    if consultation.phase != Phase.CLOSED:
        raise Refused(_("This consultation has not closed yet."))
    opinions = Opinion.objects.on(consultation)
    if missing := opinions.unanswered().count():
        raise Refused(_("%(count)d opinions have no answer yet.") % {"count": missing})
    if missing := opinions.waiting().count():
        raise Refused(_("%(count)d opinions have not been looked at yet.") % {"count": missing})


def _require_readable(document: Item | None, consultation: Consultation) -> None:
    if document is None:
        return
    readable = Item.objects.public().filter(agency__path__startswith=consultation.item.agency.root_path)
    if document.pk == consultation.item_id or not readable.filter(pk=document.pk).exists():
        raise Refused(_("The final document must be public already."), field="document")

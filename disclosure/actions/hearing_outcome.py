"""What was put forward at a hearing, what became of it, and the outcome (国令713 articles 16 to 18)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.hearing_letters import tell_of_outcome
from disclosure.actions.hearings import locked_hearing
from disclosure.actions.participants import require_sitting
from disclosure.models import Hearing, HearingView, Item
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def record_view(hearing: Hearing, *, by: User, text: str, speaker: int | None = None) -> HearingView:
    """Note a view put forward at the hearing; `speaker` is the number of a participant, None for anybody else.

    From the beginning until the outcome. The same words of the same speaker are one view, however often they are
    sent. Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.EDIT_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    require_sitting(hearing)
    signup = hearing.signups.selected().filter(number=speaker).first() if speaker is not None else None
    if speaker is not None and signup is None:
        raise Refused(_("Choose among the participants of this hearing."), field="speaker")
    if (known := hearing.views.filter(signup=signup, text=text.strip()).first()) is not None:
        return known
    number = (hearing.views.aggregate(last=Max("number"))["last"] or 0) + 1
    view = HearingView(hearing=hearing, number=number, signup=signup, text=text.strip(), by=by)
    _check(view, "text")
    view.save(force_insert=True)
    facts = {"number": number, "speaker": speaker}
    record(Event.HEARING_VIEW_RECORDED, by=by, agency=hearing.agency, subject=hearing, after=facts)
    return view


@transaction.atomic
def answer_views(hearing: Hearing, *, by: User, numbers: Collection[int], result: str, reason: str) -> Hearing:
    """Say of one or several views what became of them and why; an answer given before is replaced.

    Until the outcome is published. Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.EDIT_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    require_sitting(hearing)
    chosen = list(hearing.views.filter(number__in=numbers).order_by("number"))
    if not chosen or len(chosen) != len(set(numbers)):
        raise Refused(_("Choose at least one view of this hearing."), field="numbers")
    if not result:
        raise Refused(_("Say what became of the view."), field="result")
    if not reason.strip():
        raise Refused(_("Give the reason; everybody reads it."), field="reason")
    for view in chosen:
        view.result, view.reason = result, reason.strip()
        _check(view, "result", "reason")
        view.save(update_fields=["result", "reason"])
    facts = {"numbers": [view.number for view in chosen], "result": result}
    record(Event.HEARING_VIEWS_ANSWERED, by=by, agency=hearing.agency, subject=hearing, after=facts)
    return hearing


@transaction.atomic
def conclude_hearing(hearing: Hearing, *, by: User, minutes: str, document: Item | None = None) -> Hearing:
    """Publish minutes, attendance and what became of every view, and once there is one the final document.

    Once, after the end, and only when the list is published, attendance recorded and every view answered. Whoever
    signed up is told. Raises NotAllowed, Refused.
    """
    require(by, Permission.PUBLISH_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    require_sitting(hearing)
    _require_complete(hearing)
    if not minutes.strip():
        raise Refused(_("Give the minutes; everybody reads them."), field="minutes")
    if document is not None:
        readable = Item.objects.public().filter(agency__path__startswith=hearing.agency.root_path)
        if document.pk == hearing.item_id or not readable.filter(pk=document.pk).exists():
            raise Refused(_("The final document must be public already."), field="document")
    hearing.minutes, hearing.document = minutes.strip(), document
    hearing.outcome_at, hearing.outcome_by = timezone.now(), by
    _check(hearing, "minutes")
    hearing.save(update_fields=["minutes", "document", "outcome_at", "outcome_by"])
    facts = {"views": hearing.views.count(), "document": document.index_no if document else None}
    record(Event.HEARING_CONCLUDED, by=by, agency=hearing.agency, subject=hearing, after=facts)
    tell_of_outcome(hearing)
    return hearing


def _require_complete(hearing: Hearing) -> None:
    if not hearing.sitting.has_closed():
        raise Refused(_("This hearing has not ended yet."))
    if hearing.list_at is None:
        raise Refused(_("Publish the list of participants first."))
    if hearing.attendance_at is None:
        raise Refused(_("Record first who came."))
    if missing := hearing.views.unanswered().count():
        raise Refused(_("%(count)d views have no answer yet.") % {"count": missing})


def _check(row: Hearing | HearingView, *names: str) -> None:
    """Raise Refused for the first of the fields `names` that is missing, too long or unknown."""
    try:
        row.clean_fields(exclude={f.name for f in row._meta.fields if f.name not in names})
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], field=field) from invalid

"""Responses to a survey: given by anybody while it is open, stored once, never changed; free texts are looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.surveying import locked_survey
from disclosure.masking import masked
from disclosure.models import (
    Asking,
    Question,
    Response,
    ResponseAnswer,
    ResponseChoice,
    ResponseText,
    Survey,
    SurveyPhase,
)
from disclosure.moderation import TABLE, HiddenFor
from disclosure.permissions import Permission
from disclosure.questionnaire import Reply, read
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.receipts import key_digest
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


class AlreadyAnswered(Refused):
    """Other answers were sent with this form before; views answer 409."""


class Responded(NamedTuple):
    """The response, and whether it was stored just now."""

    response: Response
    is_new: bool


@transaction.atomic
def respond(survey: Survey, *, key: str, given: Mapping[str, Any]) -> Responded:
    """Store the answers in `given` while the survey is open. The same `key` stores them once, however often it is sent.

    Nobody is named: `given` holds answers by the names of the fields (`questionnaire.read`), and of the time only the
    day is kept. Raises Refused with the field, AlreadyAnswered.
    """
    survey = locked_survey(survey)
    digest = key_digest(key)
    first = Response.objects.filter(filing_digest=digest).first()
    if first is None:
        _require_open(survey)
    replies = read(list(Question.objects.of(survey)), given)
    content_hash = _hash(survey, replies)
    if first is not None:
        if first.content_hash != content_hash:
            raise AlreadyAnswered(_("This form has been sent before with other answers. Open a new form."))
        return Responded(first, is_new=False)
    survey.last_number += 1
    survey.save(update_fields=["last_number"])
    response = Response.objects.create(
        survey=survey, number=survey.last_number, filing_digest=digest, content_hash=content_hash
    )
    _store(response, replies)
    facts = {"survey": survey.item.index_no, "number": response.number}
    record(Event.SURVEY_ANSWERED, by=None, agency=survey.item.agency, subject=survey, after=facts)
    return Responded(response, is_new=True)


@transaction.atomic
def moderate_texts(survey: Survey, *, by: User, texts: Collection[int], verb: str, ground: str = "") -> Survey:
    """`show` these free texts with the results, or `hide` them on one of the fixed grounds. Nothing is deleted.

    Only after closing: while it runs nobody reads what was answered. Raises NotAllowed, Refused.
    """
    require(by, Permission.EDIT_ITEM, on=survey.item)
    survey = locked_survey(survey)
    if survey.phase not in {SurveyPhase.CLOSED, SurveyPhase.RESULTS}:
        raise Refused(_("This survey has not closed yet."))
    if verb not in TABLE:
        raise Refused(_("Choose what happens to the texts."), field="verb")
    if verb == "hide" and ground not in HiddenFor.values:
        raise Refused(_("Choose the ground on which it is not shown."), field="ground")
    chosen = list(
        ResponseText.objects.on(survey).filter(pk__in=texts).select_related("answer__response").order_by("pk")
    )
    if not chosen or len(chosen) != len(set(texts)):
        raise Refused(_("Choose at least one text of this survey."), field="texts")
    for text in chosen:
        before = advance(text, verb, TABLE)
        text.hidden_for = ground if verb == "hide" else ""
        text.looked_at, text.looked_by = timezone.now(), by
        text.save(update_fields=["state", "hidden_for", "looked_at", "looked_by"])
        after = {"number": text.answer.response.number, "state": text.state, "ground": text.hidden_for}
        agency = survey.item.agency
        record(Event.SURVEY_MODERATED, by=by, agency=agency, subject=survey, before={"state": before}, after=after)
    return survey


def _require_open(survey: Survey) -> None:
    """Asked of the clock, on the locked row."""
    if not survey.item.is_live:
        raise Refused(_("This survey is not public."))
    if survey.window.has_closed() or survey.phase == SurveyPhase.RESULTS:
        raise Refused(_("This survey has closed; answers are no longer taken."))
    if not survey.window.is_open():
        raise Refused(_("This survey has not opened yet."))


def _hash(survey: Survey, replies: Sequence[Reply]) -> str:
    content = json.dumps([survey.pk, [reply.plain() for reply in replies]], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _store(response: Response, replies: Sequence[Reply]) -> None:
    for reply in replies:
        answer = ResponseAnswer.objects.create(response=response, question=reply.question, number=reply.number)
        ResponseChoice.objects.bulk_create(ResponseChoice(answer=answer, option=option) for option in reply.options)
        if reply.question.asking == Asking.TEXT:
            ResponseText.objects.create(answer=answer, text=reply.text, public_text=masked(reply.text))

"""A survey from its window and questions to its results (domain notes, matrix row 59)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked
from disclosure.models import (
    Consultation,
    Item,
    Kind,
    Option,
    Question,
    Survey,
    SurveyExtension,
    SurveyField,
    SurveyPhase,
    Window,
)
from disclosure.permissions import Permission
from disclosure.questionnaire import Asked, require_askable
from disclosure.states import State
from disclosure.survey_results import hash_of
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def set_up(
    item: Item,
    *,
    by: User,
    first: dt.date,
    last: dt.date,
    field: str = "",
    consultation: Consultation | None = None,
) -> Survey:
    """Set the window of the survey on `item`, from the beginning of `first` to the end of `last`, and its field.

    Possible as long as the item is in the hands of its author. Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    _require_in_hand(item)
    window = Window.of_days(first, last)
    if window.closes_at <= window.opens_at:
        raise Refused(_("The last day lies before the first."), field="last")
    if window.has_closed():
        raise Refused(_("The last day has passed already."), field="last")
    if field and field not in SurveyField.values:
        raise Refused(_("Choose one of the fields."), field="field")
    _require_readable(consultation, item)
    survey = Survey.objects.filter(item=item).first() or Survey(item=item)
    survey.opens_at, survey.closes_at = window
    survey.field, survey.consultation = field, consultation
    survey.save()
    facts = {"index_no": item.index_no, "opens_at": window.opens_at, "closes_at": window.closes_at, "field": field}
    record(Event.SURVEY_SET_UP, by=by, agency=item.agency, subject=survey, after=facts)
    return survey


@transaction.atomic
def write_questions(survey: Survey, *, by: User, asked: Sequence[Asked]) -> Survey:
    """Let the survey ask exactly this, in this order: what it asked before is replaced.

    Possible as long as the item is in the hands of its author. Raises NotAllowed, Refused, Unaskable with the place
    of the question.
    """
    require(by, Permission.EDIT_ITEM, on=survey.item)
    _require_in_hand(locked(survey.item))
    survey = locked_survey(survey)
    require_askable(asked)
    survey.questions.all().delete()
    for position, one in enumerate(asked, 1):
        question = Question.objects.create(survey=survey, position=position, **one.facts())
        Option.objects.bulk_create(
            Option(question=question, position=place, text=text) for place, text in enumerate(one.options, 1)
        )
    facts = {"index_no": survey.item.index_no, "questions": [one.text for one in asked]}
    record(Event.SURVEY_WRITTEN, by=by, agency=survey.item.agency, subject=survey, after=facts)
    return survey


@transaction.atomic
def extend(survey: Survey, *, by: User, last: dt.date, reason: str) -> Survey:
    """Keep the survey open until the end of `last`; everybody reads `reason`. It is never made shorter.

    Raises NotAllowed, and Refused once it has closed: what is closed stays closed.
    """
    require(by, Permission.PUBLISH_ITEM, on=survey.item)
    survey = locked_survey(survey)
    if survey.window.has_closed() or survey.phase == SurveyPhase.RESULTS:
        raise Refused(_("This survey has closed; it cannot be opened again."))
    before, after = survey.closes_at, Window.of_days(last, last).closes_at
    if after <= before:
        raise Refused(_("The window can only be made longer."), field="last")
    reason = reason.strip()
    if not reason:
        raise Refused(_("Give the reason; everybody reads it."), field="reason")
    survey.closes_at = after
    survey.save(update_fields=["closes_at"])
    SurveyExtension.objects.create(survey=survey, closes_before=before, closes_after=after, reason=reason, by=by)
    facts = {"closes_at": after, "reason": reason}
    agency = survey.item.agency
    record(Event.SURVEY_EXTENDED, by=by, agency=agency, subject=survey, before={"closes_at": before}, after=facts)
    return survey


@transaction.atomic
def conclude(survey: Survey, *, by: User, statement: str) -> Survey:
    """Publish the results, with a statement on what follows from them: once, after closing.

    The figures come from the responses, which do not change any more; their hash goes into the audit trail, so that a
    recount can be held against it. Raises NotAllowed, Refused.
    """
    require(by, Permission.PUBLISH_ITEM, on=survey.item)
    survey = locked_survey(survey)
    if survey.phase == SurveyPhase.RESULTS:
        raise Refused(_("The results have been published already."))
    if not survey.item.is_live:
        raise Refused(_("Only the results of what is public can be published."))
    if survey.phase != SurveyPhase.CLOSED:
        raise Refused(_("This survey has not closed yet."))
    statement = statement.strip()
    if not statement:
        raise Refused(_("Say what follows from the results."), field="statement")
    survey.statement, survey.results_hash = statement, hash_of(survey)
    survey.results_at, survey.results_by = timezone.now(), by
    survey.save(update_fields=["statement", "results_hash", "results_at", "results_by"])
    facts = {"responses": survey.last_number, "results_hash": survey.results_hash}
    record(Event.SURVEY_CONCLUDED, by=by, agency=survey.item.agency, subject=survey, after=facts)
    return survey


def locked_survey(survey: Survey) -> Survey:
    """The row as it is now, locked: everything that enters a survey passes here one by one."""
    return Survey.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=survey.pk)


def _require_in_hand(item: Item) -> None:
    if item.newest().kind != Kind.SURVEY:
        raise Refused(_("Choose the genre “Survey” for this text first."))
    if item.live_number or item.state not in {State.DRAFT, State.RETURNED}:
        raise Refused(_("Window and questions are fixed from the moment the survey is submitted."))


def _require_readable(consultation: Consultation | None, item: Item) -> None:
    if consultation is None:
        return
    readable = Consultation.objects.public().filter(item__agency__path__startswith=item.agency.root_path)
    if not readable.filter(pk=consultation.pk).exists():
        raise Refused(_("The consultation must be public already."), field="consultation")

"""Filling in the form of a spot check: the office on the spot, the agency about itself beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.spot_checks import taken_up
from oversight.checklist import ALL, asked
from oversight.models import (
    CheckAnswer,
    CheckedAgency,
    CheckedItem,
    CheckForm,
    CheckVerdict,
    Finding,
    Grade,
    Side,
    SpotCheck,
)
from oversight.permissions import Permission
from oversight.states import FINDING_TABLE, SPOT_CHECK_TABLE
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance
from portal.uploads.actions import store
from portal.workdays.actions import stop

if TYPE_CHECKING:
    from portal.accounts.models import User


class Given(NamedTuple):
    """What was answered to one question. `file` replaces an earlier one; None leaves it."""

    verdict: str
    remark: str = ""
    link: str = ""
    file: UploadedFile | None = None
    grade: str = Grade.MINOR
    days: int | None = None


@transaction.atomic
def begin_check(check: SpotCheck, *, by: User) -> SpotCheck:
    """Begin the inspection: from now on the office fills in forms, and the agencies do not any more."""
    locked = taken_up(check, "begin", by=by)
    locked.save(update_fields=["state"])
    if locked.self_check_clock is not None:
        stop(locked.self_check_clock, at=timezone.now())
    record(Event.SPOT_CHECK_BEGUN, by=by, agency=locked.agency, subject=locked, after={"state": locked.state})
    return locked


@transaction.atomic
def fill_form(
    row: CheckedAgency, *, by: User, answers: Mapping[str, Given], item: CheckedItem | None = None
) -> CheckForm:
    """Keep the office's `answers` about a drawn agency or one of its items; what is not answered yet may follow.

    Each fault becomes a finding, and one that turns out to be none takes its finding back. Raises Refused (field:
    question) for a fault without a remark, and for a file that `portal.uploads` does not take.
    """
    check = taken_up(row.spot_check, "fill", by=by)
    form = _keep(row, item, Side.OFFICE, by=by, answers=answers)
    for answer in form.answers.select_related("finding"):
        if answer.code in answers:
            _note(row, answer, answers[answer.code], check)
    faults = form.answers.filter(verdict=CheckVerdict.FAULT).count()
    record(
        Event.SPOT_CHECK_FILLED, by=by, agency=check.agency, subject=check,
        after={"agency": row.number, "item": item.number if item else "", "faults": faults},
    )  # fmt: skip
    return form


@transaction.atomic
def fill_self_check(row: CheckedAgency, *, by: User, answers: Mapping[str, Given]) -> CheckForm:
    """Keep what the agency found when it checked itself (自查), before the office begins. Same form, no findings."""
    require(by, Permission.ANSWER_FINDING, on=row.agency)
    check = SpotCheck.objects.select_for_update(of=("self",)).get(pk=row.spot_check_id)
    advance(check, "check_oneself", SPOT_CHECK_TABLE)
    if check.self_check_clock_id is None:
        raise Refused(_("No self-check was asked for."))
    form = _keep(row, None, Side.AGENCY, by=by, answers=answers)
    faults = form.answers.filter(verdict=CheckVerdict.FAULT).count()
    record(
        Event.SPOT_CHECK_FILLED, by=by, agency=row.agency, subject=check,
        after={"agency": row.number, "self_check": True, "faults": faults},
    )  # fmt: skip
    return form


def _keep(
    row: CheckedAgency, item: CheckedItem | None, side: Side, *, by: User, answers: Mapping[str, Given]
) -> CheckForm:
    codes = {question.code for question in asked(of_item=item is not None)}
    if not set(answers) <= codes or (item is not None and item.checked_agency_id != row.pk):
        raise Refused(_("This question does not belong to this form."))
    form, _made = CheckForm.objects.update_or_create(
        checked_agency=row, checked_item=item, side=side, defaults={"filled_at": timezone.now(), "filled_by": by}
    )
    owner = row.spot_check.agency if side == Side.OFFICE else row.agency
    for code, given in answers.items():
        if given.verdict not in CheckVerdict.values:
            raise Refused(_("Choose one of the answers."), field=code)
        if given.verdict == CheckVerdict.FAULT and not given.remark.strip():
            raise Refused(_("Say what is wrong."), field=code)
        facts: dict[str, object] = {"verdict": given.verdict, "remark": given.remark.strip(), "link": given.link}
        if given.file is not None:
            try:
                facts["file"] = store(given.file, agency=owner, by=by, is_read=False)
            except Refused as refusal:
                raise Refused(str(refusal), field=code) from refusal
        CheckAnswer.objects.update_or_create(form=form, code=code, defaults=facts)
    return form


def _note(row: CheckedAgency, answer: CheckAnswer, given: Given, check: SpotCheck) -> None:
    """Let the finding of an answer be as the answer says, or be gone."""
    finding = Finding.objects.filter(answer=answer).first()
    if answer.verdict != CheckVerdict.FAULT:
        if finding is not None:
            finding.delete()
        return
    finding = finding or Finding(checked_agency=row, answer=answer)
    advance(finding, "note", FINDING_TABLE)
    finding.grade = Grade.VETO if ALL[answer.code].is_veto else given.grade
    if finding.grade not in Grade.values or (finding.grade == Grade.VETO and not ALL[answer.code].is_veto):
        raise Refused(_("Choose a grade."), field=answer.code)
    finding.days = given.days or check.rectify_days
    finding.save()

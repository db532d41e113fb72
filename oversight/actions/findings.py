"""Findings of a spot check: sent together, answered one by one, looked at again (回头看), and closed with a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.spot_checks import taken_up
from oversight.checklist import asked
from oversight.hearing import holders
from oversight.models import CheckedAgency, CheckForm, Finding, FindingStep, FindingStepKind, Side, SpotCheck
from oversight.permissions import Permission
from oversight.states import FINDING_TABLE, FindingState
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.uploads.actions import store
from portal.workdays.actions import start_clock, stop
from portal.workdays.models import Unit

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def send_findings(check: SpotCheck, *, by: User) -> SpotCheck:
    """Send every agency its findings, numbered, each with its clock; those without learn that there are none.

    Raises Refused, naming them, while a form of a drawn agency or item is missing or not filled in completely.
    """
    locked = taken_up(check, "send", by=by)
    if missing := unfinished(locked):
        raise Refused(_("Not filled in completely: %(names)s.") % {"names": "、".join(missing[:5])})
    locked.sent_at = timezone.now()
    locked.save(update_fields=["state", "sent_at"])
    for row in locked.agencies.select_related("agency"):
        findings = list(row.findings.select_related("answer").order_by("answer__form__checked_item", "pk"))
        for position, finding in enumerate(findings, start=1):
            advance(finding, "send", FINDING_TABLE)
            finding.position = position
            _start(finding, row.agency)
            finding.save(update_fields=["state", "position", "clock"])
        _tell(row, locked, len(findings))
    record(
        Event.SPOT_CHECK_SENT, by=by, agency=locked.agency, subject=locked,
        after={"findings": Finding.objects.filter(checked_agency__spot_check=locked).count()},
    )  # fmt: skip
    return locked


def unfinished(check: SpotCheck) -> list[str]:
    """Names of the drawn agencies and items of which a question of the office's form is not answered."""
    forms = CheckForm.objects.filter(checked_agency__spot_check=check, side=Side.OFFICE).prefetch_related("answers")
    answered = {
        (form.checked_agency_id, form.checked_item_id): {answer.code for answer in form.answers.all()} for form in forms
    }
    missing = []
    for row in check.agencies.prefetch_related("items"):
        keys = [(row.pk, None, str(row)), *((row.pk, item.pk, str(item)) for item in row.items.all())]
        for agency, item, name in keys:
            codes = {question.code for question in asked(of_item=item is not None)}
            if not codes <= answered.get((agency, item), set()):
                missing.append(name)
    return missing


def _start(finding: Finding, agency: Agency) -> None:
    finding.clock = start_clock(scope=agency.path, unit=Unit.WORKING_DAY, limit=finding.days, at=timezone.now())


def _tell(row: CheckedAgency, check: SpotCheck, findings: int) -> None:
    for person in holders(Permission.ANSWER_FINDING, row.agency):
        enqueue(
            Kind.FINDING_SENT, to=person, subject=row, occasion="sent",
            title=_("Result of the spot check “%(title)s”: %(count)s findings")
            % {"title": check.title, "count": findings},
            body=_("Each finding says by when it is to be rectified.") if findings else _("Nothing was found."),
            url=reverse("oversight:checked_agency", args=[*check.key, row.number]), agency=row.agency,
        )  # fmt: skip


def _locked(finding: Finding) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).select_related(
        "checked_agency__agency", "checked_agency__spot_check__agency", "clock", "answer"
    )
    return rows.get(pk=finding.pk)


@transaction.atomic
def answer_finding(
    finding: Finding, *, by: User, text: str, link: str = "", file: UploadedFile | None = None
) -> Finding:
    """Say what the agency did about a finding, with evidence; its clock stops and the office is told."""
    locked = _locked(finding)
    row = locked.checked_agency
    require(by, Permission.ANSWER_FINDING, on=row.agency)
    advance(locked, "answer", FINDING_TABLE)
    if not text.strip():
        raise Refused(_("Say what was done."), field="text")
    if locked.clock is not None:  # it is: sending started it
        stop(locked.clock, at=timezone.now())
    locked.save(update_fields=["state"])
    step = _step(locked, FindingStepKind.ANSWERED, row.agency, by=by, text=text, link=link, file=file)
    record(Event.FINDING_ANSWERED, by=by, agency=row.agency, subject=locked, after={"state": locked.state})
    for person in holders(Permission.SPOT_CHECK, row.spot_check.agency):
        enqueue(
            Kind.FINDING_ANSWERED, to=person, subject=step, occasion="answered",
            title=_("%(agency)s answered finding %(number)s") % {"agency": row.name, "number": locked.position},
            body=_("Please look at it again."), url=locked.office_url(), agency=row.spot_check.agency,
        )  # fmt: skip
    return locked


@transaction.atomic
def recheck_finding(
    finding: Finding, *, by: User, is_rectified: bool, text: str, link: str = "", file: UploadedFile | None = None,
    days: int | None = None,
) -> Finding:  # fmt: skip
    """Look at a finding again (回头看), whether it was answered or not. What is not rectified gets `days` anew.

    Raises Refused without a word of what was seen.
    """
    locked = _locked(finding)
    row = locked.checked_agency
    require(by, Permission.SPOT_CHECK, on=row.spot_check.agency)
    advance(locked, "pass" if is_rectified else "fail", FINDING_TABLE)
    if not text.strip():
        raise Refused(_("Say what you saw."), field="text")
    if locked.clock is not None and locked.clock.is_running:
        stop(locked.clock, at=timezone.now())
    if is_rectified:
        locked.rectified_on = timezone.localdate()
    else:
        locked.days = days or locked.days
        _start(locked, row.agency)
    locked.save(update_fields=["state", "rectified_on", "days", "clock"])
    kind = FindingStepKind.PASSED if is_rectified else FindingStepKind.FAILED
    step = _step(locked, kind, row.spot_check.agency, by=by, text=text, link=link, file=file)
    record(Event.FINDING_RECHECKED, by=by, agency=row.agency, subject=locked, after={"result": kind})
    for person in holders(Permission.ANSWER_FINDING, row.agency):
        enqueue(
            Kind.FINDING_RECHECKED, to=person, subject=step, occasion="rechecked",
            title=_("Finding %(number)s was checked again") % {"number": locked.position},
            body=str(kind.label), url=locked.agency_url(), agency=row.agency,
        )  # fmt: skip
    return locked


def _step(
    finding: Finding, kind: FindingStepKind, owner: Agency, *, by: User, text: str, link: str, file: UploadedFile | None
) -> FindingStep:
    stored = store(file, agency=owner, by=by, is_read=False) if file is not None else None
    return FindingStep.objects.create(
        finding=finding, kind=kind, text=text.strip(), link=link, file=stored, at=timezone.now(), by=by
    )


@transaction.atomic
def close_spot_check(check: SpotCheck, *, by: User, conclusion: str) -> SpotCheck:
    """Close the check and publish seed, sample and result. What was not rectified in time is published as that.

    Raises Refused without a conclusion, while an answer waits for its second look, and while a time limit runs.
    """
    locked = taken_up(check, "close", by=by)
    if not conclusion.strip():
        raise Refused(_("Write the conclusion that everybody reads."), field="conclusion")
    now = timezone.now()
    for finding in Finding.objects.filter(checked_agency__spot_check=locked).open().select_related("clock"):
        if finding.state == FindingState.ANSWERED:
            raise Refused(_("An answer has not been looked at again yet."))
        if finding.clock is not None and not finding.clock.is_overdue(now):
            raise Refused(_("A finding may still be rectified until %(day)s.") % {"day": finding.clock.due_on})
    locked.conclusion, locked.closed_at = conclusion.strip(), now
    locked.save(update_fields=["state", "conclusion", "closed_at"])
    record(Event.SPOT_CHECK_CLOSED, by=by, agency=locked.agency, subject=locked, after={"state": locked.state})
    return locked

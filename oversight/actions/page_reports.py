"""Errors on pages: reported by anybody, accepted, passed on, answered.

A report is no complaint: it is about the page, and the agency whose page it is puts it right (ADR 25).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import PageErrorKind, PageReport, PageReportOutcome
from oversight.models.complaints import new_number
from oversight.models.page_reports import ACCEPT_DAYS, ANSWER_DAYS
from oversight.permissions import Permission
from oversight.reported_page import reported_page
from oversight.states import PAGE_REPORT_TABLE
from portal.agencies.holders import nearest_holders
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import Letter, enqueue_all
from portal.notices.models import Kind
from portal.receipts import code_for, key_digest
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.actions import start_clock, stop
from portal.workdays.models import Unit
from requests_app.actions.intake import AlreadyFiled

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TEXT, LONGEST_REASON = 1000, 300
CONTENT = ("government_id", "page", "kind", "text", "contact")


def report_page(
    government: Agency, *, key: str, page: str, kind: str, text: str, contact: str = ""
) -> tuple[PageReport, str]:
    """Report an error on a page of the site of `government` and return the report with its code; a `key` files once.

    There is no `by`: nobody's account is asked for. It goes to the agency whose page it is, else to the government,
    which also has those of pages that do not open. Raises Refused beside the field; AlreadyFiled when the form was
    sent before with another text.
    """
    _check(page=page, kind=kind, text=text)
    shown = reported_page(page, government=government)
    is_platform = kind == PageErrorKind.NOT_OPENING
    filed = PageReport(
        government=government,
        agency=government if is_platform else shown.agency,
        page=shown.address[:500],
        item=shown.item,
        kind=kind,
        text=text.replace("\r\n", "\n").strip(),
        contact=contact.strip(),
    )
    if (known := _known(filed, key)) is not None:
        return known
    code = filed.seal(key)
    try:
        _file(filed)
    except IntegrityError:  # the same form arrived twice at once
        if (known := _known(filed, key)) is None:
            raise
        return known
    return filed, code


def _check(*, page: str, kind: str, text: str) -> None:
    if not page.strip():
        raise Refused(_("Say which page it is."), field="page")
    if kind not in PageErrorKind.values:
        raise Refused(_("Choose what is wrong."), field="kind")
    if not text.strip():
        raise Refused(_("Say what is wrong."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": LONGEST_TEXT}, field="text")


def _known(filed: PageReport, key: str) -> tuple[PageReport, str] | None:
    """The first filing with this form. Raises AlreadyFiled if it said something else."""
    rows = PageReport.objects.select_related("agency", "accept_clock", "answer_clock")
    first = rows.filter(filing_digest=key_digest(key)).first()
    if first is None:
        return None
    if any(getattr(first, name) != getattr(filed, name) for name in CONTENT):
        raise AlreadyFiled(_("This form has been sent before with another text. Open a new form for a new report."))
    return first, code_for(key)


@transaction.atomic
def _file(report: PageReport) -> None:
    now = timezone.now()
    report.received_at, report.number = now, f"ZC{timezone.localdate(now):%Y%m%d}-{new_number()}"
    scope = report.government.path
    report.accept_clock = start_clock(scope=scope, unit=Unit.WORKING_DAY, limit=ACCEPT_DAYS, at=now)
    report.answer_clock = start_clock(scope=scope, unit=Unit.WORKING_DAY, limit=ANSWER_DAYS, at=now)
    report.save(force_insert=True)
    facts = {"number": report.number, "kind": report.kind, "page": report.page}
    record(Event.PAGE_REPORT_RECEIVED, by=None, agency=report.agency, subject=report, after=facts)
    _tell(report, "received")


def _tell(report: PageReport, occasion: str) -> None:
    """Those who put it right; a second time only to whom it was passed on."""
    facts = {"number": report.number, "page": report.page}
    due = {"date": report.answer_clock.due_on}
    body = [report.get_kind_display(), report.passed_on_reason, _("To be answered by %(date)s.") % due]
    enqueue_all(
        Letter(
            Kind.PAGE_REPORT, person, report, occasion,
            title=_("Error reported on a page: %(number)s %(page)s") % facts,
            body="\n".join(part for part in body if part), url=report.get_absolute_url(), agency=report.agency,
        )
        for person in nearest_holders(Permission.ANSWER_PAGE_REPORT, report.agency)
    )  # fmt: skip


def _taken_up(report: PageReport, *verbs: str, by: User) -> PageReport:
    """The first two beats of every decision, which is that of `verbs` which the state allows."""
    rows = PageReport.objects.select_for_update(of=("self",))
    held = rows.select_related("agency", "government", "accept_clock", "answer_clock").get(pk=report.pk)
    require(by, Permission.ANSWER_PAGE_REPORT, on=held)
    verb = next((verb for verb in verbs if held.state in PAGE_REPORT_TABLE[verb].sources), verbs[0])
    advance(held, verb, PAGE_REPORT_TABLE)
    return held


def _accept(report: PageReport, *, by: User) -> None:
    report.accepted_at, report.accepted_by = timezone.now(), by
    stop(report.accept_clock, at=report.accepted_at)


@transaction.atomic
def accept_page_report(report: PageReport, *, by: User) -> PageReport:
    """Take the report up (受理). Raises NotAllowed, Refused."""
    held = _taken_up(report, "accept", by=by)
    _accept(held, by=by)
    held.save(update_fields=["state", "accepted_at", "accepted_by"])
    record(Event.PAGE_REPORT_ACCEPTED, by=by, agency=held.agency, subject=held, after={"number": held.number})
    return held


@transaction.atomic
def pass_on_page_report(report: PageReport, *, by: User, to: Agency, reason: str) -> PageReport:
    """Give the report to whose page it really is, or to the government if the platform failed; no clock begins anew.

    Raises NotAllowed, Refused beside the field: no reason, the same agency, one that is not of the site.
    """
    held = _taken_up(report, "pass_on", "pass_on_accepted", by=by)
    if to == held.agency or not to.is_under(held.government) or not to.is_active:
        raise Refused(_("Choose another agency of this site."), field="to")
    if not reason.strip():
        raise Refused(_("Please give a reason."), field="reason")
    before, held.agency, held.passed_on_reason = held.agency, to, reason.strip()[:LONGEST_REASON]
    held.save(update_fields=["state", "agency", "passed_on_reason"])
    record(
        Event.PAGE_REPORT_PASSED_ON, by=by, agency=before, subject=held,
        before={"agency": before.code}, after={"agency": to.code, "reason": held.passed_on_reason},
    )  # fmt: skip
    _tell(held, f"passed on to {to.code}")
    return held


@transaction.atomic
def answer_page_report(report: PageReport, *, by: User, outcome: str, text: str) -> PageReport:
    """Say what came of it: who reported reads it with the code. Accepts what is not accepted yet; erases the contact.

    Raises NotAllowed, Refused beside the field.
    """
    held = _taken_up(report, "answer", by=by)
    if outcome not in PageReportOutcome.values:
        raise Refused(_("Choose what came of it."), field="outcome")
    if not text.strip():
        raise Refused(_("Write what was done, for who reported it."), field="text")
    if held.accepted_by is None:
        _accept(held, by=by)
    held.outcome, held.answer, held.contact = outcome, text.strip()[:LONGEST_TEXT], ""
    held.answered_at, held.answered_by = timezone.now(), by
    held.save(
        update_fields=[
            "state", "accepted_at", "accepted_by", "outcome", "answer", "contact", "answered_at", "answered_by",
        ]
    )  # fmt: skip
    stop(held.answer_clock, at=held.answered_at)
    facts = {"number": held.number, "outcome": held.outcome}
    record(Event.PAGE_REPORT_ANSWERED, by=by, agency=held.agency, subject=held, after=facts)
    return held

"""What of the oversight waits for a person today: complaints, what the office passed on, warnings, annual reports."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from oversight.models import (
    AnnualReport,
    Assessment,
    Complaint,
    ComplaintExtract,
    EarlyWarning,
    Finding,
    MajorFiling,
    Objection,
    OpinionCase,
    PageReport,
    PowerCase,
    ReviewOpinion,
    SpotCheck,
    SupervisionOrder,
)
from oversight.permissions import Permission
from portal.accounts.models import User
from portal.agencies.permissions import can_anywhere
from portal.agencies.today import Line, Pane


def _complaints(user: User, today: dt.date) -> QuerySet:
    return Complaint.objects.managed_by(user).open().select_related("accused", "clock").order_by("received_on", "pk")


def _complaint_line(complaint: Complaint) -> Line:
    due_on = complaint.clock.due_on if complaint.clock else None
    title = f"{complaint.number} · {complaint.get_kind_display()}"
    return Line(title, complaint.get_absolute_url(), complaint.accused.short_name, due_on)


def _extracts(user: User, today: dt.date) -> QuerySet:
    rows = ComplaintExtract.objects.managed_by(user).to_answer()
    return rows.select_related("agency", "clock").order_by("forwarded_on", "pk")


def _extract_line(extract: ComplaintExtract) -> Line:
    due_on = extract.clock.due_on if extract.clock else None
    return Line(extract.number, extract.get_absolute_url(), extract.agency.short_name, due_on)


def _reports(user: User, today: dt.date) -> QuerySet:
    rows = AnnualReport.objects.waiting_for(user).select_related("agency").order_by("year", "agency__path")
    return rows.defer("document", "computed", "overview", "problems", "other")


def _report_line(report: AnnualReport) -> Line:
    return Line(str(report), report.desk_address(), report.get_state_display())


def _warnings(user: User, today: dt.date) -> QuerySet:
    return EarlyWarning.objects.managed_by(user).open().with_agency().gravest_first()


def _warning_line(warning: EarlyWarning) -> Line:
    title = f"{warning.get_grade_display()} · {warning.title}"
    return Line(title, warning.get_absolute_url(), warning.agency.short_name, warning.due_on)


def _orders_to_answer(user: User, today: dt.date) -> QuerySet:
    orders = SupervisionOrder.objects.managed_by(user, Permission.ANSWER_ORDER).awaiting_answer()
    return orders.for_lists().order_by("clock__due_at", "pk")


def _orders_to_judge(user: User, today: dt.date) -> QuerySet:
    orders = SupervisionOrder.objects.managed_by(user, Permission.SUPERVISE).to_judge()
    return orders.for_lists().order_by("issued_at", "pk")


def _order_line(order: SupervisionOrder) -> Line:
    return Line(f"{order.number} {order.title}", order.get_absolute_url(), order.agency.short_name, order.clock.due_on)


def _findings_to_answer(user: User, today: dt.date) -> QuerySet:
    return Finding.objects.managed_by(user).to_answer().for_lists().order_by("clock__due_at", "pk")


def _findings_to_recheck(user: User, today: dt.date) -> QuerySet:
    checks = SpotCheck.objects.managed_by(user).order_by().values("pk")
    rows = Finding.objects.filter(checked_agency__spot_check__in=checks).to_recheck()
    return rows.for_lists().order_by("clock__due_at", "pk")


def _finding_title(finding: Finding) -> str:
    return f"{finding.checked_agency.spot_check.title} · {_('Finding %(number)s') % {'number': finding.position}}"


def _finding_to_answer_line(finding: Finding) -> Line:
    due_on = finding.clock.due_on if finding.clock else None
    return Line(_finding_title(finding), finding.agency_url(), finding.checked_agency.agency.short_name, due_on)


def _finding_to_recheck_line(finding: Finding) -> Line:
    return Line(_finding_title(finding), finding.office_url(), finding.checked_agency.agency.short_name)


def _own_assessments(user: User, today: dt.date) -> QuerySet:
    rows = Assessment.objects.managed_by(user, Permission.SELF_ASSESS).waiting_for_the_agency(today)
    return rows.newest_first().defer("frozen")


def _own_assessment_line(case: Assessment) -> Line:
    due_on = case.objections_until or case.scheme.self_assess_until
    return Line(f"{case.scheme.title} · {case.get_state_display()}", case.own_address(), case.agency.short_name, due_on)


def _objections(user: User, today: dt.date) -> QuerySet:
    rows = Objection.objects.managed_by(user, Permission.ASSESS).waiting()
    return rows.select_related("indicator", "assessment__agency", "assessment__scheme__agency").order_by(
        "raised_at", "pk"
    )


def _objection_line(objection: Objection) -> Line:
    case = objection.assessment
    return Line(
        f"{objection.indicator.name} · {objection.reason[:40]}", case.get_absolute_url(), case.agency.short_name
    )


def _powers_due(user: User, today: dt.date) -> QuerySet:
    """Cases whose stage is to be left today or should have been, and those whose result is to be made public."""
    own = PowerCase.objects.managed_by(user, Permission.RUN_POWER).for_lists()
    return (own.due_by(today) | own.unpublished()).order_by("clock__due_at", "pk")


def _power_line(case: PowerCase) -> Line:
    clock = case.clock if case.is_late or case.publish_clock is None else case.publish_clock
    due_on = clock.due_on if clock else None
    return Line(f"{case.number} {case.matter}", case.get_absolute_url(), case.present.name, due_on)


def _major_cases(user: User, today: dt.date) -> QuerySet:
    filings = MajorFiling.objects.unreceived().managed_by(user)
    return filings.with_case().order_by("filed_at", "pk")


def _major_line(filing: MajorFiling) -> Line:
    case = filing.case
    return Line(f"{case.number} {case.matter}", case.get_absolute_url(), case.agency.short_name)


def _opinions(user: User, today: dt.date) -> QuerySet:
    return OpinionCase.objects.to_answer(user).for_lists().most_urgent_first()


def _opinion_line(case: OpinionCase) -> Line:
    return Line(f"{case.number} {case.title}", case.get_absolute_url(), case.agency.short_name, localdate(case.due_at))


def _review_opinions(user: User, today: dt.date) -> QuerySet:
    return ReviewOpinion.objects.managed_by(user).unanswered().for_lists().unanswered_first()


def _review_opinion_line(opinion: ReviewOpinion) -> Line:
    reviewed, clock = opinion.reviewed, opinion.reviewed.round.answer_clock
    due_on = clock.due_on if clock else None
    return Line(opinion.text[:40], opinion.get_absolute_url(), reviewed.agency.short_name, due_on)


def _page_reports(user: User, today: dt.date) -> QuerySet:
    return PageReport.objects.managed_by(user).open().for_lists().most_urgent_first()


def _page_report_line(report: PageReport) -> Line:
    title = f"{report.get_kind_display()} · {report.page[:60]}"
    return Line(title, report.get_absolute_url(), report.agency.short_name, report.due_clock.due_on)


COMPLAINTS = Pane(
    "complaints-open", _("Complaints to be answered"), "warn",
    lambda user: can_anywhere(user, Permission.HANDLE_COMPLAINT), _complaints, _complaint_line,
    "oversight:complaint_list", "turn=open",
)  # fmt: skip
EXTRACTS = Pane(
    "complaints-forwarded", _("Passed on by the office, explanation wanted"), "warn",
    lambda user: can_anywhere(user, Permission.RECEIVE_EXTRACT), _extracts, _extract_line, "oversight:office_home",
)  # fmt: skip
REPORTS = Pane(
    "reports-waiting", _("Annual reports waiting for you"), "info",
    lambda user: can_anywhere(user, Permission.VIEW_REPORT), _reports, _report_line,
    "admin:oversight_annualreport_changelist", "waiting=1",
)  # fmt: skip
WARNINGS = Pane(
    "warnings-open", _("Warnings of electronic supervision"), "overdue",
    lambda user: can_anywhere(user, Permission.VIEW_WARNING), _warnings, _warning_line, "oversight:warning_list",
)  # fmt: skip
ORDERS_TO_ANSWER = Pane(
    "orders-to-answer", _("Supervision orders to be answered"), "overdue",
    lambda user: can_anywhere(user, Permission.ANSWER_ORDER), _orders_to_answer, _order_line, "oversight:order_list",
    "turn=agency",
)  # fmt: skip
ORDERS_TO_JUDGE = Pane(
    "orders-to-judge", _("Supervision orders answered, to be judged"), "warn",
    lambda user: can_anywhere(user, Permission.SUPERVISE), _orders_to_judge, _order_line, "oversight:order_list",
    "turn=office",
)  # fmt: skip
FINDINGS_TO_ANSWER = Pane(
    "findings-to-answer", _("Findings of spot checks to be rectified"), "overdue",
    lambda user: can_anywhere(user, Permission.ANSWER_FINDING), _findings_to_answer, _finding_to_answer_line,
    "oversight:checked_list",
)  # fmt: skip
FINDINGS_TO_RECHECK = Pane(
    "findings-to-recheck", _("Findings answered, to be checked again"), "warn",
    lambda user: can_anywhere(user, Permission.SPOT_CHECK), _findings_to_recheck, _finding_to_recheck_line,
    "oversight:spot_check_list",
)  # fmt: skip
OWN_ASSESSMENTS = Pane(
    "assessments-own", _("Assessments that wait for your agency"), "warn",
    lambda user: can_anywhere(user, Permission.SELF_ASSESS), _own_assessments, _own_assessment_line,
    "oversight:assessed_list",
)  # fmt: skip
OBJECTIONS = Pane(
    "objections-to-answer", _("Objections to scores, to be answered"), "warn",
    lambda user: can_anywhere(user, Permission.ASSESS), _objections, _objection_line, "oversight:scheme_list",
)  # fmt: skip
POWERS_DUE = Pane(
    "powers-due", _("Cases of powers: stage due, result to be made public"), "warn",
    lambda user: can_anywhere(user, Permission.RUN_POWER), _powers_due, _power_line, "oversight:power_case_list",
)  # fmt: skip
MAJOR_CASES = Pane(
    "major-cases", _("Major cases to be received"), "warn",
    lambda user: can_anywhere(user, Permission.SUPERVISE), _major_cases, _major_line, "oversight:power_case_list",
    "turn=office",
)  # fmt: skip
OPINIONS_TO_ANSWER = Pane(
    "opinions-to-answer", _("Opinion cases to be answered"), "overdue",
    lambda user: can_anywhere(user, Permission.ANSWER_ORDER), _opinions, _opinion_line, "oversight:opinion_list",
    "turn=unanswered",
)  # fmt: skip
REVIEW_OPINIONS = Pane(
    "review-opinions", _("Opinions of democratic reviews to be answered"), "warn",
    lambda user: can_anywhere(user, Permission.ANSWER_REVIEW), _review_opinions, _review_opinion_line,
    "oversight:review_opinions",
)  # fmt: skip
PAGE_REPORTS = Pane(
    "page-reports", _("Errors on pages, reported by readers"), "warn",
    lambda user: can_anywhere(user, Permission.ANSWER_PAGE_REPORT), _page_reports, _page_report_line,
    "oversight:page_report_list", "turn=open",
)  # fmt: skip

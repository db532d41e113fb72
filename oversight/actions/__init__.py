"""Decisions of the office."""

from oversight.actions.assessments import finalise, measure, open_assessment, save_scheme, score
from oversight.actions.check_forms import begin_check, fill_form, fill_self_check
from oversight.actions.complaint_mail import (
    mark_messages_read,
    rate_result,
    read_by_complainant,
    say_consent,
    tell_of_messages,
    write_to_complainant,
    write_to_office,
)
from oversight.actions.complaint_results import publish_result, withdraw_result
from oversight.actions.complaint_terms import erase_complaints, set_terms
from oversight.actions.complaints import announce, submit_complaint, take_in_complaint
from oversight.actions.findings import answer_finding, close_spot_check, recheck_finding, send_findings
from oversight.actions.hearing import accept, answer, close, explain, extend_complaint, forward, join
from oversight.actions.opinions import (
    assess_opinion,
    collect_opinion,
    drop_opinion,
    evaluate_opinion,
    handle_opinion,
    respond_to_opinion,
)
from oversight.actions.orders import (
    accept_order,
    answer_order,
    cancel_order,
    demand_for,
    escalate_order,
    issue_order,
    matter_of,
    return_order,
)
from oversight.actions.report_drafting import correct_cell, open_report, recompute_report, write_report
from oversight.actions.report_import import import_reports
from oversight.actions.report_reminding import remind_of_reports
from oversight.actions.report_steps import check_report, freeze_report, publish_report, return_report, submit_report
from oversight.actions.report_terms import set_report_terms
from oversight.actions.spot_checks import change_spot_check, draw_spot_check, plan_spot_check
from oversight.actions.warnings import lift_fault, mark_fault, withdraw_warning
from oversight.actions.watching import watch

__all__ = [
    "accept",
    "accept_order",
    "announce",
    "answer",
    "answer_finding",
    "answer_order",
    "assess_opinion",
    "begin_check",
    "cancel_order",
    "change_spot_check",
    "check_report",
    "close",
    "close_spot_check",
    "collect_opinion",
    "correct_cell",
    "demand_for",
    "draw_spot_check",
    "drop_opinion",
    "erase_complaints",
    "escalate_order",
    "evaluate_opinion",
    "explain",
    "extend_complaint",
    "fill_form",
    "fill_self_check",
    "finalise",
    "forward",
    "freeze_report",
    "handle_opinion",
    "import_reports",
    "issue_order",
    "join",
    "lift_fault",
    "mark_fault",
    "mark_messages_read",
    "matter_of",
    "measure",
    "open_assessment",
    "open_report",
    "plan_spot_check",
    "publish_report",
    "publish_result",
    "rate_result",
    "read_by_complainant",
    "recheck_finding",
    "recompute_report",
    "remind_of_reports",
    "respond_to_opinion",
    "return_order",
    "return_report",
    "save_scheme",
    "say_consent",
    "score",
    "send_findings",
    "set_report_terms",
    "set_terms",
    "submit_complaint",
    "submit_report",
    "take_in_complaint",
    "tell_of_messages",
    "watch",
    "withdraw_result",
    "withdraw_warning",
    "write_report",
    "write_to_complainant",
    "write_to_office",
]

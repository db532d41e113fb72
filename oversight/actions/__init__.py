"""Decisions of the office."""

from oversight.actions.assessments import finalise, measure, open_assessment, save_scheme, score
from oversight.actions.complaints import (
    accept,
    announce,
    answer,
    close,
    forward,
    set_terms,
    submit_complaint,
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
from oversight.actions.warnings import lift_fault, mark_fault, withdraw_warning
from oversight.actions.watching import watch

__all__ = [
    "accept",
    "accept_order",
    "announce",
    "answer",
    "answer_order",
    "cancel_order",
    "check_report",
    "close",
    "correct_cell",
    "demand_for",
    "escalate_order",
    "finalise",
    "forward",
    "freeze_report",
    "import_reports",
    "issue_order",
    "lift_fault",
    "mark_fault",
    "matter_of",
    "measure",
    "open_assessment",
    "open_report",
    "publish_report",
    "recompute_report",
    "remind_of_reports",
    "return_order",
    "return_report",
    "save_scheme",
    "score",
    "set_report_terms",
    "set_terms",
    "submit_complaint",
    "submit_report",
    "watch",
    "withdraw_warning",
    "write_report",
]

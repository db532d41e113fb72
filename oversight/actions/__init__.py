"""Decisions of the office."""

from oversight.actions.annual_reports import (
    check_report,
    correct_cell,
    freeze_report,
    open_report,
    publish_report,
    recompute_report,
    return_report,
    submit_report,
    write_report,
)
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
from oversight.actions.warnings import lift_fault, mark_fault, withdraw_warning
from oversight.actions.watching import watch

__all__ = [
    "accept",
    "announce",
    "answer",
    "check_report",
    "close",
    "correct_cell",
    "finalise",
    "forward",
    "freeze_report",
    "lift_fault",
    "mark_fault",
    "measure",
    "open_assessment",
    "open_report",
    "publish_report",
    "recompute_report",
    "return_report",
    "save_scheme",
    "score",
    "set_terms",
    "submit_complaint",
    "submit_report",
    "watch",
    "withdraw_warning",
    "write_report",
]

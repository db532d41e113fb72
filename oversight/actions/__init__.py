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
from oversight.actions.warnings import lift_fault, mark_fault, withdraw_warning
from oversight.actions.watching import watch

__all__ = [
    "accept",
    "accept_order",
    "announce",
    "answer",
    "answer_order",
    "cancel_order",
    "close",
    "demand_for",
    "escalate_order",
    "finalise",
    "forward",
    "issue_order",
    "lift_fault",
    "mark_fault",
    "matter_of",
    "measure",
    "open_assessment",
    "return_order",
    "save_scheme",
    "score",
    "set_terms",
    "submit_complaint",
    "watch",
    "withdraw_warning",
]

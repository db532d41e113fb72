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
from oversight.actions.warnings import lift_fault, mark_fault, withdraw_warning
from oversight.actions.watching import watch

__all__ = [
    "accept",
    "announce",
    "answer",
    "close",
    "finalise",
    "forward",
    "lift_fault",
    "mark_fault",
    "measure",
    "open_assessment",
    "save_scheme",
    "score",
    "set_terms",
    "submit_complaint",
    "watch",
    "withdraw_warning",
]

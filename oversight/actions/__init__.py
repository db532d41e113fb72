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
from oversight.actions.spot_checks import change_spot_check, draw_spot_check, plan_spot_check

__all__ = [
    "accept",
    "announce",
    "answer",
    "change_spot_check",
    "close",
    "draw_spot_check",
    "finalise",
    "forward",
    "measure",
    "open_assessment",
    "plan_spot_check",
    "save_scheme",
    "score",
    "set_terms",
    "submit_complaint",
]

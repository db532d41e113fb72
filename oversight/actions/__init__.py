"""Decisions of the office."""

from oversight.actions.assessments import finalise, measure, open_assessment, save_scheme, score
from oversight.actions.check_forms import begin_check, fill_form, fill_self_check
from oversight.actions.complaints import (
    accept,
    announce,
    answer,
    close,
    forward,
    set_terms,
    submit_complaint,
)
from oversight.actions.findings import answer_finding, close_spot_check, recheck_finding, send_findings
from oversight.actions.spot_checks import change_spot_check, draw_spot_check, plan_spot_check

__all__ = [
    "accept",
    "announce",
    "answer",
    "answer_finding",
    "begin_check",
    "change_spot_check",
    "close",
    "close_spot_check",
    "draw_spot_check",
    "fill_form",
    "fill_self_check",
    "finalise",
    "forward",
    "measure",
    "open_assessment",
    "plan_spot_check",
    "recheck_finding",
    "save_scheme",
    "score",
    "send_findings",
    "set_terms",
    "submit_complaint",
]

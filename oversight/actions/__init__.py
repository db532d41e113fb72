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

__all__ = [
    "accept",
    "announce",
    "answer",
    "close",
    "finalise",
    "forward",
    "measure",
    "open_assessment",
    "save_scheme",
    "score",
    "set_terms",
    "submit_complaint",
]

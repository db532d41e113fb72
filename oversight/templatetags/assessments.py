"""Badges of assessments, and where the row behind a piece of evidence opens."""

from collections.abc import Mapping

from django import template

from oversight.models import Assessment, EvidenceRow, Level, Step
from oversight.states import AssessmentState

register = template.Library()
TONES = {AssessmentState.OPEN: "quiet", AssessmentState.TOLD: "warn"}
LEVELS = {Level.EXCELLENT: "ok", Level.GOOD: "ok", Level.PASS: "info", Level.FAIL: "overdue"}


@register.filter
def assessment_tone(assessment: Assessment) -> str:
    """The tone of an assessment's badge."""
    return "ok" if assessment.is_final else TONES.get(AssessmentState(assessment.state), "info")


@register.filter
def level_tone(level: str) -> str:
    """The tone of a grade's badge."""
    return LEVELS.get(Level(level), "quiet") if level else "quiet"


@register.filter
def step_tone(step: str) -> str:
    """The tone of what follows: a commendation, or a step of the ladder."""
    return "ok" if step == Step.AWARD else "warn"


@register.filter
def opens_at(row: EvidenceRow, addresses: Mapping[tuple[str, int], str]) -> str:
    """The address of the live row; empty where the reader may not open it."""
    return addresses.get((row.kind, row.key), "")

"""Badges and names of spot checks."""

from django import template

from oversight.frames import stratum_name as name_of_stratum
from oversight.models import Finding, SpotCheck
from oversight.states import FindingState, SpotCheckState

register = template.Library()
CHECK_TONES = {
    SpotCheckState.PLANNED: "quiet",
    SpotCheckState.SENT: "warn",
    SpotCheckState.CLOSED: "ok",
    SpotCheckState.CANCELLED: "quiet",
}
FINDING_TONES = {FindingState.SENT: "warn", FindingState.ANSWERED: "info", FindingState.RECTIFIED: "ok"}


@register.filter
def check_tone(check: SpotCheck) -> str:
    """The tone of a spot check's badge."""
    return CHECK_TONES.get(SpotCheckState(check.state), "info")


@register.filter
def finding_tone(finding: Finding) -> str:
    """The tone of a finding's badge."""
    return FINDING_TONES.get(FindingState(finding.state), "quiet")


@register.filter
def stratum_name(stratum: str) -> str:
    """A stratum in the reader's language."""
    return name_of_stratum(stratum)

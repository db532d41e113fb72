"""What the office keeps: complaints with their extracts, assessments and spot checks."""

from oversight.models.assessments import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.models.check_forms import (
    CheckAnswer,
    CheckForm,
    Finding,
    FindingStep,
    Grade,
    Side,
    StepKind,
    Verdict,
)
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity
from oversight.models.spot_checks import CheckedAgency, CheckedItem, SpotCheck

__all__ = [
    "Assessment",
    "AssessmentScheme",
    "CheckAnswer",
    "CheckForm",
    "CheckedAgency",
    "CheckedItem",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintTerms",
    "Evidence",
    "Finding",
    "FindingStep",
    "Grade",
    "Identity",
    "Indicator",
    "Mode",
    "Score",
    "Side",
    "SpotCheck",
    "StepKind",
    "Verdict",
]

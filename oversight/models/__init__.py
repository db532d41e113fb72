"""What the office keeps: complaints with their extracts, assessments and spot checks."""

from oversight.models.assessments import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity
from oversight.models.spot_checks import CheckedAgency, CheckedItem, SpotCheck

__all__ = [
    "Assessment",
    "AssessmentScheme",
    "CheckedAgency",
    "CheckedItem",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintTerms",
    "Evidence",
    "Identity",
    "Indicator",
    "Mode",
    "Score",
    "SpotCheck",
]

"""What the office keeps: complaints with their extracts, and assessments."""

from oversight.models.assessments import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity

__all__ = [
    "Assessment",
    "AssessmentScheme",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintTerms",
    "Evidence",
    "Identity",
    "Indicator",
    "Mode",
    "Score",
]

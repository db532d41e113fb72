"""What the office keeps: complaints with their extracts, assessments, annual reports."""

from oversight.models.annual_report import AnnualReport, Correction
from oversight.models.assessments import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity

__all__ = [
    "AnnualReport",
    "Assessment",
    "AssessmentScheme",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintTerms",
    "Correction",
    "Evidence",
    "Identity",
    "Indicator",
    "Mode",
    "Score",
]

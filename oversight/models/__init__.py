"""What the office keeps: complaints with their extracts, assessments, annual reports, and warnings."""

from oversight.models.annual_report import AnnualReport, Correction
from oversight.models.assessments import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity
from oversight.models.report_terms import Deadlines, ReportTerms
from oversight.models.warnings import Closing, EarlyWarning, PlatformFault, RuleWatch, StepKind, WarningStep

__all__ = [
    "AnnualReport",
    "Assessment",
    "AssessmentScheme",
    "Closing",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintTerms",
    "Correction",
    "Deadlines",
    "EarlyWarning",
    "Evidence",
    "Identity",
    "Indicator",
    "Mode",
    "PlatformFault",
    "ReportTerms",
    "RuleWatch",
    "Score",
    "StepKind",
    "WarningStep",
]

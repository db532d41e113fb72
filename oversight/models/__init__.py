"""What the office keeps: complaints with their extracts, assessments, annual reports, warnings and orders."""

from oversight.models.annual_report import AnnualReport, Correction
from oversight.models.assessments import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity
from oversight.models.orders import (
    OrderAnswer,
    OrderEvidence,
    OrderQuerySet,
    OrderSeries,
    OrderStep,
    Rung,
    SupervisionOrder,
    Verdict,
)
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
    "OrderAnswer",
    "OrderEvidence",
    "OrderQuerySet",
    "OrderSeries",
    "OrderStep",
    "PlatformFault",
    "ReportTerms",
    "RuleWatch",
    "Rung",
    "Score",
    "StepKind",
    "SupervisionOrder",
    "Verdict",
    "WarningStep",
]

"""What the office keeps: complaints with their extracts, assessments, warnings and supervision orders."""

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
from oversight.models.warnings import Closing, EarlyWarning, PlatformFault, RuleWatch, StepKind, WarningStep

__all__ = [
    "Assessment",
    "AssessmentScheme",
    "Closing",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintTerms",
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
    "RuleWatch",
    "Rung",
    "Score",
    "StepKind",
    "SupervisionOrder",
    "Verdict",
    "WarningStep",
]

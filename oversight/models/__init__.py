"""What the office keeps: complaints, opinion cases, assessments, annual reports, warnings, orders and spot checks."""

from oversight.models.annual_report import AnnualReport, Correction
from oversight.models.assessments import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.models.check_forms import (
    CheckAnswer,
    CheckForm,
    CheckVerdict,
    Finding,
    FindingStep,
    FindingStepKind,
    Grade,
    Side,
)
from oversight.models.complaint_papers import ComplaintExtract, ComplaintMessage, ComplaintResult
from oversight.models.complaint_terms import ComplaintTerms
from oversight.models.complaints import Channel, Complaint, ComplaintKind, Identity, Rating
from oversight.models.opinions import Level, OpinionCase, OpinionConcern, OpinionSeries, OpinionSource, OpinionStep
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
from oversight.models.spot_checks import CheckedAgency, CheckedItem, SpotCheck
from oversight.models.warnings import Closing, EarlyWarning, PlatformFault, RuleWatch, StepKind, WarningStep

__all__ = [
    "AnnualReport",
    "Assessment",
    "AssessmentScheme",
    "Channel",
    "CheckAnswer",
    "CheckForm",
    "CheckVerdict",
    "CheckedAgency",
    "CheckedItem",
    "Closing",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintMessage",
    "ComplaintResult",
    "ComplaintTerms",
    "Correction",
    "Deadlines",
    "EarlyWarning",
    "Evidence",
    "Finding",
    "FindingStep",
    "FindingStepKind",
    "Grade",
    "Identity",
    "Indicator",
    "Level",
    "Mode",
    "OpinionCase",
    "OpinionConcern",
    "OpinionSeries",
    "OpinionSource",
    "OpinionStep",
    "OrderAnswer",
    "OrderEvidence",
    "OrderQuerySet",
    "OrderSeries",
    "OrderStep",
    "PlatformFault",
    "Rating",
    "ReportTerms",
    "RuleWatch",
    "Rung",
    "Score",
    "Side",
    "SpotCheck",
    "StepKind",
    "SupervisionOrder",
    "Verdict",
    "WarningStep",
]

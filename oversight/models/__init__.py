"""What the office keeps: complaints, assessments, annual reports, warnings, orders and spot checks."""

from oversight.models.annual_report import AnnualReport, Correction
from oversight.models.assessments import Assessment, Bonus, Score, SelfScore, VetoMark
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
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity
from oversight.models.consequences import Consequence, Step
from oversight.models.evidence_rows import EvidenceRow
from oversight.models.objections import Objection
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
from oversight.models.schemes import AssessmentScheme, Evidence, Indicator, Level, Mode, VetoEffect, VetoItem
from oversight.models.spot_checks import CheckedAgency, CheckedItem, SpotCheck
from oversight.models.warnings import Closing, EarlyWarning, PlatformFault, RuleWatch, StepKind, WarningStep

__all__ = [
    "AnnualReport",
    "Assessment",
    "AssessmentScheme",
    "Bonus",
    "CheckAnswer",
    "CheckForm",
    "CheckVerdict",
    "CheckedAgency",
    "CheckedItem",
    "Closing",
    "Complaint",
    "ComplaintExtract",
    "ComplaintKind",
    "ComplaintTerms",
    "Consequence",
    "Correction",
    "Deadlines",
    "EarlyWarning",
    "Evidence",
    "EvidenceRow",
    "Finding",
    "FindingStep",
    "FindingStepKind",
    "Grade",
    "Identity",
    "Indicator",
    "Level",
    "Mode",
    "Objection",
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
    "SelfScore",
    "Side",
    "SpotCheck",
    "Step",
    "StepKind",
    "SupervisionOrder",
    "Verdict",
    "VetoEffect",
    "VetoItem",
    "VetoMark",
    "WarningStep",
]

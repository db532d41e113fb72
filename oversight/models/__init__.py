"""What the office keeps, from complaints and opinion cases to assessments, annual reports, orders and powers."""

from oversight.models.annual_report import AnnualReport, Correction
from oversight.models.assessments import Assessment, Bonus, Score, SelfScore, VetoMark
from oversight.models.ballots import (
    Ballot,
    BallotLine,
    Invitation,
    ReviewContact,
    ReviewGrade,
    ReviewOpinion,
)
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
from oversight.models.complaints import (
    Channel,
    Complaint,
    ComplaintKind,
    Identity,
    Rating,
)
from oversight.models.consequences import Consequence, Step
from oversight.models.contests import FigureContest
from oversight.models.evidence_rows import EvidenceRow
from oversight.models.leading import (
    GroupMember,
    LeadingGroup,
    MemberRole,
    Responsibility,
    ResponsiblePerson,
)
from oversight.models.objections import Objection
from oversight.models.opinions import (
    OpinionCase,
    OpinionConcern,
    OpinionLevel,
    OpinionSeries,
    OpinionSource,
    OpinionStep,
)
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
from oversight.models.page_reports import PageErrorKind, PageReport, PageReportOutcome
from oversight.models.power_cases import (
    PUBLISHED_OUTCOMES,
    FindingKind,
    MajorFiling,
    Outcome,
    PowerCase,
    PowerCaseQuerySet,
    PowerFinding,
    PowerSeries,
    PowerStep,
    Source,
    outcome_words,
)
from oversight.models.power_items import PowerItem, PowerItemQuerySet, PowerKind
from oversight.models.report_terms import Deadlines, ReportTerms
from oversight.models.reviews import ReviewedAgency, ReviewRound
from oversight.models.schemes import AssessmentScheme, Evidence, Indicator, Level, Mode, VetoEffect, VetoItem
from oversight.models.spot_checks import CheckedAgency, CheckedItem, SpotCheck
from oversight.models.submissions import Bulletin, BulletinEntry, Submission
from oversight.models.training import Attendance, Course, CourseForm, StaffMember
from oversight.models.warnings import Closing, EarlyWarning, PlatformFault, RuleWatch, StepKind, WarningStep
from oversight.models.work_log import Activity, ActivityKind, ReportHeard
from oversight.models.work_plans import DemonstrationSite, Milestone, PlanKind, WorkPlan
from oversight.models.work_terms import WorkSeries, WorkTerms

__all__ = [
    "PUBLISHED_OUTCOMES",
    "Activity",
    "ActivityKind",
    "AnnualReport",
    "Assessment",
    "AssessmentScheme",
    "Attendance",
    "Ballot",
    "BallotLine",
    "Bonus",
    "Bulletin",
    "BulletinEntry",
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
    "Consequence",
    "Correction",
    "Course",
    "CourseForm",
    "Deadlines",
    "DemonstrationSite",
    "EarlyWarning",
    "Evidence",
    "EvidenceRow",
    "FigureContest",
    "Finding",
    "FindingKind",
    "FindingStep",
    "FindingStepKind",
    "Grade",
    "GroupMember",
    "Identity",
    "Indicator",
    "Invitation",
    "LeadingGroup",
    "Level",
    "MajorFiling",
    "MemberRole",
    "Milestone",
    "Mode",
    "Objection",
    "OpinionCase",
    "OpinionConcern",
    "OpinionLevel",
    "OpinionSeries",
    "OpinionSource",
    "OpinionStep",
    "OrderAnswer",
    "OrderEvidence",
    "OrderQuerySet",
    "OrderSeries",
    "OrderStep",
    "Outcome",
    "PageErrorKind",
    "PageReport",
    "PageReportOutcome",
    "PlanKind",
    "PlatformFault",
    "PowerCase",
    "PowerCaseQuerySet",
    "PowerFinding",
    "PowerItem",
    "PowerItemQuerySet",
    "PowerKind",
    "PowerSeries",
    "PowerStep",
    "Rating",
    "ReportHeard",
    "ReportTerms",
    "Responsibility",
    "ResponsiblePerson",
    "ReviewContact",
    "ReviewGrade",
    "ReviewOpinion",
    "ReviewRound",
    "ReviewedAgency",
    "RuleWatch",
    "Rung",
    "Score",
    "SelfScore",
    "Side",
    "Source",
    "SpotCheck",
    "StaffMember",
    "Step",
    "StepKind",
    "Submission",
    "SupervisionOrder",
    "Verdict",
    "VetoEffect",
    "VetoItem",
    "VetoMark",
    "WarningStep",
    "WorkPlan",
    "WorkSeries",
    "WorkTerms",
    "outcome_words",
]

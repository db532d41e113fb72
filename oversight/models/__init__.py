"""What the office keeps: complaints, assessments, annual reports, warnings, orders and spot checks."""

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
from oversight.models.complaints import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity
from oversight.models.leading import (
    GroupMember,
    LeadingGroup,
    MemberRole,
    Responsibility,
    ResponsiblePerson,
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
from oversight.models.report_terms import Deadlines, ReportTerms
from oversight.models.spot_checks import CheckedAgency, CheckedItem, SpotCheck
from oversight.models.submissions import Bulletin, BulletinEntry, Submission
from oversight.models.training import Attendance, Course, CourseForm, StaffMember
from oversight.models.warnings import Closing, EarlyWarning, PlatformFault, RuleWatch, StepKind, WarningStep
from oversight.models.work_log import Activity, ActivityKind, ReportHeard
from oversight.models.work_plans import DemonstrationSite, Milestone, PlanKind, WorkPlan
from oversight.models.work_terms import WorkSeries, WorkTerms

__all__ = [
    "Activity",
    "ActivityKind",
    "AnnualReport",
    "Assessment",
    "AssessmentScheme",
    "Attendance",
    "Bulletin",
    "BulletinEntry",
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
    "Correction",
    "Course",
    "CourseForm",
    "Deadlines",
    "DemonstrationSite",
    "EarlyWarning",
    "Evidence",
    "Finding",
    "FindingStep",
    "FindingStepKind",
    "Grade",
    "GroupMember",
    "Identity",
    "Indicator",
    "LeadingGroup",
    "MemberRole",
    "Milestone",
    "Mode",
    "OrderAnswer",
    "OrderEvidence",
    "OrderQuerySet",
    "OrderSeries",
    "OrderStep",
    "PlanKind",
    "PlatformFault",
    "ReportHeard",
    "ReportTerms",
    "Responsibility",
    "ResponsiblePerson",
    "RuleWatch",
    "Rung",
    "Score",
    "Side",
    "SpotCheck",
    "StaffMember",
    "StepKind",
    "Submission",
    "SupervisionOrder",
    "Verdict",
    "WarningStep",
    "WorkPlan",
    "WorkSeries",
    "WorkTerms",
]

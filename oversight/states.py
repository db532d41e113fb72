"""States of what the office keeps, and the verbs that lead from one to the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("accepted")
    JOINED = "joined", _("joined with an earlier one")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


OPEN_COMPLAINTS = frozenset({ComplaintState.RECEIVED, ComplaintState.ACCEPTED, ComplaintState.JOINED})
HEARD_ALONE = OPEN_COMPLAINTS - {ComplaintState.JOINED}

COMPLAINT_TABLE: dict[str, Transition] = {
    "accept": Transition(frozenset({ComplaintState.RECEIVED}), ComplaintState.ACCEPTED),
    "forward": Transition(frozenset({ComplaintState.ACCEPTED}), ComplaintState.ACCEPTED),
    "answer": Transition(frozenset({ComplaintState.ACCEPTED}), ComplaintState.ANSWERED),
    "close": Transition(HEARD_ALONE, ComplaintState.CLOSED),
    "extend": Transition(frozenset({ComplaintState.ACCEPTED}), ComplaintState.ACCEPTED),
    "join": Transition(HEARD_ALONE, ComplaintState.JOINED),
    # with the one that it was joined with
    "answer_joined": Transition(frozenset({ComplaintState.JOINED}), ComplaintState.ANSWERED),
    "close_joined": Transition(frozenset({ComplaintState.JOINED}), ComplaintState.CLOSED),
}


class PageReportState(models.TextChoices):
    """Where a report of an error on a page (找错) stands."""

    RECEIVED = "received", _("error reported")
    ACCEPTED = "accepted", _("error being put right")
    ANSWERED = "answered", _("report answered")


OPEN_PAGE_REPORTS = frozenset({PageReportState.RECEIVED, PageReportState.ACCEPTED})

PAGE_REPORT_TABLE: dict[str, Transition] = {
    "accept": Transition(frozenset({PageReportState.RECEIVED}), PageReportState.ACCEPTED),
    "answer": Transition(OPEN_PAGE_REPORTS, PageReportState.ANSWERED),
    # whoever has it next accepts it anew only if nobody has yet
    "pass_on": Transition(frozenset({PageReportState.RECEIVED}), PageReportState.RECEIVED),
    "pass_on_accepted": Transition(frozenset({PageReportState.ACCEPTED}), PageReportState.ACCEPTED),
}


class ExtractState(models.TextChoices):
    """Where an extract of a complaint stands that was passed on to the accused agency."""

    SENT = "sent", _("explanation wanted")
    ANSWERED = "answered", _("explained")


EXTRACT_TABLE: dict[str, Transition] = {
    "answer": Transition(frozenset({ExtractState.SENT}), ExtractState.ANSWERED),
}


class OpinionState(models.TextChoices):
    """Where an opinion case (舆情) stands: 收集、研判、处置、回应、评估."""

    COLLECTED = "collected", _("collected")
    ASSESSED = "assessed", _("assessed")
    HANDLED = "handled", _("being handled")
    RESPONDED = "responded", _("responded to")
    EVALUATED = "evaluated", _("evaluated")
    DROPPED = "dropped", _("no response needed")


UNANSWERED_OPINIONS = frozenset({OpinionState.COLLECTED, OpinionState.ASSESSED, OpinionState.HANDLED})
OPEN_OPINIONS = UNANSWERED_OPINIONS | {OpinionState.RESPONDED}
ASSIGNED_OPINIONS = frozenset({OpinionState.ASSESSED, OpinionState.HANDLED})

OPINION_TABLE: dict[str, Transition] = {
    "assess": Transition(frozenset({OpinionState.COLLECTED}), OpinionState.ASSESSED),
    "handle": Transition(ASSIGNED_OPINIONS, OpinionState.HANDLED),
    "respond": Transition(ASSIGNED_OPINIONS, OpinionState.RESPONDED),
    # what is done after the first statement
    "follow": Transition(frozenset({OpinionState.RESPONDED}), OpinionState.RESPONDED),
    "evaluate": Transition(frozenset({OpinionState.RESPONDED}), OpinionState.EVALUATED),
    "drop": Transition(UNANSWERED_OPINIONS, OpinionState.DROPPED),
}


class ContestState(models.TextChoices):
    """What became of a figure that an agency contested."""

    OPEN = "open", _("contested")
    CORRECTED = "corrected", _("figure corrected")
    KEPT = "kept", _("figure kept")


CONTEST_TABLE: dict[str, Transition] = {
    "correct": Transition(frozenset({ContestState.OPEN}), ContestState.CORRECTED),
    "keep": Transition(frozenset({ContestState.OPEN}), ContestState.KEPT),
}


class AssessmentState(models.TextChoices):
    """Where an assessment stands; a finalised one never moves again, publishing only shows it."""

    OPEN = "open", _("open")
    SELF_ASSESSED = "self_assessed", _("self-assessed")
    SCORED = "scored", _("being scored by the office")
    TOLD = "told", _("told to the agency")
    FINALISED = "finalised", _("finalised")
    PUBLISHED = "published", _("published")


FINAL_ASSESSMENTS = frozenset({AssessmentState.FINALISED, AssessmentState.PUBLISHED})
_TO_SCORE = frozenset({AssessmentState.OPEN, AssessmentState.SELF_ASSESSED, AssessmentState.SCORED})
_TOLD = frozenset({AssessmentState.TOLD})

ASSESSMENT_TABLE: dict[str, Transition] = {
    "assess_oneself": Transition(frozenset({AssessmentState.OPEN}), AssessmentState.OPEN),
    "hand_in": Transition(frozenset({AssessmentState.OPEN}), AssessmentState.SELF_ASSESSED),
    "measure": Transition(_TO_SCORE, AssessmentState.SCORED),
    "score": Transition(_TO_SCORE, AssessmentState.SCORED),
    "veto": Transition(_TO_SCORE, AssessmentState.SCORED),
    "give_bonus": Transition(_TO_SCORE, AssessmentState.SCORED),
    "tell": Transition(frozenset({AssessmentState.SCORED}), AssessmentState.TOLD),
    "object": Transition(_TOLD, AssessmentState.TOLD),
    "answer": Transition(_TOLD, AssessmentState.TOLD),
    "finalise": Transition(_TOLD, AssessmentState.FINALISED),
    "publish": Transition(frozenset({AssessmentState.FINALISED}), AssessmentState.PUBLISHED),
}


class ObjectionState(models.TextChoices):
    """Where an objection to a score stands."""

    RAISED = "raised", _("objection raised")
    UPHELD = "upheld", _("objection upheld")
    REJECTED = "rejected", _("objection rejected")


OBJECTION_TABLE: dict[str, Transition] = {
    "uphold": Transition(frozenset({ObjectionState.RAISED}), ObjectionState.UPHELD),
    "reject": Transition(frozenset({ObjectionState.RAISED}), ObjectionState.REJECTED),
}


class WarningState(models.TextChoices):
    """Where a warning stands; once closed it is never opened again: what comes back is a new one."""

    OPEN = "open", _("warning open")
    CLOSED = "closed", _("warning closed")


WARNING_TABLE: dict[str, Transition] = {
    "follow": Transition(frozenset({WarningState.OPEN}), WarningState.OPEN),
    "close": Transition(frozenset({WarningState.OPEN}), WarningState.CLOSED),
}


class ReportState(models.TextChoices):
    """Where an annual report stands. One taken over from an earlier year was published elsewhere."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted to the office")
    CHECKED = "checked", _("checked by the office")
    IMPORTED = "imported", _("taken over")
    FROZEN = "frozen", _("frozen")
    PUBLISHED = "published", _("published")


SETTLED_REPORTS = frozenset({ReportState.IMPORTED, ReportState.FROZEN, ReportState.PUBLISHED})

REPORT_TABLE: dict[str, Transition] = {
    "write": Transition(frozenset({ReportState.DRAFT}), ReportState.DRAFT),
    "submit": Transition(frozenset({ReportState.DRAFT}), ReportState.SUBMITTED),
    "check": Transition(frozenset({ReportState.SUBMITTED}), ReportState.CHECKED),
    "return": Transition(frozenset({ReportState.SUBMITTED, ReportState.CHECKED}), ReportState.DRAFT),
    "replace": Transition(frozenset({ReportState.IMPORTED}), ReportState.IMPORTED),
    "freeze": Transition(frozenset({ReportState.CHECKED, ReportState.IMPORTED}), ReportState.FROZEN),
    "publish": Transition(frozenset({ReportState.FROZEN}), ReportState.PUBLISHED),
}


class OrderState(models.TextChoices):
    """Where a supervision order (督办) stands."""

    ISSUED = "issued", _("order issued")
    ANSWERED = "answered", _("order answered")
    RETURNED = "returned", _("order returned")
    ACCEPTED = "accepted", _("order settled")
    CANCELLED = "cancelled", _("order cancelled")


AWAITING_ANSWER = frozenset({OrderState.ISSUED, OrderState.RETURNED})
OPEN_ORDERS = AWAITING_ANSWER | {OrderState.ANSWERED}

ORDER_TABLE: dict[str, Transition] = {
    "answer": Transition(AWAITING_ANSWER, OrderState.ANSWERED),
    "return": Transition(frozenset({OrderState.ANSWERED}), OrderState.RETURNED),
    "accept": Transition(frozenset({OrderState.ANSWERED}), OrderState.ACCEPTED),
    # the next rung is issued anew, with its own time
    "escalate": Transition(AWAITING_ANSWER, OrderState.ISSUED),
    "cancel": Transition(OPEN_ORDERS, OrderState.CANCELLED),
}


class SpotCheckState(models.TextChoices):
    """Where a spot check (抽查) stands."""

    PLANNED = "planned", _("planned")
    DRAWN = "drawn", _("drawn")
    CHECKING = "checking", _("being checked")
    SENT = "sent", _("findings sent")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("given up")


ENDED_CHECKS = frozenset({SpotCheckState.CLOSED, SpotCheckState.CANCELLED})

SPOT_CHECK_TABLE: dict[str, Transition] = {
    "change": Transition(frozenset({SpotCheckState.PLANNED}), SpotCheckState.PLANNED),
    "draw": Transition(frozenset({SpotCheckState.PLANNED}), SpotCheckState.DRAWN),
    "check_oneself": Transition(frozenset({SpotCheckState.DRAWN}), SpotCheckState.DRAWN),
    "begin": Transition(frozenset({SpotCheckState.DRAWN}), SpotCheckState.CHECKING),
    "fill": Transition(frozenset({SpotCheckState.CHECKING}), SpotCheckState.CHECKING),
    "send": Transition(frozenset({SpotCheckState.CHECKING}), SpotCheckState.SENT),
    "close": Transition(frozenset({SpotCheckState.SENT}), SpotCheckState.CLOSED),
    "cancel": Transition(frozenset({SpotCheckState.PLANNED, SpotCheckState.DRAWN}), SpotCheckState.CANCELLED),
}


class FindingState(models.TextChoices):
    """Where a finding of a spot check stands."""

    NOTED = "noted", _("noted")
    SENT = "sent", _("to be rectified")
    ANSWERED = "answered", _("answered, to be checked again")
    RECTIFIED = "rectified", _("rectified")


OPEN_FINDINGS = frozenset({FindingState.SENT, FindingState.ANSWERED})

FINDING_TABLE: dict[str, Transition] = {
    "note": Transition(frozenset({FindingState.NOTED}), FindingState.NOTED),
    "send": Transition(frozenset({FindingState.NOTED}), FindingState.SENT),
    "answer": Transition(frozenset({FindingState.SENT}), FindingState.ANSWERED),
    "pass": Transition(OPEN_FINDINGS, FindingState.RECTIFIED),
    "fail": Transition(OPEN_FINDINGS, FindingState.SENT),
}


class PlanState(models.TextChoices):
    """Where a plan that was filed stands; a returned one stays, and another is filed."""

    FILED = "filed", _("plan filed, no receipt yet")
    RECEIVED = "received", _("plan received")
    RETURNED = "returned", _("plan returned")


PLAN_TABLE: dict[str, Transition] = {
    "receive": Transition(frozenset({PlanState.FILED}), PlanState.RECEIVED),
    "return": Transition(frozenset({PlanState.FILED}), PlanState.RETURNED),
}


class SubmissionState(models.TextChoices):
    """What became of what an agency sent in (登记备案、择优刊登)."""

    RECEIVED = "received", _("submission received")
    FILED = "filed", _("submission filed")
    USED = "used", _("printed in a bulletin")


SUBMISSION_TABLE: dict[str, Transition] = {
    "file": Transition(frozenset({SubmissionState.RECEIVED}), SubmissionState.FILED),
    "use": Transition(frozenset({SubmissionState.FILED}), SubmissionState.USED),
}


class BulletinState(models.TextChoices):
    """Where a bulletin stands."""

    DRAFT = "draft", _("bulletin being made")
    PUBLISHED = "published", _("bulletin published")


BULLETIN_TABLE: dict[str, Transition] = {
    "change": Transition(frozenset({BulletinState.DRAFT}), BulletinState.DRAFT),
    "publish": Transition(frozenset({BulletinState.DRAFT}), BulletinState.PUBLISHED),
}


class MilestoneState(models.TextChoices):
    """Where a milestone of the work stands."""

    OPEN = "open", _("milestone open")
    DONE = "done", _("milestone reached")


MILESTONE_TABLE: dict[str, Transition] = {
    "finish": Transition(frozenset({MilestoneState.OPEN}), MilestoneState.DONE),
}


class PowerState(models.TextChoices):
    """Where a case of a power stands; within a state the flow of its item says how far it is."""

    RUNNING = "running", _("being dealt with")
    DECIDED = "decided", _("case decided")
    CLOSED = "closed", _("case closed")
    ENDED = "ended", _("ended without a decision")


RUNNING_POWERS = frozenset({PowerState.RUNNING, PowerState.DECIDED})
_NOT_ENDED = RUNNING_POWERS | {PowerState.CLOSED}

POWER_TABLE: dict[str, Transition] = {
    "advance": Transition(frozenset({PowerState.RUNNING}), PowerState.RUNNING),
    "decide": Transition(frozenset({PowerState.RUNNING}), PowerState.DECIDED),
    "decide_and_close": Transition(frozenset({PowerState.RUNNING}), PowerState.CLOSED),
    "carry_out": Transition(frozenset({PowerState.DECIDED}), PowerState.DECIDED),
    "close": Transition(frozenset({PowerState.DECIDED}), PowerState.CLOSED),
    "end": Transition(frozenset({PowerState.RUNNING}), PowerState.ENDED),
    # what an outside system reports is where the case is, in whatever order it comes
    "report_running": Transition(_NOT_ENDED, PowerState.RUNNING),
    "report_decided": Transition(_NOT_ENDED, PowerState.DECIDED),
    "report_closed": Transition(_NOT_ENDED, PowerState.CLOSED),
}


class ReviewState(models.TextChoices):
    """Where a round of democratic review (民主评议) stands."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("review open")
    CLOSED = "closed", _("review closed")
    PUBLISHED = "published", _("published")


COUNTED_REVIEWS = frozenset({ReviewState.CLOSED, ReviewState.PUBLISHED})

REVIEW_TABLE: dict[str, Transition] = {
    # whoever is invited is settled before the first vote
    "invite": Transition(frozenset({ReviewState.PLANNED}), ReviewState.PLANNED),
    "open": Transition(frozenset({ReviewState.PLANNED}), ReviewState.OPEN),
    "vote": Transition(frozenset({ReviewState.OPEN}), ReviewState.OPEN),
    "close": Transition(frozenset({ReviewState.OPEN}), ReviewState.CLOSED),
    "publish": Transition(frozenset({ReviewState.CLOSED}), ReviewState.PUBLISHED),
}

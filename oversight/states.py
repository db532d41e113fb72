"""States of what the office keeps, and the verbs that lead from one to the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("accepted")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


OPEN_COMPLAINTS = frozenset({ComplaintState.RECEIVED, ComplaintState.ACCEPTED})

COMPLAINT_TABLE: dict[str, Transition] = {
    "accept": Transition(frozenset({ComplaintState.RECEIVED}), ComplaintState.ACCEPTED),
    "forward": Transition(frozenset({ComplaintState.ACCEPTED}), ComplaintState.ACCEPTED),
    "answer": Transition(frozenset({ComplaintState.ACCEPTED}), ComplaintState.ANSWERED),
    "close": Transition(OPEN_COMPLAINTS, ComplaintState.CLOSED),
}


class AssessmentState(models.TextChoices):
    """Where an assessment stands; a finalised one is never touched again."""

    OPEN = "open", _("open")
    FINALISED = "finalised", _("finalised")


ASSESSMENT_TABLE: dict[str, Transition] = {
    "measure": Transition(frozenset({AssessmentState.OPEN}), AssessmentState.OPEN),
    "score": Transition(frozenset({AssessmentState.OPEN}), AssessmentState.OPEN),
    "finalise": Transition(frozenset({AssessmentState.OPEN}), AssessmentState.FINALISED),
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

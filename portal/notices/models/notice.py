"""Notices: the outbox for e-mail and, for people with an account, their inbox; one row is both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Agency
from portal.notices.models.outgoing import Outgoing, OutgoingQuerySet, outbox_index
from portal.notices.states import State

if TYPE_CHECKING:
    from portal.accounts.models import User


class Kind(models.TextChoices):
    """What a notice is about. Part of the key that makes a notice exist once, so a value is never renamed."""

    DUE_REMINDER = "due_reminder", _("Deadline reminder")
    DUE_ESCALATION = "due_escalation", _("Overdue, told to those above")
    DUTY_REMINDER = "duty_reminder", _("Publication duty reminder")
    ITEM_SUBMITTED = "item_submitted", _("Item waiting for review")
    ITEM_RETURNED = "item_returned", _("Item sent back")
    ITEM_APPROVED = "item_approved", _("Item approved")
    ITEM_PUBLISHED = "item_published", _("Item published")
    ALERT_ASKED = "alert_asked", _("Alert to be confirmed")
    ALERT = "alert", _("Alert about what is new")
    ITEM_WITHDRAWN = "item_withdrawn", _("Item withdrawn")
    ITEM_SCHEDULE_FAILED = "item_schedule_failed", _("Scheduled publication failed")
    ITEM_RELEASED = "item_released", _("Emergency publication")
    ITEM_EXPIRED = "item_expired", _("Publication ended")
    CONSULTATION_CLOSED = "consultation_closed", _("Consultation closed")
    CONSULTATION_OUTCOME = "consultation_outcome", _("Outcome of a consultation")
    HEARING_SEAT = "hearing_seat", _("Seat at a hearing became free")
    HEARING_CHANGED = "hearing_changed", _("Hearing put off or cancelled")
    HEARING_LIST = "hearing_list", _("Participants of a hearing chosen")
    HEARING_OUTCOME = "hearing_outcome", _("Outcome of a hearing")
    REQUEST_RECEIVED = "request_received", _("Request received")
    REQUEST_REGISTERED = "request_registered", _("Request registered")
    REQUEST_ASSIGNED = "request_assigned", _("Request assigned")
    REQUEST_CO_HANDLED = "request_co_handled", _("Help with a request asked for")
    REQUEST_SUPPLEMENT_ASKED = "request_supplement_asked", _("Supplement asked for")
    REQUEST_EXTENDED = "request_extended", _("Time for the answer extended")
    REQUEST_REASONS_ASKED = "request_reasons_asked", _("Reasons asked for")
    REQUEST_REASONS_GIVEN = "request_reasons_given", _("Reasons given")
    REQUEST_DATE_SET = "request_date_set", _("Later date for the answer set")
    REQUEST_CHARGED = "request_charged", _("Fee notice")
    REQUEST_PAID = "request_paid", _("Payment received")
    REQUEST_UNPAID = "request_unpaid", _("Fee not paid in time")
    REQUEST_TRANSFERRED = "request_transferred", _("Request passed on")
    REQUEST_DECIDED = "request_decided", _("Decision waiting for review")
    REQUEST_DECISION_RETURNED = "request_decision_returned", _("Decision sent back")
    REQUEST_ANSWERED = "request_answered", _("Request answered")
    REMEDY_DUE = "remedy_due", _("Answer in a reconsideration due")
    PROPOSAL_OPENED = "proposal_opened", _("Proposal to publish proactively")
    PROPOSAL_DECIDED = "proposal_decided", _("Proposal to publish decided")
    TOPIC_RECEIVED = "topic_received", _("Topic request received")
    TOPIC_ANSWERED = "topic_answered", _("Topic request answered")
    TOPIC_REFUSED = "topic_refused", _("Topic request refused")
    TOPIC_MERGED = "topic_merged", _("Topic request merged into another")
    COMPLAINT_RECEIVED = "complaint_received", _("Complaint received")
    COMPLAINT_ACCEPTED = "complaint_accepted", _("Complaint accepted")
    COMPLAINT_FORWARDED = "complaint_forwarded", _("Extract of a complaint received")
    COMPLAINT_ANSWERED = "complaint_answered", _("Complaint answered")
    COMPLAINT_MESSAGE = "complaint_message", _("Message of a complainant received")
    COMPLAINT_EXPLAINED = "complaint_explained", _("Explanation of an agency received")
    PAGE_REPORT = "page_report", _("Error reported on a page")
    OPINION_ASSIGNED = "opinion_assigned", _("Opinion case to be answered")
    OPINION_RESPONDED = "opinion_responded", _("Opinion case responded to")
    ASSESSMENT_OPENED = "assessment_opened", _("Assessment opened")
    ASSESSMENT_TOLD = "assessment_told", _("Scores of the assessment told")
    OBJECTION_RAISED = "objection_raised", _("Objection to a score")
    OBJECTION_ANSWERED = "objection_answered", _("Objection to a score answered")
    ASSESSMENT_FINALISED = "assessment_finalised", _("Assessment finalised")
    REPORT_DUE = "report_due", _("Annual report due")
    REPORT_WAITING = "report_waiting", _("Annual report waiting for the next step")
    WARNING = "warning", _("Warning of electronic supervision")
    ORDER_ISSUED = "order_issued", _("Supervision order")
    ORDER_ANSWERED = "order_answered", _("Supervision order answered")
    ORDER_RETURNED = "order_returned", _("Answer to a supervision order returned")
    ORDER_ACCEPTED = "order_accepted", _("Supervision order settled")
    ORDER_ESCALATED = "order_escalated", _("Supervision order went one rung further")
    ORDER_CANCELLED = "order_cancelled", _("Supervision order cancelled")
    SELF_CHECK_ASKED = "self_check_asked", _("Self-check asked for")
    SPOT_CHECK_CANCELLED = "spot_check_cancelled", _("Spot check given up")
    FIGURE_CONTESTED = "figure_contested", _("Figure contested by the agency")
    CONTEST_JUDGED = "contest_judged", _("Contested figure judged")
    FINDING_SENT = "finding_sent", _("Findings of a spot check received")
    FINDING_ANSWERED = "finding_answered", _("Finding answered by the agency")
    FINDING_RECHECKED = "finding_rechecked", _("Finding checked again")
    PLAN_JUDGED = "plan_judged", _("Plan of the year received or returned")
    MAJOR_CASE = "major_case", _("Major case reported to the office")
    BALLOT_ASKED = "ballot_asked", _("Ballot of a democratic review to be filled in")
    REVIEW_INVITED = "review_invited", _("Invitation to a democratic review")
    REVIEW_CLOSED = "review_closed", _("Opinions of a democratic review to be answered")
    AUDIT_ANCHOR = "audit_anchor", _("Anchor of the audit trail")
    AUDIT_BROKEN = "audit_broken", _("Audit trail broken")


# What does not wait for the morning: it must be acted on today, or keeps watch over the portal itself.
URGENT = frozenset(
    {
        Kind.DUE_ESCALATION,
        Kind.ITEM_SCHEDULE_FAILED,
        Kind.ITEM_RELEASED,
        Kind.ALERT_ASKED,
        Kind.BALLOT_ASKED,
        Kind.HEARING_SEAT,
        Kind.HEARING_CHANGED,
        Kind.ORDER_ISSUED,
        Kind.ORDER_ESCALATED,
        Kind.OPINION_ASSIGNED,
        Kind.AUDIT_ANCHOR,
        Kind.AUDIT_BROKEN,
    }
)


def kind_choices() -> list[tuple[str, str | Promise]]:
    """Named, so that a new member of `Kind` is no change of the table."""
    return list(Kind.choices)


class NoticeQuerySet(OutgoingQuerySet["Notice"]):
    def addressed_to(self, user: User) -> Self:
        """The inbox of `user`: all that was written to them and is not known to be untrue by now.

        A notice stands here from the moment its cause is committed, sent or not: mail servers fail, inboxes do not.
        """
        return self.filter(recipient=user).exclude(state=State.ABORTED)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(Outgoing):
    """One thing told to one recipient on one occasion; it exists at most once."""

    kind = models.CharField(_("kind"), max_length=40, choices=kind_choices)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    occasion = models.CharField(_("occasion"), max_length=80)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        on_delete=models.CASCADE,
        null=True,
        related_name="notices",
        db_index=False,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    url = models.CharField(_("address"), max_length=300, blank=True)
    read_at = models.DateTimeField(_("read"), null=True)

    objects = NoticeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, email="") | (Q(recipient__isnull=True) & ~Q(email="")),
                name="notice_goes_to_an_account_or_an_address",
            ),
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject_type", "subject_id", "occasion"],
                condition=Q(recipient__isnull=False),
                name="notice_once_per_account_and_occasion",
            ),
            models.UniqueConstraint(
                fields=["email", "kind", "subject_type", "subject_id", "occasion"],
                condition=Q(recipient__isnull=True),
                name="notice_once_per_address_and_occasion",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_inbox"),
            outbox_index("notice_outbox"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def subject(self) -> tuple[str, str]:
        """Model label and primary key of what the notice is about."""
        return self.subject_type, self.subject_id

    @property
    def address(self) -> str:
        """Where its e-mail goes; empty for an account without an address."""
        return self.email or (self.recipient.email if self.recipient else "")

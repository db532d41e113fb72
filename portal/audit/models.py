"""The audit trail: append-only rows, each holding the hash of the one before."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What happened. One member per verb; a presenter or report reads these, so they are never renamed."""

    AGENCY_FOUNDED = "agency_founded", _("agency added")
    AGENCY_CHANGED = "agency_changed", _("agency changed")
    AGENCY_RENAMED = "agency_renamed", _("agency renamed")
    AGENCY_MERGED = "agency_merged", _("agency merged into another")
    AGENCY_SPLIT = "agency_split", _("affairs of an agency divided")
    ACCOUNT_OPENED = "account_opened", _("account opened")
    ACCOUNT_CLOSED = "account_closed", _("account closed")
    ROLE_GRANTED = "role_granted", _("role granted")
    ROLE_REVOKED = "role_revoked", _("role revoked")
    CALENDAR_CHANGED = "calendar_changed", _("calendar changed")
    CATALOG_IMPORTED = "catalog_imported", _("catalog imported")
    ENTRY_CHANGED = "entry_changed", _("catalog entry changed")
    FIELDS_DEFINED = "fields_defined", _("content fields defined")
    DUTY_ASSIGNED = "duty_assigned", _("duty assigned")
    TEMPLATE_APPLIED = "template_applied", _("catalog template applied")
    ENTRY_OVERRIDDEN = "entry_overridden", _("inherited catalog entry overridden")
    INFORMATION_WITHHELD = "information_withheld", _("information entered as withheld")
    WITHHOLDING_REASSESSED = "withholding_reassessed", _("withheld information re-assessed")
    DUTY_CHANGED = "duty_changed", _("duty changed")
    ITEM_DRAFTED = "item_drafted", _("item drafted")
    ITEM_REVISED = "item_revised", _("item revised")
    FILE_ATTACHED = "file_attached", _("file attached")
    FILE_DETACHED = "file_detached", _("file taken off")
    ITEMS_IMPORTED = "items_imported", _("items imported from a file")
    ROWS_CHANGED = "rows_changed", _("rows of a list changed")
    ITEM_SUBMITTED = "item_submitted", _("item submitted for review")
    ITEM_RETURNED = "item_returned", _("item sent back")
    ITEM_APPROVED = "item_approved", _("item approved")
    ITEM_PUBLISHED = "item_published", _("item published")
    ITEM_WITHDRAWN = "item_withdrawn", _("item withdrawn")
    CORRECTION_NOTED = "correction_noted", _("public note on a correction written")
    CHANNEL_RECORDED = "channel_recorded", _("publication through a channel recorded")
    NORMATIVE_REGISTERED = "normative_registered", _("normative document registered")
    NORMATIVE_RELATED = "normative_related", _("effect of a normative document recorded")
    INTERPRETATION_PLANNED = "interpretation_planned", _("interpretation planned")
    INTERPRETATION_PAIRED = "interpretation_paired", _("interpretation tied to its policy")
    ITEM_SIGNED = "item_signed", _("step of the review signed")
    ITEM_SECRECY_REVIEWED = "item_secrecy_reviewed", _("item reviewed for secrecy")
    ITEM_SCHEDULED = "item_scheduled", _("item scheduled")
    ITEM_UNSCHEDULED = "item_unscheduled", _("schedule called off")
    ITEM_SCHEDULE_FAILED = "item_schedule_failed", _("schedule could not be carried out")
    ITEM_EXPIRED = "item_expired", _("publication of the item ended")
    ITEM_RELEASED = "item_released", _("item published in an emergency")
    ITEM_RELEASE_CLEARED = "item_release_cleared", _("emergency publication cleared")
    REVIEW_CHAIN_CHANGED = "review_chain_changed", _("chain of review changed")
    FINDING_WAIVED = "finding_waived", _("finding let through with a reason")
    WORDS_CHANGED = "words_changed", _("word list changed")
    CONSULTATION_SET_UP = "consultation_set_up", _("terms of a consultation set")
    CONSULTATION_EXTENDED = "consultation_extended", _("consultation extended")
    CONSULTATION_CONCLUDED = "consultation_concluded", _("outcome of a consultation published")
    OPINION_GIVEN = "opinion_given", _("opinion received")
    OPINION_MODERATED = "opinion_moderated", _("opinion looked at")
    OPINIONS_ANSWERED = "opinions_answered", _("opinions answered")
    SURVEY_SET_UP = "survey_set_up", _("window of a survey set")
    SURVEY_WRITTEN = "survey_written", _("questions of a survey written")
    SURVEY_EXTENDED = "survey_extended", _("survey extended")
    SURVEY_ANSWERED = "survey_answered", _("survey answered")
    SURVEY_MODERATED = "survey_moderated", _("free texts of a survey looked at")
    SURVEY_CONCLUDED = "survey_concluded", _("results of a survey published")
    GAZETTE_BEGUN = "gazette_begun", _("issue of the gazette begun")
    GAZETTE_ARRANGED = "gazette_arranged", _("issue of the gazette arranged")
    GAZETTE_PUBLISHED = "gazette_published", _("issue of the gazette published")
    HEARING_SET_UP = "hearing_set_up", _("terms of a hearing set")
    HEARING_EXTENDED = "hearing_extended", _("sign-up for a hearing extended")
    HEARING_POSTPONED = "hearing_postponed", _("hearing put off")
    HEARING_CANCELLED = "hearing_cancelled", _("hearing cancelled")
    SIGNUP_GIVEN = "signup_given", _("sign-up for a hearing received")
    SIGNUP_WITHDRAWN = "signup_withdrawn", _("sign-up for a hearing withdrawn")
    SIGNUP_MOVED_UP = "signup_moved_up", _("moved up from the waiting list")
    PARTICIPANTS_CHOSEN = "participants_chosen", _("participants of a hearing chosen")
    PARTICIPANTS_PUBLISHED = "participants_published", _("list of participants published")
    ATTENDANCE_RECORDED = "attendance_recorded", _("attendance of a hearing recorded")
    HEARING_VIEW_RECORDED = "hearing_view_recorded", _("view put forward at a hearing recorded")
    HEARING_VIEWS_ANSWERED = "hearing_views_answered", _("views of a hearing answered")
    HEARING_CONCLUDED = "hearing_concluded", _("outcome of a hearing published")
    READERS_CHANGED = "readers_changed", _("group of readers changed")
    REQUEST_SUBMITTED = "request_submitted", _("request received")
    REQUEST_REGISTERED = "request_registered", _("request registered")
    REQUEST_ASSIGNED = "request_assigned", _("request assigned")
    REQUEST_SEARCHED = "request_searched", _("search recorded")
    REQUEST_SPLIT = "request_split", _("request split into matters")
    REQUEST_NOTED = "request_noted", _("internal note written")
    REQUEST_SUPPLEMENT_ASKED = "request_supplement_asked", _("supplement asked for")
    REQUEST_SUPPLEMENTED = "request_supplemented", _("supplement received")
    REQUEST_EXTENDED = "request_extended", _("time for the answer extended")
    REQUEST_CONSULTED = "request_consulted", _("third party asked")
    REQUEST_OPINION_RECEIVED = "request_opinion_received", _("third party's opinion received")
    REQUEST_REASONS_ASKED = "request_reasons_asked", _("reasons of a request asked for")
    REQUEST_REASONS_GIVEN = "request_reasons_given", _("reasons of a request received")
    REQUEST_DATE_SET = "request_date_set", _("later date for the answer set")
    REQUEST_CHARGED = "request_charged", _("fee notice sent")
    REQUEST_PAID = "request_paid", _("payment of a fee recorded")
    REQUEST_TRANSFERRED = "request_transferred", _("request passed on")
    REQUEST_RESPONSIBLE_NAMED = "request_responsible_named", _("responsible agency named")
    REQUEST_DECIDED = "request_decided", _("decision drafted")
    REQUEST_DECISION_RETURNED = "request_decision_returned", _("decision sent back")
    REQUEST_ANSWERED = "request_answered", _("request answered")
    RELEASE_FILE_ADDED = "release_file_added", _("file for the answer uploaded")
    RELEASE_BOXES_DRAWN = "release_boxes_drawn", _("boxes drawn on a file of the answer")
    RELEASE_BOXES_ERASED = "release_boxes_erased", _("boxes taken off a file of the answer")
    RELEASE_ORDERED = "release_ordered", _("blackening of a file ordered")
    RELEASE_VERIFIED = "release_verified", _("file blackened and proved")
    RELEASE_FAILED = "release_failed", _("blackening of a file failed")
    RELEASE_FILE_REMOVED = "release_file_removed", _("file taken off the answer")
    RELEASE_ORIGINAL_REMOVED = "release_original_removed", _("original of a released file removed")
    REQUEST_WITHDRAWN = "request_withdrawn", _("request withdrawn")
    REQUEST_CO_HANDLED = "request_co_handled", _("co-handler asked")
    REQUEST_CO_HANDLING_ENDED = "request_co_handling_ended", _("part of a co-handler ended")
    REQUEST_LINKED = "request_linked", _("request linked to the earlier one it repeats")
    REQUEST_RELEASED = "request_released", _("answer prepared for publication")
    REQUESTS_IMPORTED = "requests_imported", _("requests on paper taken in from a file")
    REPLY_TEMPLATE_CHANGED = "reply_template_changed", _("reply template changed")
    REQUEST_ARCHIVED = "request_archived", _("request archived")
    LETTER_WRITTEN = "letter_written", _("letter written")
    LETTER_WORDED = "letter_worded", _("wording of a letter changed")
    REQUEST_REOPENED = "request_reopened", _("corrected decision taken up again")
    REMEDY_RECORDED = "remedy_recorded", _("reconsideration or lawsuit recorded")
    REMEDY_FOLLOWED = "remedy_followed", _("progress of a reconsideration or lawsuit recorded")
    REMEDY_CONCLUDED = "remedy_concluded", _("result of a reconsideration or lawsuit recorded")
    RETENTION_CHANGED = "retention_changed", _("retention plan changed")
    REQUEST_ERASED = "request_erased", _("personal data erased")
    REQUEST_UNLINKED = "request_unlinked", _("applicant cut the tie to the account")
    ANSWER_RATED = "answer_rated", _("answer rated by the applicant")
    PROPOSAL_OPENED = "proposal_opened", _("proposal to publish opened")
    PROPOSAL_JOINED = "proposal_joined", _("request joined to a proposal to publish")
    PROPOSAL_MADE = "proposal_made", _("publication proposed by the applicant")
    PROPOSAL_ACCEPTED = "proposal_accepted", _("proposal to publish accepted")
    PROPOSAL_DECLINED = "proposal_declined", _("proposal to publish declined")
    TOPIC_SUBMITTED = "topic_submitted", _("topic request received")
    TOPIC_SUPPORTED = "topic_supported", _("topic request supported")
    TOPIC_ANSWERED = "topic_answered", _("topic request answered")
    TOPIC_REFUSED = "topic_refused", _("topic request refused")
    TOPIC_MERGED = "topic_merged", _("topic request merged into another")
    TOPIC_PREPARED = "topic_prepared", _("publication for a topic request prepared")
    COMPLAINT_SUBMITTED = "complaint_submitted", _("complaint received")
    COMPLAINT_ACCEPTED = "complaint_accepted", _("complaint accepted")
    COMPLAINT_FORWARDED = "complaint_forwarded", _("extract of the complaint forwarded")
    COMPLAINT_ANSWERED = "complaint_answered", _("complaint answered")
    COMPLAINT_CLOSED = "complaint_closed", _("complaint closed")
    COMPLAINT_JOINED = "complaint_joined", _("complaint joined with an earlier one")
    COMPLAINT_EXTENDED = "complaint_extended", _("time for a complaint extended")
    COMPLAINT_WRITTEN = "complaint_written", _("message to the complainant")
    COMPLAINT_MESSAGE = "complaint_message", _("message of the complainant received")
    COMPLAINT_READ = "complaint_read", _("messages of the complainant read")
    COMPLAINT_EXPLAINED = "complaint_explained", _("extract of a complaint explained by the agency")
    COMPLAINT_PUBLISHED = "complaint_published", _("result of a complaint published")
    COMPLAINT_UNPUBLISHED = "complaint_unpublished", _("published result of a complaint taken back")
    COMPLAINT_ERASED = "complaint_erased", _("words of a complainant erased")
    COMPLAINT_TERMS_CHANGED = "complaint_terms_changed", _("time for complaints changed")
    SCHEME_CHANGED = "scheme_changed", _("assessment scheme changed")
    ASSESSMENT_OPENED = "assessment_opened", _("assessment opened")
    ASSESSMENT_SCORED = "assessment_scored", _("indicator scored")
    ASSESSMENT_FINALISED = "assessment_finalised", _("assessment finalised")
    WARNING_OPENED = "warning_opened", _("warning opened")
    WARNING_GRADED = "warning_graded", _("warning graded anew")
    WARNING_MOVED = "warning_moved", _("due day of a warning moved")
    WARNING_CLOSED = "warning_closed", _("warning closed")
    ORDER_ISSUED = "order_issued", _("supervision order issued")
    ORDER_ANSWERED = "order_answered", _("supervision order answered")
    ORDER_RETURNED = "order_returned", _("answer to a supervision order returned")
    ORDER_ACCEPTED = "order_accepted", _("supervision order settled")
    ORDER_ESCALATED = "order_escalated", _("supervision order went one rung further")
    ORDER_CANCELLED = "order_cancelled", _("supervision order cancelled")
    FAULT_MARKED = "fault_marked", _("time of a platform fault marked")
    FAULT_LIFTED = "fault_lifted", _("time of a platform fault lifted")
    REPORT_OPENED = "report_opened", _("annual report opened")
    REPORT_COMPUTED = "report_computed", _("annual report computed anew")
    REPORT_WRITTEN = "report_written", _("texts of the annual report written")
    REPORT_CORRECTED = "report_corrected", _("cell of the annual report set by hand")
    REPORT_SUBMITTED = "report_submitted", _("annual report submitted")
    REPORT_CHECKED = "report_checked", _("annual report checked")
    REPORT_RETURNED = "report_returned", _("annual report sent back")
    REPORT_FROZEN = "report_frozen", _("annual report frozen")
    REPORT_PUBLISHED = "report_published", _("annual report published")
    REPORT_TERMS_CHANGED = "report_terms_changed", _("days for annual reports changed")
    REPORT_IMPORTED = "report_imported", _("annual report of an earlier year taken over")
    OPINION_COLLECTED = "opinion_collected", _("opinion case collected")
    OPINION_ASSESSED = "opinion_assessed", _("opinion case assessed")
    OPINION_HANDLED = "opinion_handled", _("opinion case handled")
    OPINION_RESPONDED = "opinion_responded", _("opinion case responded to")
    OPINION_EVALUATED = "opinion_evaluated", _("opinion case evaluated")
    OPINION_DROPPED = "opinion_dropped", _("opinion case needs no response")
    SPOT_CHECK_PLANNED = "spot_check_planned", _("spot check planned")
    SPOT_CHECK_CHANGED = "spot_check_changed", _("plan of a spot check changed")
    SPOT_CHECK_DRAWN = "spot_check_drawn", _("sample of a spot check drawn")
    SPOT_CHECK_FILLED = "spot_check_filled", _("form of a spot check filled in")
    SPOT_CHECK_BEGUN = "spot_check_begun", _("spot check begun")
    SPOT_CHECK_SENT = "spot_check_sent", _("findings of a spot check sent")
    SPOT_CHECK_CLOSED = "spot_check_closed", _("spot check closed")
    FINDING_ANSWERED = "finding_answered", _("finding answered")
    FINDING_RECHECKED = "finding_rechecked", _("finding checked again")


def event_choices() -> list[tuple[str, str | Promise]]:
    """Named, so that a new member of `Event` is no change of the table."""
    return list(Event.choices)


class AuditEvent(models.Model):
    """One thing that happened, as a fact of its own: no foreign key, so nothing that is deleted takes it along."""

    number = models.BigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    event = models.CharField(_("event"), max_length=40, choices=event_choices)
    actor = models.CharField(_("actor"), max_length=160, blank=True)
    agency_path = models.CharField(max_length=255, blank=True, db_index=True)
    agency_name = models.CharField(_("agency"), max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=120, db_index=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.number} {self.get_event_display()} {self.subject}"


class ChainHead(models.Model):
    """The last link of the chain: one row, locked while a link is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_chain_has_one_head")]

    def __str__(self) -> str:
        return str(self.number)


class Verification(models.Model):
    """What came of reading the trail again, one night."""

    at = models.DateTimeField(_("time"))
    links = models.BigIntegerField(_("number"))
    faults = models.PositiveIntegerField(_("faults"))
    first_faults = models.TextField(_("first faults"), blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.links}: {self.faults}"


class Anchor(models.Model):
    """The head of the chain as it was on one day. Copies leave the database: to a file, by mail, on a public page.

    A chain alone cannot tell that its end was cut off, or that all of it was written anew; a copy of its head can.
    """

    day = models.DateField(_("day"), unique=True)
    number = models.BigIntegerField(_("number"))
    hash = models.CharField(_("hash"), max_length=64)
    made_at = models.DateTimeField(_("time"))
    written_at = models.DateTimeField(_("written to the file"), null=True)
    mailed_at = models.DateTimeField(_("handed to the mail"), null=True)
    mailed_to = models.TextField(_("recipients"), blank=True)

    class Meta:
        verbose_name = _("anchor of the audit trail")
        verbose_name_plural = _("anchors of the audit trail")
        default_permissions = ()
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.number} {self.hash}"

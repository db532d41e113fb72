"""What a grant may allow in the office's room."""

from django.db import models
from django.utils.translation import gettext_lazy


class Permission(models.TextChoices):
    """Granted on an agency, held for everything below it.

    HANDLE_COMPLAINT opens a complaint only where it is held on the government that hears it, and never to somebody
    who serves the accused agency (`oversight.models.ComplaintQuerySet`).
    """

    VIEW_OVERSIGHT = "view_oversight", gettext_lazy("see the figures and overdue cases of the agencies below")
    HANDLE_COMPLAINT = "handle_complaint", gettext_lazy("hear complaints")
    RECEIVE_EXTRACT = "receive_extract", gettext_lazy("read what the office passes on of complaints about the agency")
    ASSESS = "assess", gettext_lazy("assess the agencies below")
    VIEW_ASSESSMENT = "view_assessment", gettext_lazy("read assessments")
    SELF_ASSESS = "self_assess", gettext_lazy("assess the agency itself and object to its scores")
    VIEW_WARNING = "view_warning", gettext_lazy("read warnings and supervision orders about the agency and those below")
    SUPERVISE = "supervise", gettext_lazy("issue supervision orders, withdraw warnings, mark times of platform faults")
    ANSWER_ORDER = "answer_order", gettext_lazy("answer supervision orders")
    VIEW_REPORT = "view_report", gettext_lazy("read annual reports that are being prepared")
    DRAFT_REPORT = "draft_report", gettext_lazy("draft the annual report")
    CHECK_REPORT = "check_report", gettext_lazy("check annual reports, take over earlier ones")
    FREEZE_REPORT = "freeze_report", gettext_lazy("freeze and publish the annual report")
    SPOT_CHECK = "spot_check", gettext_lazy("draw and carry out spot checks of the agencies below")
    CONTEST_FIGURE = "contest_figure", gettext_lazy("contest figures about the agency")
    ANSWER_FINDING = "answer_finding", gettext_lazy("check the agency itself and answer the findings of spot checks")
    ANSWER_PAGE_REPORT = "answer_page_report", gettext_lazy("put right and answer errors that readers report on pages")
    HANDLE_OPINION = "handle_opinion", gettext_lazy("collect, assess and evaluate opinion cases")
    VIEW_WORK = "view_work", gettext_lazy("read how the work is organised in the agency and those below")
    FILE_WORK = "file_work", gettext_lazy("name responsible persons, file plans, send in information, keep the roster")
    ORGANISE_WORK = "organise_work", gettext_lazy("organise the work: receive plans, make bulletins, set terms")
    VIEW_POWER = "view_power", gettext_lazy("read the cases of powers of the agency and those below")
    RUN_POWER = "run_power", gettext_lazy("run cases of powers and report them")
    MANAGE_POWER = "manage_power", gettext_lazy("keep the powers of the agencies below, their flows and benchmarks")
    RUN_REVIEW = "run_review", gettext_lazy("hold democratic reviews of the agencies below")
    ANSWER_REVIEW = "answer_review", gettext_lazy("answer the opinions of democratic reviews")

"""Filled forms of spot checks, the findings that follow from them, and what became of each."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.checklist import ALL, Question, question_choices
from oversight.models.spot_checks import CheckedAgency, CheckedItem, few
from oversight.permissions import Permission
from oversight.states import OPEN_FINDINGS, FindingState
from portal.agencies.doors import OwnedQuerySet
from portal.uploads.models import StoredFile
from portal.workdays.models import Clock


class Side(models.TextChoices):
    """Who filled a form in."""

    OFFICE = "office", _("the office")
    AGENCY = "agency", _("the agency itself")


class CheckVerdict(models.TextChoices):
    """The answer to a question."""

    GOOD = "good", _("in order")
    FAULT = "fault", _("fault")
    NOT_APPLICABLE = "not_applicable", _("does not apply")


class Grade(models.TextChoices):
    """How grave a finding is."""

    MINOR = "minor", _("minor")
    SERIOUS = "serious", _("serious")
    VETO = "veto", _("veto")


class CheckForm(models.Model):
    """The form about a checked agency, or about one of its items; one of the office and one of the agency itself."""

    checked_agency = models.ForeignKey(CheckedAgency, on_delete=models.PROTECT, related_name="forms")
    checked_item = models.ForeignKey(CheckedItem, on_delete=models.PROTECT, null=True, related_name="forms")
    side = models.CharField(_("filled in by"), max_length=6, choices=Side)
    filled_at = models.DateTimeField(_("filled in"))
    filled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("check form")
        verbose_name_plural = _("check forms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["checked_agency", "side"], condition=Q(checked_item=None), name="form_of_an_agency_once"
            ),
            models.UniqueConstraint(
                fields=["checked_item", "side"], condition=~Q(checked_item=None), name="form_of_an_item_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.checked_item or self.checked_agency)


class CheckAnswer(models.Model):
    """The answer to one question, with what proves it. A fault says what is wrong."""

    form = models.ForeignKey(CheckForm, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(_("question"), max_length=20, choices=question_choices)
    verdict = models.CharField(_("verdict"), max_length=14, choices=CheckVerdict)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    link = models.URLField(_("address of the evidence"), max_length=400, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("answer of a check form")
        verbose_name_plural = _("answers of check forms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="check_question_answered_once"),
            models.CheckConstraint(
                condition=~Q(verdict=CheckVerdict.FAULT) | ~Q(remark=""), name="fault_says_what_is_wrong"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.verdict}"

    @property
    def question(self) -> Question:
        return ALL[self.code]


class FindingQuerySet(OwnedQuerySet["Finding"]):
    """Findings belong to the agency that was checked, which opens only those that were sent to it."""

    agency_field = "checked_agency__agency"
    manage_permission = Permission.ANSWER_FINDING

    def sent(self) -> Self:
        return self.exclude(state=FindingState.NOTED)

    def open(self) -> Self:
        """To be rectified, or answered and not checked again yet."""
        return self.filter(state__in=OPEN_FINDINGS)

    def to_answer(self) -> Self:
        return self.filter(state=FindingState.SENT)

    def to_recheck(self) -> Self:
        """Answered, and not looked at again yet."""
        return self.filter(state=FindingState.ANSWERED)

    def due_by(self, day: dt.date) -> Self:
        """To be rectified by the end of `day` at the latest."""
        return self.to_answer().filter(clock__due_on__lte=day)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def for_lists(self) -> Self:
        """With what a row of a list shows."""
        check = "checked_agency__spot_check"
        rows = self.select_related("clock", "checked_agency__agency", f"{check}__agency")
        return rows.defer(f"{check}__frame", f"{check}__conclusion", f"{check}__basis")

    def with_all(self) -> Self:
        """With what a page of findings shows."""
        related = ("answer__file", "answer__form__checked_item", "clock", "checked_agency__agency")
        return self.select_related(*related).prefetch_related("steps__file", "steps__by")


class Finding(models.Model):
    """A fault that the office found, to be rectified within so many working days of its sending."""

    checked_agency = models.ForeignKey(CheckedAgency, on_delete=models.PROTECT, related_name="findings")
    answer = models.OneToOneField(CheckAnswer, on_delete=models.PROTECT, related_name="finding")
    position = models.PositiveSmallIntegerField(_("number"), null=True)
    grade = models.CharField(_("grade"), max_length=8, choices=Grade)
    days = models.PositiveSmallIntegerField(_("working days to rectify"), validators=few(120))
    state = models.CharField(
        _("state"), max_length=10, choices=FindingState, default=FindingState.NOTED, editable=False
    )
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="+")
    rectified_on = models.DateField(_("rectified on"), null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["checked_agency", "position"], name="finding_number_unique"),
            models.CheckConstraint(condition=Q(days__range=(1, 120)), name="finding_1_to_120_days"),
            models.CheckConstraint(
                condition=Q(state=FindingState.NOTED, position__isnull=True, clock__isnull=True)
                | (~Q(state=FindingState.NOTED) & Q(position__isnull=False, clock__isnull=False)),
                name="finding_sent_has_number_and_clock",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.RECTIFIED, rectified_on__isnull=False)
                | (~Q(state=FindingState.RECTIFIED) & Q(rectified_on__isnull=True)),
                name="finding_rectified_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.answer.remark)

    @property
    def key(self) -> tuple[str, int, int, str, int | None]:
        """What stands in its addresses."""
        return (*self.checked_agency.spot_check.key, self.checked_agency.number, self.position)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_FINDINGS

    def office_url(self) -> str:
        return reverse("oversight:finding_recheck", args=self.key)

    def agency_url(self) -> str:
        return reverse("oversight:finding_answer", args=self.key)


class FindingStepKind(models.TextChoices):
    """What happened to a finding."""

    ANSWERED = "answered", _("answered by the agency")
    PASSED = "passed", _("checked again: rectified")
    FAILED = "failed", _("checked again: not rectified")


class FindingStep(models.Model):
    """An answer of the agency, or a second look (回头看) of the office, with its evidence. Only ever added."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=8, choices=FindingStepKind)
    text = models.CharField(_("text"), max_length=1000)
    link = models.URLField(_("address of the evidence"), max_length=400, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step of a finding")
        verbose_name_plural = _("steps of findings")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

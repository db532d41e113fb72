"""What a survey asks: questions in order, and the options of a question in order."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.models.survey import Survey

MOST_QUESTIONS = 50
MOST_OPTIONS = 30
SCALE = (1, 2, 3, 4, 5)
LONGEST_TEXT = 500  # characters of a free text


class Asking(models.TextChoices):
    """How a question is answered."""

    ONE = "one", _("One choice")
    SEVERAL = "several", _("Several choices")
    SCALE = "scale", _("Scale from 1 to 5")
    TEXT = "text", _("Short text")


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions of a survey that the caller has reached through its door."""

    def of(self, survey: Survey) -> Self:
        """In order, with their options."""
        return self.filter(survey=survey).order_by("position").prefetch_related("options")


class Question(models.Model):
    """One question. `least` and `most` limit how many of several choices are taken; empty: no limit."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    asking = models.CharField(_("type of answer"), max_length=7, choices=Asking)
    text = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("help"), max_length=200, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    low = models.CharField(_("1 means"), max_length=30, blank=True)
    high = models.CharField(_("5 means"), max_length=30, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["survey", "position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="question_position_unique"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_QUESTIONS), name="question_position_in_range"
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="question_most_not_below_least",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def name(self) -> str:
        """Of its field in the form."""
        return f"q{self.position}"

    def label_of(self, step: int) -> str:
        """A step of the scale with what it means."""
        meaning = {SCALE[0]: self.low, SCALE[-1]: self.high}.get(step, "")
        return f"{step} · {meaning}" if meaning else str(step)


class Option(models.Model):
    """Something to choose."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("option"), max_length=100)

    class Meta:
        default_permissions = ()
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="option_position_unique"),
            models.UniqueConstraint(fields=["question", "text"], name="option_text_unique"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_OPTIONS), name="option_position_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.text

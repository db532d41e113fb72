"""What people answered: nothing in it tells who they are, and nothing of it changes."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item
from disclosure.models.question import LONGEST_TEXT, SCALE, Option, Question
from disclosure.models.survey import Survey
from disclosure.moderation import HiddenFor, Showing
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class Response(models.Model):
    """One filled-in form: no name, no address, and of the time only the day."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField()
    given_on = models.DateField(default=timezone.localdate)
    filing_digest = models.CharField(max_length=64, unique=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        ordering = ["survey", "number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="response_number_unique")]

    def __str__(self) -> str:
        return f"{self.survey_id} #{self.number}"


class ResponseAnswer(models.Model):
    """The answer to one question; a question that was left out has none. `number` is the step of a scale."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="question_answered_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=SCALE[0], number__lte=SCALE[-1]),
                name="answer_on_the_scale",
            ),
        ]
        indexes = [models.Index(fields=["question", "number"], name="answer_counted")]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.question_id}"


class ResponseChoice(models.Model):
    """An option that was chosen."""

    answer = models.ForeignKey(ResponseAnswer, on_delete=models.PROTECT, related_name="choices")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["answer", "option"], name="option_chosen_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.option_id}"


class ResponseTextQuerySet(OwnedQuerySet["ResponseText"]):
    """Free texts as sentences."""

    agency_field = "answer__question__survey__item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        """Let through by staff, in a survey whose results are published and can be read."""
        return Q(
            state=Showing.SHOWN,
            answer__question__survey__results_at__isnull=False,
            answer__question__survey__item__in=Item.objects.public().order_by(),
        )

    def on(self, survey: Survey) -> Self:
        return self.filter(answer__question__survey=survey)

    def waiting_first(self) -> Self:
        rank = models.Case(models.When(state=Showing.WAITING, then=0), default=1)
        return self.select_related("answer__question").order_by(rank, "answer__question__position", "pk")


class ResponseText(models.Model):
    """A free text. It never changes; `public_text` is it with personal data masked, for when staff let it through."""

    answer = models.OneToOneField(ResponseAnswer, on_delete=models.PROTECT, related_name="free_text")
    text = models.TextField(max_length=LONGEST_TEXT)
    public_text = models.TextField(_("as everybody reads it"))
    state = models.CharField(_("shown"), max_length=8, choices=Showing, default=Showing.WAITING)
    hidden_for = models.CharField(_("not shown because"), max_length=10, choices=HiddenFor, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ResponseTextQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=Showing.HIDDEN, hidden_for__gt="") | (~Q(state=Showing.HIDDEN) & Q(hidden_for="")),
                name="free_text_not_shown_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=Showing.WAITING, looked_at__isnull=True, looked_by__isnull=True)
                | (~Q(state=Showing.WAITING) & Q(looked_at__isnull=False, looked_by__isnull=False)),
                name="free_text_looked_at_has_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def agency(self) -> Agency:
        return self.answer.question.survey.item.agency

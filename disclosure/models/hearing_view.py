"""What was put forward at a hearing, and what became of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.masking import masked
from disclosure.models.answer import Adoption
from disclosure.models.hearing import Hearing
from disclosure.models.signup import Signup


class HearingViewQuerySet(models.QuerySet["HearingView"]):
    """Views of one hearing."""

    def unanswered(self) -> Self:
        return self.filter(result="")


class HearingView(models.Model):
    """A view put forward at a hearing; it has an answer with its reason before the outcome can be published."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="views")
    number = models.PositiveIntegerField(_("number"))
    signup = models.ForeignKey(
        Signup, verbose_name=_("put forward by"), on_delete=models.PROTECT, null=True, related_name="views"
    )
    text = models.TextField(_("view"), max_length=2000)
    result = models.CharField(_("result"), max_length=8, choices=Adoption, blank=True)
    reason = models.TextField(_("how it was taken up, or why not"), max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = HearingViewQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["hearing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "number"], name="hearing_view_number_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="hearing_view_has_text"),
            models.CheckConstraint(
                condition=Q(result="", reason="") | (~Q(result="") & ~Q(reason="")),
                name="hearing_view_answer_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} #{self.number}"

    @property
    def shown_text(self) -> str:
        """As everybody reads it: without personal numbers."""
        return masked(self.text)

"""Several matters in one request, what is said about each, and what of a partly disclosed text is withheld."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import NegativeGround
from requests_app.models.decision import Decision
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.outcomes import Outcome


class Matter(models.Model):
    """One of several matters (事项) that a request asks for. A request without rows is one matter: itself."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="matters")
    number = models.PositiveSmallIntegerField(_("number"))
    subject = models.CharField(_("information wanted"), max_length=200)

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        default_permissions = ()
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="matter_number_once_per_request"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(subject=""), name="matter_has_number_and_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.subject}"


class Ruling(models.Model):
    """The outcome of one matter in a decision; the decision's own outcome is how the whole request counts."""

    # a draft that is never sent goes with its rulings; sent decisions are never deleted
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rulings")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="rulings")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    article = models.CharField(_("article"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("outcome of a matter")
        verbose_name_plural = _("outcomes of matters")
        default_permissions = ()
        ordering = ["decision", "matter__number"]
        constraints = [models.UniqueConstraint(fields=["decision", "matter"], name="ruling_once_per_matter")]

    def __str__(self) -> str:
        return f"{self.matter}: {self.get_outcome_display()}"


class WithheldPart(models.Model):
    """What is left out of a text that is otherwise disclosed (区分处理, article 37), and on which ground."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="withheld")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="withheld")
    what = models.CharField(_("what is withheld"), max_length=300)
    ground = models.ForeignKey(NegativeGround, on_delete=models.PROTECT, related_name="+", verbose_name=_("ground"))

    class Meta:
        verbose_name = _("withheld part")
        verbose_name_plural = _("withheld parts")
        default_permissions = ()
        ordering = ["decision", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="withheld_part_is_named"),
            models.UniqueConstraint(
                fields=["decision", "what", "ground"], condition=Q(matter=None), name="withheld_part_once"
            ),
            models.UniqueConstraint(
                fields=["decision", "matter", "what", "ground"], name="withheld_part_once_per_matter"
            ),
        ]

    def __str__(self) -> str:
        return self.what

"""The record of a secrecy review (保密审查): who looked for what, and what came of it (条例 17)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.models.version import Version


class Concern(models.TextChoices):
    """What must not leave the house (条例 14–16); each is looked for and ticked."""

    STATE_SECRET = "state_secret", _("state secrets (article 14)")
    STABILITY = "stability", _("national, public or economic security and social stability (article 14)")
    TRADE_SECRET = "trade_secret", _("trade secrets (article 15)")
    PRIVACY = "privacy", _("personal privacy (article 15)")
    INTERNAL = "internal", _("internal affairs (article 16)")
    PROCESS = "process", _("process information and law enforcement files (article 16)")
    LAW = "law", _("what another law forbids to disclose")


class Outcome(models.TextChoices):
    """The first three are a disclosure attribute each: the step is signed if it is the one the author chose."""

    PROACTIVE = "proactive", _("May be public")
    ON_REQUEST = "on_request", _("On request only")
    WITHHELD = "withheld", _("Must not be disclosed")
    PARTLY = "partly", _("May be public after parts are taken out")
    REFERRED = "referred", _("In doubt: the agency above decides (article 17)")


class SecrecyReview(models.Model):
    """One secrecy review of one text; it holds for exactly that hash."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="secrecy_reviews")
    version_hash = models.CharField(max_length=64)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("result"), max_length=10, choices=Outcome)
    looked_for = models.JSONField(default=list)
    ground = models.ForeignKey(
        "catalog.NegativeGround",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.WITHHELD, Outcome.PARTLY]) | Q(ground__isnull=False),
                name="secrecy_review_that_withholds_names_a_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.version_id}"

"""What the publication gate found in a version, kept as evidence: every run, every finding, every waiver."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.models.version import Version
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.uploads.gate.finding import SENTENCES, Level


class GateFindingQuerySet(OwnedQuerySet["GateFinding"]):
    """Findings are of a version's agency; no citizen sees them."""

    agency_field = "version__item__agency"
    manage_permission = Permission.VIEW_ITEM

    def of(self, version: Version) -> GateFindingQuerySet:
        """What was found in exactly the text that `version` holds now."""
        return self.filter(version=version, version_hash=version.hash)

    def waived(self) -> GateFindingQuerySet:
        return self.filter(waived_at__isnull=False)


class GateFinding(models.Model):
    """One thing at one place of one text. A waiver holds for exactly this hash: any edit leaves it behind."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="gate_findings")
    version_hash = models.CharField(max_length=64)
    code = models.CharField(_("finding"), max_length=30)
    level = models.CharField(_("level"), max_length=5, choices=Level)
    place = models.CharField(_("place"), max_length=300)
    excerpt = models.CharField(_("excerpt"), max_length=80)
    digest = models.CharField(max_length=64)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("let through by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    waived_at = models.DateTimeField(_("let through at"), null=True)
    waiver_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = GateFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of the gate")
        verbose_name_plural = _("findings of the gate")
        default_permissions = ()
        ordering = ["level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "version_hash", "code", "place", "digest"], name="gate_finding_once_per_text"
            ),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True, waiver_reason="")
                | Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waiver_reason=""),
                name="gate_waiver_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"

    @property
    def sentence(self) -> str:
        """What it is and what to do."""
        return str(SENTENCES.get(self.code, self.code))

    @property
    def is_open(self) -> bool:
        """True while it stops the publication."""
        return self.level == Level.BLOCK and self.waived_at is None


class Occasion(models.TextChoices):
    """Why the gate looked."""

    DRAFT = "draft", _("saved as a draft")
    SUBMISSION = "submission", _("submitted for review")
    APPROVAL = "approval", _("approved")
    PUBLICATION = "publication", _("published")


class GateRun(models.Model):
    """The gate looked at one text, and this is what it found then."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="gate_runs")
    version_hash = models.CharField(max_length=64)
    occasion = models.CharField(_("checked when"), max_length=11, choices=Occasion)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    run_at = models.DateTimeField(_("time"), auto_now_add=True)
    findings = models.ManyToManyField(GateFinding, related_name="runs")

    class Meta:
        verbose_name = _("run of the gate")
        verbose_name_plural = _("runs of the gate")
        default_permissions = ()
        ordering = ["-run_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.occasion}"

"""The metadata of a government document: held by every version, and shown by the item."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE_LIMIT = 200


class Kind(models.TextChoices):
    """Genre of the document (体裁): what sort of text it is, whatever its subject."""

    NORMATIVE = "normative", _("Normative document")
    NOTICE = "notice", _("Notice")
    ANNOUNCEMENT = "announcement", _("Announcement")
    PLAN = "plan", _("Plan")
    INTERPRETATION = "interpretation", _("Policy interpretation")
    STATISTICS = "statistics", _("Statistics")
    BUDGET = "budget", _("Budget and final accounts")
    LICENCE = "licence", _("Administrative licence")
    PENALTY = "penalty", _("Administrative penalty")
    INSPECTION = "inspection", _("Inspection and supervision")
    FEES = "fees", _("Fees and prices")
    PROCUREMENT = "procurement", _("Procurement and tenders")
    PROJECT = "project", _("Major construction project")
    GUIDE = "guide", _("Service guide")
    PERSONNEL = "personnel", _("Personnel and recruitment")
    EMERGENCY = "emergency", _("Emergency information")
    CONSULTATION = "consultation", _("Consultation")
    REPORT = "report", _("Work report")
    DISCLOSURE_GUIDE = "disclosure_guide", _("Guide to government information")
    DISCLOSURE_RULES = "disclosure_rules", _("Rules of government information")
    ANNUAL_REPORT = "annual_report", _("Annual report on government information")
    OTHER = "other", _("Other")


class Attribute(models.TextChoices):
    """Disclosure attribute (公开属性), decided when the text is drafted and never blank."""

    PROACTIVE = "proactive", _("Published proactively")
    ON_REQUEST = "on_request", _("Disclosed on request")
    WITHHELD = "withheld", _("Not disclosed")


class Described(models.Model):
    """Title and metadata. What a version says here is part of its hash; an item shows those of its live version."""

    METADATA = ("entry_id", "kind", "attribute", "doc_number", "doc_date", "source_name", "source_url")

    title = models.CharField(_("title"), max_length=TITLE_LIMIT)
    entry = models.ForeignKey(
        "catalog.CatalogEntry",
        verbose_name=_("catalog entry"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("What this item fulfils: publishing it marks the duty of your agency as met."),
    )
    kind = models.CharField(_("genre"), max_length=16, choices=Kind, default=Kind.NOTICE)
    attribute = models.CharField(
        _("disclosure attribute"),
        max_length=10,
        choices=Attribute,
        default=Attribute.PROACTIVE,
        help_text=_("Decided at the source. Only what is published proactively can appear on the site."),
    )
    doc_number = models.CharField(
        _("document number"), max_length=60, blank=True, help_text=_("As printed on the document, if it has one.")
    )
    doc_date = models.DateField(
        _("date of document"), null=True, blank=True, help_text=_("The day it was signed or made; not in the future.")
    )
    source_name = models.CharField(
        _("source"), max_length=100, blank=True, help_text=_("Leave empty if your own agency made it.")
    )
    source_url = models.URLField(
        _("address of the source"), max_length=500, blank=True, help_text=_("Begins with http:// or https://.")
    )

    class Meta:
        abstract = True

    def described(self) -> dict[str, object]:
        """Title and metadata as field values, ready for another version or for the item."""
        return {name: getattr(self, name) for name in ("title", *self.METADATA)}

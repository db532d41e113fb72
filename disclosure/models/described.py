"""The metadata of a government document: held by every version, and shown by the item."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Stage

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
    POWER = "power", _("Power item")
    ENFORCEMENT = "enforcement", _("Law enforcement entry")
    GUIDE = "guide", _("Service guide")
    PERSONNEL = "personnel", _("Personnel and recruitment")
    EMERGENCY = "emergency", _("Emergency information")
    CONSULTATION = "consultation", _("Consultation")
    SURVEY = "survey", _("Survey")
    HEARING = "hearing", _("Hearing or open meeting")
    REPORT = "report", _("Work report")
    DISCLOSURE_GUIDE = "disclosure_guide", _("Guide to government information")
    DISCLOSURE_RULES = "disclosure_rules", _("Rules of government information")
    ANNUAL_REPORT = "annual_report", _("Annual report on government information")
    OTHER = "other", _("Other")


def kind_choices() -> list[tuple[str, str | Promise]]:
    """Named, so that a new member of `Kind` is no change of the table."""
    return list(Kind.choices)


class Attribute(models.TextChoices):
    """Disclosure attribute (公开属性), decided when the text is drafted and never blank."""

    PROACTIVE = "proactive", _("Published proactively")
    ON_REQUEST = "on_request", _("Disclosed on request")
    WITHHELD = "withheld", _("Not disclosed")


class Audience(models.TextChoices):
    """Whom it is published to (公开对象). Only what is for everyone passes the public door."""

    EVERYONE = "everyone", _("Everyone")
    GROUP = "group", _("A named group")
    STAFF = "staff", _("Staff of the agency")


class Salience(models.TextChoices):
    """Why people look at it first (最关注、最密切、最易腐败)."""

    WATCHED = "watched", _("most watched by the public")
    CLOSE = "close", _("closest to people's interests")
    RISKY = "risky", _("most exposed to corruption")


class Subject(models.TextChoices):
    """Subject category (主题分类), as the State Council's library of policies divides its documents."""

    GENERAL = "general", _("General government affairs")
    ECONOMY = "economy", _("National economy and state-owned assets")
    FINANCE = "finance", _("Public finance, banking, audit")
    LAND = "land", _("Land, resources and energy")
    AGRICULTURE = "agriculture", _("Agriculture, forestry, water")
    INDUSTRY = "industry", _("Industry and transport")
    COMMERCE = "commerce", _("Commerce, customs, tourism")
    MARKET = "market", _("Market supervision and work safety")
    BUILDING = "building", _("Construction and environment")
    SCIENCE = "science", _("Science, technology, education")
    CULTURE = "culture", _("Culture, broadcasting, press")
    HEALTH = "health", _("Health and sport")
    POPULATION = "population", _("Population, women and children")
    LABOUR = "labour", _("Labour, personnel, supervision")
    SECURITY = "security", _("Public security and justice")
    CIVIL = "civil", _("Civil affairs, poverty relief, disaster relief")
    ETHNIC = "ethnic", _("Ethnic and religious affairs")
    FOREIGN = "foreign", _("Foreign affairs")
    OTHER = "other", _("Other")


class Described(models.Model):
    """Title and metadata. What a version says here is part of its hash; an item shows those of its live version."""

    METADATA = (
        "entry_id",
        "kind",
        "attribute",
        "ground_id",
        "ground_note",
        "audience",
        "readers_id",
        "subject",
        "summary",
        "keywords",
        "stage",
        "salience",
        "doc_number",
        "doc_date",
        "effective_on",
        "valid_until",
        "source_name",
        "source_url",
        "parts",
    )

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
    kind = models.CharField(_("genre"), max_length=16, choices=kind_choices, default=Kind.NOTICE)
    attribute = models.CharField(
        _("disclosure attribute"),
        max_length=10,
        choices=Attribute,
        default=Attribute.PROACTIVE,
        help_text=_("Decided at the source. Only what is published proactively can appear on the site."),
    )
    ground = models.ForeignKey(
        "catalog.NegativeGround",
        verbose_name=_("ground for withholding"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("Needed for what is not disclosed (Regulations, articles 14 to 16)."),
    )
    ground_note = models.CharField(
        _("facts that bear out the ground"), max_length=300, blank=True, help_text=_("For the reviewers; never public.")
    )
    audience = models.CharField(_("audience"), max_length=8, choices=Audience, default=Audience.EVERYONE)
    readers = models.ForeignKey(
        "disclosure.ReaderGroup",
        verbose_name=_("group of readers"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("Only if the audience is a named group."),
    )
    subject = models.CharField(_("subject category"), max_length=12, choices=Subject, blank=True)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences for lists and search engines.")
    )
    keywords = models.CharField(_("keywords"), max_length=120, blank=True, help_text=_("Separated by spaces."))
    stage = models.CharField(
        _("stage of openness"), max_length=12, choices=Stage, blank=True, help_text=_("Blank: that of the entry.")
    )
    salience = models.JSONField(_("salience"), default=list, blank=True)
    doc_number = models.CharField(
        _("document number"), max_length=60, blank=True, help_text=_("As printed on the document, if it has one.")
    )
    doc_date = models.DateField(
        _("date of document"), null=True, blank=True, help_text=_("The day it was signed or made; not in the future.")
    )
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day on which the document is in force.")
    )
    source_name = models.CharField(
        _("source"), max_length=100, blank=True, help_text=_("Leave empty if your own agency made it.")
    )
    source_url = models.URLField(
        _("address of the source"), max_length=500, blank=True, help_text=_("Begins with http:// or https://.")
    )

    parts = models.JSONField(_("required parts"), default=dict, blank=True)

    class Meta:
        abstract = True

    def described(self) -> dict[str, object]:
        """Title and metadata as field values, ready for another version or for the item."""
        return {name: getattr(self, name) for name in ("title", *self.METADATA)}

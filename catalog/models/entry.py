"""Entries of a government's standard catalog (标准目录): what must be public, why, by when, where and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from catalog.limits import Cadence, Reading, Trigger
from catalog.models.area import Area
from catalog.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.workdays.vocabulary import Unit

if TYPE_CHECKING:
    from portal.accounts.models import User

CODE_PATTERN = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")


class Mode(models.TextChoices):
    """How the information reaches people (公开方式); blank where the catalog does not say."""

    PROACTIVE = "proactive", _("proactive")
    ON_REQUEST = "on_request", _("on request")
    BOTH = "both", _("proactive, more on request")
    WITHHELD = "withheld", _("withheld")


class Stage(models.TextChoices):
    """The five stages (五公开)."""

    DECISION = "decision", _("decision stage")
    EXECUTION = "execution", _("execution")
    MANAGEMENT = "management", _("management")
    SERVICE = "service", _("service")
    RESULT = "result", _("result stage")


class CatalogEntryQuerySet(OwnedQuerySet["CatalogEntry"]):
    """Entries as sentences."""

    manage_permission = Permission.MANAGE_CATALOG

    def is_public(self) -> Q:
        """Every entry that is in force: a checklist is there to be checked."""
        return Q(is_active=True, agency__is_active=True)

    def for_site(self, government: Agency) -> Self:
        """The catalog that holds on the site of `government`: its own, else that of the nearest one above it."""
        nearest = (
            CatalogEntry.objects.filter(is_active=True, agency__path__in=government.ancestor_paths)
            .order_by("-agency__depth")
            .values("agency_id")[:1]
        )
        return self.filter(agency_id=Subquery(nearest))

    def holding_for(self, agency: Agency) -> Self:
        """Entries that may be a duty of `agency`: catalogs at or above it."""
        return self.filter(agency__path__in=agency.ancestor_paths)

    def serving(self, user: User, permission: str) -> Self:
        """Entries of every catalog that holds for an agency on which `user` holds `permission`."""
        # `agency__path` is the government's; a catalog holds for all below it
        below = Agency.objects.managed_by(user, permission).order_by().filter(path__startswith=OuterRef("agency__path"))
        return self.filter(Exists(below) | Q(agency__in=Agency.objects.managed_by(user, permission).order_by()))

    def naming_any(self, pieces: Iterable[str]) -> Self:
        """Entries in whose name one of `pieces` stands."""
        wanted = Q(pk__in=[])
        for piece in pieces:
            wanted |= Q(level1__icontains=piece) | Q(level2__icontains=piece)
        return self.filter(wanted)

    def in_order(self) -> Self:
        """By area, and then in the order of the file."""
        return self.order_by("area__number", "position", "code")


class CatalogEntry(models.Model):
    """One line of the catalog of `agency`, a government. Cells are kept as they were written."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="catalog_entries"
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[RegexValidator(CODE_PATTERN, _("Use letters, digits, full stops, hyphens and underscores only."))],
        help_text=_("Stands in addresses; unique within one catalog."),
    )
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="entries")
    level1 = models.CharField(_("level-1 item"), max_length=100, blank=True)
    level2 = models.CharField(_("level-2 item"), max_length=200, blank=True)
    content_elements = models.TextField(_("content elements"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    time_limit = models.CharField(_("time limit"), max_length=300, blank=True, help_text=_("As the catalog writes it."))
    limit_reading = models.CharField(
        _("reading of the time limit"), max_length=16, choices=Reading, default=Reading.NOT_STATED, editable=False
    )
    limit_trigger = models.CharField(_("runs from"), max_length=12, choices=Trigger, blank=True, editable=False)
    limit_number = models.PositiveSmallIntegerField(_("number of units"), null=True, blank=True, editable=False)
    limit_unit = models.CharField(_("unit"), max_length=16, choices=Unit, blank=True, editable=False)
    cadence = models.CharField(_("cadence"), max_length=20, choices=Cadence, blank=True, editable=False)
    limits = models.JSONField(_("all limits of the text"), default=list, blank=True, editable=False)
    subject = models.CharField(_("publishing unit"), max_length=200, blank=True)
    channels = models.CharField(_("channels"), max_length=300, blank=True)
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode, blank=True)
    levels = models.CharField(_("publication levels"), max_length=60, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    source_url = models.URLField(_("source"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    extras = models.JSONField(_("further columns"), default=dict, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order within the catalog."))
    is_active = models.BooleanField(_("in force"), default=True)

    objects = CatalogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalog entry")
        verbose_name_plural = _("catalog entries")
        default_permissions = ()
        ordering = ["area__number", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code"],
                name="entry_code_unique_in_its_catalog",
                violation_error_message=_("Another entry of this catalog has this code."),
            ),
            models.CheckConstraint(
                condition=~Q(level1="", level2=""),
                name="entry_has_a_name",
                violation_error_message=_("Give a level-1 item or a level-2 item."),
            ),
            models.CheckConstraint(
                condition=Q(limit_number__isnull=True, limit_unit="") | Q(limit_number__gt=0) & ~Q(limit_unit=""),
                name="entry_limit_has_number_and_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the entry is called in lists: the most particular level that is filled in."""
        return self.level2 or self.level1

    @property
    def channel_list(self) -> list[str]:
        return _parts(self.channels)

    @property
    def content_list(self) -> list[str]:
        return _parts(self.content_elements)

    @property
    def basis_list(self) -> list[str]:
        return _parts(self.legal_basis)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\uff1b\n]", cell) if part.strip()]

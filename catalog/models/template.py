"""Templates by tier and kind: what a township, a school or a court has to put on its list (按层级、类别的目录模板)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.area import Area
from portal.agencies.models import Agency, Kind, Tier


class TemplateQuerySet(models.QuerySet["CatalogTemplate"]):
    """Templates as sentences."""

    def public(self) -> Self:
        """Every template: they come with the product and tell of nobody."""
        return self.all()

    def fitting(self, agency: Agency) -> Self:
        """Templates made for an agency of this tier and kind."""
        return self.filter(tier__in=["", agency.tier], kind__in=["", agency.kind])


class CatalogTemplate(models.Model):
    """A list that fits agencies of one tier, one kind, or both. Reference rows: `catalog/data/templates/`."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalog template")
        verbose_name_plural = _("catalog templates")
        ordering = ["code"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class TemplateLine(models.Model):
    """One line of a template; what nobody has told us (basis, limit) is blank, never guessed."""

    template = models.ForeignKey(CatalogTemplate, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    group = models.CharField(_("group"), max_length=80)
    name = models.CharField(_("item"), max_length=120)
    content = models.CharField(_("content elements"), max_length=300, blank=True)
    basis = models.CharField(_("legal basis"), max_length=120, blank=True)
    time_limit = models.CharField(_("time limit"), max_length=120, blank=True)
    audience = models.CharField(_("audience"), max_length=60, blank=True)
    is_internal = models.BooleanField(_("for the agency's own staff only"), default=False)
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("line of a template")
        verbose_name_plural = _("lines of a template")
        ordering = ["template", "position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["template", "position"], name="template_line_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def entry_code(self) -> str:
        """The code of the entry that is made of this line, the same in every catalog: so it is found again above."""
        return f"{self.template.code}-{self.position:02}"

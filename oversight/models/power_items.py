"""Powers of agencies (职权事项): what an agency may do to whom, by which flow, within which benchmark."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from oversight.powers.flows import Band, Stage, bands_of, stages_of
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class PowerKind(models.TextChoices):
    """The kinds of a list of powers (权力清单)."""

    LICENCE = "licence", _("administrative licence")
    PENALTY = "penalty", _("administrative penalty")
    COERCION = "coercion", _("administrative coercion")
    LEVY = "levy", _("administrative levy or fee")
    PAYMENT = "payment", _("administrative payment")
    INSPECTION = "inspection", _("administrative inspection")
    CONFIRMATION = "confirmation", _("administrative confirmation")
    REWARD = "reward", _("administrative reward")
    RULING = "ruling", _("administrative ruling")
    OTHER = "other", _("other power")


class PowerItemQuerySet(OwnedQuerySet["PowerItem"]):
    """Items belong to the agency that holds the power; the office above keeps them."""

    manage_permission = Permission.VIEW_POWER

    def is_public(self) -> Q:
        """Every item in use, of an agency that is there."""
        return Q(is_active=True, agency__is_active=True)

    def in_tree_order(self) -> Self:
        return self.select_related("agency").order_by("agency__path", "kind", "code")

    def narrowed(self, *, agency: str = "", kind: str = "", query: str = "") -> Self:
        """Those of one agency (its code), of one kind, with `query` in name or code; blank is no limit."""
        wanted = Q(**({"agency__code": agency} if agency else {}), **({"kind": kind} if kind else {}))
        return self.filter(wanted & (Q(name__icontains=query) | Q(code__icontains=query)))


class PowerItem(models.Model):
    """One power. `flow` and `bands` are those of today (`oversight.powers.flows`); amounts are in `measure`."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name of the power"), max_length=120)
    kind = models.CharField(_("kind of power"), max_length=12, choices=PowerKind)
    basis = models.TextField(_("basis of the power"), max_length=1000)
    flow = models.JSONField(_("flow"))
    bands = models.JSONField(_("benchmark of discretion"), default=list)
    measure = models.CharField(_("unit of amounts"), max_length=10, default="元")
    major_from = models.DecimalField(_("major from"), max_digits=14, decimal_places=2, null=True)
    is_result_public = models.BooleanField(_("results are made public"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = PowerItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("power")
        verbose_name_plural = _("powers")
        default_permissions = ()
        ordering = ["agency", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="power_item_code_once"),
            models.CheckConstraint(condition=Q(kind__in=PowerKind.values), name="power_item_kind_known"),
            models.CheckConstraint(
                condition=Q(major_from=None) | Q(major_from__gt=0), name="power_item_major_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("oversight:power_item", args=[self.agency.code, self.code])

    @property
    def stages(self) -> list[Stage]:
        return stages_of(self.flow)

    @property
    def benchmark(self) -> list[Band]:
        return bands_of(self.bands)

"""The register of normative documents (规范性文件统一登记、统一编号、统一公布) and what they do to each other."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Kind
from disclosure.models.item import Item
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class Validity(models.TextChoices):
    """Whether a document holds (有效性): asked of its dates and relations on a day, never stored."""

    COMING = "coming", _("Not in force yet")
    IN_FORCE = "in_force", _("In force")
    AMENDED = "amended", _("In force, amended")
    REPEALED = "repealed", _("Repealed")
    EXPIRED = "expired", _("Expired")


class Effect(models.TextChoices):
    """What one document does to another."""

    AMENDS = "amends", _("amends")
    REPEALS = "repeals", _("repeals")
    REPLACES = "replaces", _("replaces")


ENDING = (Effect.REPEALS, Effect.REPLACES)


class RelationQuerySet(models.QuerySet["NormativeRelation"]):
    def effective(self, day: dt.date) -> Self:
        """Those that have taken effect, of documents that citizens can read."""
        return self.filter(on__lte=day, source__live_version__isnull=False)

    def ending(self) -> Self:
        return self.filter(effect__in=ENDING)


class NormativeRelation(models.Model):
    """`source` amends, repeals or replaces `target` from a day on."""

    source = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="effects")
    target = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="affected_by")
    effect = models.CharField(_("effect"), max_length=8, choices=Effect)
    on = models.DateField(_("from"))
    note = models.CharField(_("which articles, and why"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "effect"], name="normative_relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="normative_relation_is_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_effect_display()} {self.target}"


class RegisterSeries(models.Model):
    """The last number given in one year by one government; its row is locked while the next one is taken."""

    government = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["government", "year"], name="register_series_unique")]

    def __str__(self) -> str:
        return f"{self.government.code}-{self.year}"


class NormativeQuerySet(OwnedQuerySet["NormativeDocument"]):
    """Registered documents as sentences: `NormativeDocument.objects.public().under(city).in_force(today)`."""

    agency_field = "item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        return Q(item__in=Item.objects.public().order_by())

    def newest_first(self) -> Self:
        return self.order_by("-item__published_at", "-pk")

    def for_lists(self) -> Self:
        return self.select_related("item__agency").prefetch_related("item__affected_by__source")

    def ended(self, day: dt.date) -> Self:
        """Repealed, replaced or expired on or before `day`."""
        ending = NormativeRelation.objects.effective(day).ending().filter(target=OuterRef("item"))
        return self.filter(Q(Exists(ending)) | Q(item__valid_until__lt=day))

    def issued_by(self, day: dt.date) -> Self:
        """Published on or before `day`, and come into force."""
        end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
        return self.filter(item__published_at__lt=end)

    def in_force(self, day: dt.date) -> Self:
        """Published by `day`, begun, and not ended."""
        begun = Q(item__effective_on__isnull=True) | Q(item__effective_on__lte=day)
        return self.issued_by(day).filter(begun).exclude(pk__in=self.model.objects.ended(day).values("pk"))

    def with_validity(self, validity: str, day: dt.date) -> Self:
        """Narrowed to one validity on `day`."""
        amended = NormativeRelation.objects.effective(day).filter(target=OuterRef("item"), effect=Effect.AMENDS)
        ending = NormativeRelation.objects.effective(day).ending().filter(target=OuterRef("item"))
        match validity:
            case Validity.IN_FORCE:
                return self.in_force(day).filter(~Exists(amended))
            case Validity.AMENDED:
                return self.in_force(day).filter(Exists(amended))
            case Validity.REPEALED:
                return self.filter(Exists(ending))
            case Validity.EXPIRED:
                return self.filter(~Exists(ending), item__valid_until__lt=day)
            case Validity.COMING:
                return self.filter(~Exists(ending), item__effective_on__gt=day)
        return self.none()


class NormativeDocument(models.Model):
    """An item that has been entered in the register of its government under a number of its own."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="registration")
    registry_no = models.CharField(_("register number"), max_length=60, unique=True)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = NormativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("registered normative document")
        verbose_name_plural = _("register of normative documents")
        default_permissions = ()

    def __str__(self) -> str:
        return self.registry_no

    @property
    def agency(self) -> Agency:
        return self.item.agency

    @property
    def validity(self) -> Validity:
        """Whether it holds today."""
        return validity_of(self.item, timezone.localdate())


def validity_of(item: Item, day: dt.date) -> Validity:
    """Whether a normative document holds on `day`: what ended it counts before what amended it."""
    effects = {r.effect for r in item.affected_by.all() if r.on <= day and r.source.is_live}
    if effects & set(ENDING):
        return Validity.REPEALED
    if item.valid_until is not None and item.valid_until < day:
        return Validity.EXPIRED
    if item.effective_on is not None and item.effective_on > day:
        return Validity.COMING
    return Validity.AMENDED if Effect.AMENDS in effects else Validity.IN_FORCE


def is_normative(item: Item) -> bool:
    return item.kind == Kind.NORMATIVE

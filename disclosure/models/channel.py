"""Where else an item was published (公开渠道), and whom the portal tells of what is new."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Area
from disclosure.models.item import Item
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class Outlet(models.TextChoices):
    """Channels beside the site itself (domain notes, matrix rows 85, 94)."""

    BOARD = "board", _("Notice board")
    TOUCH_SCREEN = "touch_screen", _("Touch screen")
    GAZETTE = "gazette", _("Gazette")
    PRESS = "press", _("Newspaper")
    BROADCAST = "broadcast", _("Radio or television")
    CONFERENCE = "conference", _("Press conference")
    MEDIA = "media", _("Official social media account")
    HALL = "hall", _("Service hall")


class ChannelRecordQuerySet(OwnedQuerySet["ChannelRecord"]):
    """As public as their item."""

    agency_field = "item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        return Q(item__in=Item.objects.public().order_by())


class ChannelRecord(models.Model):
    """A live item was also published through another channel, on a day and in a place."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="channel_records")
    outlet = models.CharField(_("channel"), max_length=12, choices=Outlet)
    place = models.CharField(_("place or title"), max_length=100, help_text=_("Which board, which paper, which page."))
    on = models.DateField(_("day"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ChannelRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication through a channel")
        verbose_name_plural = _("publications through channels")
        default_permissions = ()
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "outlet", "place", "on"], name="channel_recorded_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("on")), name="channel_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outlet_display()} · {self.place}"


class AlertQuerySet(models.QuerySet["Alert"]):
    def confirmed(self) -> Self:
        """Those whose owner has said that the address is theirs."""
        return self.filter(confirmed_at__isnull=False)

    def same_as(self, alert: Alert) -> Self:
        """The row that says already what `alert` would say."""
        return self.filter(government=alert.government, email=alert.email, scope=alert.scope)


class Alert(models.Model):
    """A daily e-mail about what is new: of an agency and those below it, of an area, for a search, or of all of them.

    Nothing is sent before the owner of the address has confirmed it; ending it deletes the row (PIPL, article 47).
    """

    government = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail"))
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    query = models.CharField(_("words"), max_length=100, blank=True)
    scope = models.CharField(max_length=160, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(default=timezone.now)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["government", "email", "scope"], name="alert_once_per_address_and_scope")
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.what}"

    @property
    def own_scope(self) -> str:
        """What it is about as one text: the same address needs each only once."""
        return f"{self.agency_id or ''}/{self.area_id or ''}/{self.query}"

    @property
    def what(self) -> str:
        """What it is about, in words."""
        parts = [part for part in (self.agency, self.area, f"“{self.query}”" if self.query else None) if part]
        return " · ".join(str(part) for part in parts or [self.government])

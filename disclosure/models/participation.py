"""What consultations, surveys and hearings have in common: an item announces them, and a window is open for a time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.models.described import Kind
from disclosure.models.item import Item
from disclosure.models.window import Window
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet

if TYPE_CHECKING:
    from portal.agencies.models import Agency

Row = TypeVar("Row", bound=models.Model)


class ParticipationQuerySet(OwnedQuerySet[Row]):
    """Rows with an `item` of one genre; terms set up for a text that then took another genre are nobody's concern."""

    agency_field = "item__agency"
    manage_permission = Permission.VIEW_ITEM
    genre: ClassVar[Kind]

    def is_public(self) -> Q:
        return Q(item__in=Item.objects.public().of_kind(self.genre).order_by())

    def with_tombstones(self) -> Self:
        """Also those whose item was withdrawn: their address keeps answering."""
        return self.filter(item__in=Item.objects.with_tombstones().of_kind(self.genre).order_by())

    def of(self, item: Item) -> Self:
        """That of this item: one or none."""
        return self.filter(item=item)

    def for_reading(self) -> Self:
        """With everything that the page of one of them shows."""
        return self.select_related("item__agency", "item__live_version").prefetch_related(
            "item__live_version__attachments__file"
        )

    def with_item(self) -> Self:
        """With title and agency, in the same query."""
        return self.select_related("item__agency").defer("item__agency__functions", "item__parts")


class WindowQuerySet(ParticipationQuerySet[Row]):
    """Those that are over when their window has closed."""

    def open_first(self, now: dt.datetime | None = None) -> Self:
        """What is open now, the soonest to close first; then what comes; then the past, newest first."""
        now = now or timezone.now()
        is_open, is_coming = Q(opens_at__lte=now, closes_at__gt=now), Q(opens_at__gt=now)
        rank = models.Case(models.When(is_open, then=0), models.When(is_coming, then=1), default=2)
        ending = models.Case(models.When(is_open, then=F("closes_at")))
        return self.order_by(rank, ending.asc(), "-closes_at", "-pk")


class Participation:
    """A row whose agency and address are those of its item."""

    item: Any
    opens_at: Any
    closes_at: Any
    page: ClassVar[str]

    def get_absolute_url(self) -> str:
        return reverse(self.page, args=[self.item.index_no])

    @property
    def agency(self) -> Agency:
        """The agency whose grants decide: that of the item."""
        return self.item.agency

    @property
    def window(self) -> Window:
        """In which people take part."""
        return Window(self.opens_at, self.closes_at)

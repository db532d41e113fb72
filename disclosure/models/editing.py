"""Writing that is going on: text not saved yet, and who has an item open. Neither is part of any record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item

if TYPE_CHECKING:
    from portal.accounts.models import User

STALE_AFTER = dt.timedelta(seconds=60)
KEPT_FOR = dt.timedelta(days=30)


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    """Unsaved text is its writer's alone: no role opens it, not even that of a superior."""

    def managed_by(self, user: User) -> Self:
        """What `user` has typed and not saved, of the last thirty days."""
        return self.filter(person=user, saved_at__gte=timezone.now() - KEPT_FOR)


class Autosave(models.Model):
    """What a person had in the form when they last stopped typing; never a version, gone with the real save.

    A new item has no row yet: its form has a `key` instead.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, related_name="+")
    key = models.UUIDField(null=True)
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("time"), default=timezone.now)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="autosave_once_per_item"),
            models.UniqueConstraint(fields=["person", "key"], name="autosave_once_per_form"),
            models.CheckConstraint(
                condition=Q(item__isnull=False, key__isnull=True) | Q(item__isnull=True, key__isnull=False),
                name="autosave_of_an_item_or_a_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id or self.key}"

    def restorable(self) -> dict[str, Any]:
        """The fields of the form as they were, with the key of the form so that sending twice still begins one item."""
        return self.content | ({} if self.key is None else {"key": self.key})


class EditingQuerySet(models.QuerySet["Editing"]):
    """Who has an item open; asked for an item that the asker has reached through its own door."""

    def others(self, item: Item, user: User) -> Self:
        """Everybody but `user` whose page of `item` has given a sign of life within a minute."""
        fresh = self.filter(item=item, seen_at__gte=timezone.now() - STALE_AFTER)
        return fresh.exclude(person=user).select_related("person")


class Editing(models.Model):
    """A person has the form of an item open. It warns and never locks: a browser left open must block nobody."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    is_dirty = models.BooleanField(default=False)

    objects = EditingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="editing_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id}"

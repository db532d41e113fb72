"""Structured rows: a list as part of a version. Sets of rows never change; versions point to them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext_lazy as _

from catalog.fields import Column, columns_from, shown
from disclosure.models.described import Audience
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet

if TYPE_CHECKING:
    from portal.accounts.models import User


class RowSet(models.Model):
    """The rows of a list, with the columns they were made with, under the hash of both.

    A version that changes nothing of its list points to the same set as the one before, so a new draft copies no row.
    """

    item = models.ForeignKey("disclosure.Item", on_delete=models.PROTECT, related_name="row_sets")
    columns = models.JSONField(_("columns"))
    digest = models.CharField(_("hash"), max_length=64)
    count = models.PositiveIntegerField(_("number of rows"))

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "digest"], name="row_set_once_per_item")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.count}"

    @cached_property
    def layout(self) -> list[Column]:
        """The columns, in order."""
        return columns_from(self.columns)

    def recomputed(self) -> str:
        """The digest of what is stored now; other than `digest` if rows were changed outside the portal."""
        return digest_of(self.columns, self.rows.order_by("position").values_list("cells", flat=True).iterator())


def digest_of(columns: list[dict[str, Any]], rows: Iterable[Mapping[str, str]]) -> str:
    """SHA-256 over the columns and every row in its place."""
    digest = hashlib.sha256(_canonical(columns))
    for cells in rows:
        digest.update(b"\n" + _canonical(cells))
    return digest.hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class StructuredRowQuerySet(OwnedQuerySet["StructuredRow"]):
    """Rows as sentences: public only as part of what is live."""

    agency_field = "row_set__item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        return Q(row_set__versions__live_on__isnull=False, row_set__versions__audience=Audience.EVERYONE)

    def published_to(self, user: User) -> Self:
        """Nothing but what is for everyone: lists for a group are read as attachments."""
        return self.none()

    def of(self, row_set: RowSet | int) -> Self:
        return self.filter(row_set=row_set).order_by("position")

    def with_set(self) -> Self:
        """With the set, in the same query."""
        return self.select_related("row_set")

    def saying(self, words: str) -> Self:
        """Rows that hold every one of `words`, in what citizens may see of them."""
        chosen = self
        for word in words.split()[:8]:
            chosen = chosen.filter(text__icontains=word)
        return chosen

    def where(self, column: Column, value: str) -> Self:
        """Rows whose cell in `column` is `value`."""
        return self.annotate(chosen=_cell(column)).filter(chosen=value)

    def sorted_by(self, column: Column, *, descending: bool) -> Self:
        """Rows in the order of `column`: numbers by their value, empty cells last in either direction."""
        cell: Any = NullIf(_cell(column), Value(""))
        if column.is_number:
            cell = Cast(cell, models.DecimalField(max_digits=30, decimal_places=8))
        order = cell.desc(nulls_last=True) if descending else cell.asc(nulls_last=True)
        return self.order_by(order, "position")

    def between(self, column: Column, since: dt.date | None, until: dt.date | None) -> Self:
        """Rows whose day in `column` lies from `since` to `until`."""
        days = self.annotate(day=_cell(column))
        if since is not None:
            days = days.filter(day__gte=since.isoformat())
        if until is not None:
            days = days.filter(day__lte=until.isoformat()).exclude(day="")
        return days


def _cell(column: Column) -> Cast:
    """The cell of `column` as text; without the cast SQLite would compare it as JSON."""
    return Cast(KeyTextTransform(column.key, "cells"), models.TextField())


class StructuredRow(models.Model):
    """One row: cells by the key of their column, as `catalog.fields.cleaned` spells them."""

    row_set = models.ForeignKey(RowSet, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=500, blank=True)
    cells = models.JSONField(_("cells"))
    text = models.TextField(editable=False, help_text=_("What citizens may see of it, for the filter."))

    objects = StructuredRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["row_set", "position"], name="row_position_unique")]

    def __str__(self) -> str:
        return self.key or str(self.position)

    @property
    def shown(self) -> dict[str, str]:
        """The cells as citizens may see them."""
        return shown(self.row_set.layout, self.cells)

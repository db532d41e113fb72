"""Content fields: what a row of an entry's list consists of (公开内容要素 as columns)."""

from __future__ import annotations

import re
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.entry import CatalogEntry
from catalog.permissions import Permission
from portal.agencies.doors import OwnedQuerySet

KEY_PATTERN = re.compile(r"^[a-z][a-z0-9_]{0,39}\Z")
MOST_DECIMALS = 6


class FieldType(models.TextChoices):
    """What a cell may hold; the checks stand in `catalog/fields.py`."""

    TEXT = "text", _("short text")
    LONG_TEXT = "long_text", _("long text")
    NUMBER = "number", _("number")
    DATE = "date", _("date")
    CHOICE = "choice", _("choice")
    YES_NO = "yes_no", _("yes or no")
    CREDIT_CODE = "credit_code", _("unified social credit code")
    NAME = "name", _("name, masked if of a natural person")
    ID_NUMBER = "id_number", _("identity number, always masked")
    URL = "url", _("web address")


MASKED = frozenset({FieldType.NAME, FieldType.ID_NUMBER})
"""Types whose cells citizens may see otherwise than they are stored (个人信息保护法 25, 28)."""


class ContentFieldQuerySet(OwnedQuerySet["ContentField"]):
    """Fields as sentences; they are managed with the catalog they belong to."""

    agency_field = "entry__agency"
    manage_permission = Permission.VIEW_CATALOG

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class ContentField(models.Model):
    """One column of the list that items of `entry` may hold."""

    entry = models.ForeignKey(CatalogEntry, on_delete=models.CASCADE, related_name="content_fields")
    key = models.CharField(_("key"), max_length=40, validators=[RegexValidator(KEY_PATTERN)])
    label = models.CharField(_("header"), max_length=60)
    type = models.CharField(_("type"), max_length=12, choices=FieldType, default=FieldType.TEXT)
    is_required = models.BooleanField(_("required"), default=False)
    is_key = models.BooleanField(_("identifies the row"), default=False)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    help = models.CharField(_("help"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ContentFieldQuerySet.as_manager()

    FACTS = ("key", "label", "type", "is_required", "is_key", "choices", "unit", "decimals", "help")

    class Meta:
        verbose_name = _("content field")
        verbose_name_plural = _("content fields")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "key"], name="content_field_key_unique"),
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(is_key=True), name="content_field_one_key_per_entry"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def facts(self) -> dict[str, Any]:
        """The field as plain data: what a set of rows keeps of the columns it was made with."""
        return {name: getattr(self, name) for name in self.FACTS}

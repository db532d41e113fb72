"""A catalog file between its preview and the confirmation."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency

KEPT_FOR = dt.timedelta(hours=24)


class KeptUploadQuerySet(OwnedQuerySet["KeptUpload"]):
    """Uploads as sentences; none is ever public."""

    manage_permission = Permission.MANAGE_CATALOG

    def stale(self) -> Self:
        """Uploads that nobody confirmed within a day."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class KeptUpload(models.Model):
    """The bytes that were previewed, so that exactly those are imported; gone after the import or a day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.CASCADE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = KeptUploadQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

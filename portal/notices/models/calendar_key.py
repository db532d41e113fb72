"""The secret address under which a person's calendar program reads their own due days."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.accounts.models import User


class CalendarKeyQuerySet(models.QuerySet["CalendarKey"]):
    def of(self, user: User) -> Self:
        """That of `user`: one or none."""
        return self.filter(user=user)

    def opened_by(self, token: str) -> Self:
        """The key that `token` fits, of a person who may still work here: one or none."""
        return self.filter(digest=digest_of(token), user__is_active=True).select_related("user")


class CalendarKey(models.Model):
    """One a person at most. Only the digest is kept: a copy of the database opens nobody's calendar."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="calendar_key"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


def digest_of(token: str) -> str:
    """What is kept of a token; it is random and long, so that no salt and no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()

"""A request that somebody began to write and means to file later."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Agency

if TYPE_CHECKING:
    from portal.accounts.models import User

KEPT_DAYS = 90  # calendar days after the last saving

# What of the form is kept; the identity document, its number and the enclosures never are.
KEPT_FIELDS = (
    "agency", "subject", "description", "form_wanted", "delivery", "category", "name", "phone", "email", "address",
    "needs_help", "help_wanted",
)  # fmt: skip


class RequestDraftQuerySet(models.QuerySet["RequestDraft"]):
    """Drafts are their owner's alone: no agency, no office and no administrator reads them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(owner=user)

    def on_site_of(self, government: Agency) -> Self:
        return self.filter(government=government)

    def forgotten(self, now: dt.datetime | None = None) -> Self:
        """Drafts that nobody has saved for 90 days."""
        return self.filter(saved_at__lt=(now or timezone.now()) - dt.timedelta(days=KEPT_DAYS))


class RequestDraft(models.Model):
    """The words of an unsent form, on the site of `government`."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="request_drafts")
    government = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = RequestDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a request")
        verbose_name_plural = _("drafts of requests")
        default_permissions = ()
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "government", "-saved_at"], name="request_draft_of_owner"),
            models.Index(fields=["saved_at"], name="request_draft_age"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        return str(self.content.get("subject", ""))

    @property
    def kept_until(self) -> dt.date:
        """The day on which the sweep removes it."""
        return timezone.localdate(self.saved_at) + dt.timedelta(days=KEPT_DAYS)

    def initial(self) -> dict[str, Any]:
        """The fields of the form as they were."""
        return {name: self.content[name] for name in KEPT_FIELDS if name in self.content}

    def get_absolute_url(self) -> str:
        return f"{reverse('requests_app:request_new')}?draft={self.public_id}"

"""Colleagues who work on a request beside the clerk in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.models.disclosure_request import DisclosureRequest

if TYPE_CHECKING:
    from portal.accounts.models import User


class CoHandlerQuerySet(models.QuerySet["CoHandler"]):
    """Co-handlers as sentences."""

    def serving(self) -> Self:
        """Those whose part is not over."""
        return self.filter(until=None)

    def of(self, user: User) -> Self:
        return self.serving().filter(person=user)


class CoHandler(models.Model):
    """One person with one task (会办), from `since` until their part was ended; the same person may come again."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="cohandlers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    task = models.CharField(_("task"), max_length=200)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CoHandlerQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-handler")
        verbose_name_plural = _("co-handlers")
        default_permissions = ()
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"], condition=Q(until=None), name="cohandler_serves_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="cohandler_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(task=""), name="cohandler_has_a_task"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.task}"

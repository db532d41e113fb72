"""Texts that clerks begin an answer with."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.outcomes import Outcome
from requests_app.permissions import Permission


class ReplyTemplateQuerySet(OwnedQuerySet["ReplyTemplate"]):
    """Templates are the office's own; a citizen reads only the answers that were made of them."""

    manage_permission = Permission.VIEW_REQUEST

    def holding_for(self, agency: Agency) -> Self:
        """Those in use that `agency` may answer with: its own first, then those of the agencies above it."""
        held = self.filter(agency__path__in=agency.ancestor_paths, is_active=True)
        return held.select_related("agency").order_by("-agency__depth", "outcome", "title")


class ReplyTemplate(models.Model):
    """A text for one outcome, or for any (`outcome` empty), of an agency and of those below it.

    `body` may hold the placeholders of `placeholders.py`; an action refuses others.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    title = models.CharField(_("name of the template"), max_length=60)
    body = models.TextField(_("text of the template"), max_length=10000)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        default_permissions = ()
        ordering = ["outcome", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "title"],
                name="reply_template_title_unique",
                violation_error_message=_("This agency has a template of this name already."),
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="reply_template_has_title_and_body"),
        ]

    def __str__(self) -> str:
        return self.title

"""Proposals to publish for everybody what was asked for one by one (article 44)."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.permissions import Permission
from requests_app.states import ProposalState


class Origin(models.TextChoices):
    """Why there is a proposal: article 44 knows both."""

    SEVERAL = "several", _("Several applicants asked for it")
    APPLICANT = "applicant", _("An applicant proposes it")


class ProposalQuerySet(OwnedQuerySet["Proposal"]):
    """Proposals as sentences; they stand behind the same door as requests."""

    manage_permission = Permission.VIEW_REQUEST

    def open(self) -> Self:
        """Those that nobody has decided yet."""
        return self.filter(state=ProposalState.OPEN)

    def open_or_decided_since(self, day: dt.date) -> Self:
        """Open ones, and those that were decided on or after `day`."""
        return self.filter(Q(decided_at=None) | Q(decided_at__date__gte=day))

    def of(self, agency: Agency) -> Self:
        return self.filter(agency=agency)

    def with_applicants(self) -> Self:
        """With agency, and `applicants`, how many different people asked for it."""
        counted = Count("requests", filter=Q(requests__counts=True))
        return self.select_related("agency").annotate(applicants=counted)

    def oldest_first(self) -> Self:
        return self.order_by("opened_at", "pk")


class Proposal(models.Model):
    """Something that an agency may bring into what it publishes proactively, until it says yes or no.

    `begun_with` is the request that the others are like, or whose applicant proposes; no request begins two, so that
    the same group is opened once, however many sweeps run. `subject` is its subject with all that tells of the
    applicant masked. `item` is the draft made of the answer, which is then reviewed as any other.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="proposals")
    begun_with = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, editable=False, related_name="began")
    origin = models.CharField(_("origin"), max_length=9, choices=Origin)
    subject = models.CharField(_("information wanted"), max_length=200)
    state = models.CharField(
        _("state"), max_length=8, choices=ProposalState, default=ProposalState.OPEN, editable=False
    )
    opened_at = models.DateTimeField(_("day of the proposal"), default=timezone.now)
    item = models.ForeignKey(
        Item,
        verbose_name=_("published for everybody as"),
        on_delete=models.PROTECT,
        null=True,
        related_name="proposals",
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to publish")
        verbose_name_plural = _("proposals to publish")
        default_permissions = ()
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="proposal_has_a_subject"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_by=None, decided_at=None)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state=ProposalState.OPEN)),
                name="proposal_decided_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.ACCEPTED, item__isnull=False)
                | (Q(item=None) & ~Q(state=ProposalState.ACCEPTED)),
                name="proposal_accepted_has_an_item",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(reason=""), name="proposal_declined_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="proposal_agency_state")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN


class ProposedRequest(models.Model):
    """A request that a proposal rests on; a request stands in one proposal at most.

    `counts` is False for a further request of somebody who counts already: kept, because the numbers that would tell
    are erased in time. `proposed_at` is when its applicant proposed the publication, if at all, and then once.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="requests")
    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="proposed")
    counts = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(_("proposed by the applicant"), null=True)

    class Meta:
        verbose_name = _("request of a proposal")
        verbose_name_plural = _("requests of proposals")
        default_permissions = ()
        ordering = ["joined_at", "pk"]

    def __str__(self) -> str:
        return str(self.request)

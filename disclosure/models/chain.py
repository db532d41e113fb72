"""Chains of review: which steps the items of an agency pass before they can be published."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import kind_choices
from disclosure.permissions import Permission
from disclosure.steps import SHIPPED, Step
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class Passage(NamedTuple):
    """What one text has to pass: written down with the version when it is submitted."""

    steps: list[str]
    same_signer: bool


class ReviewChainQuerySet(OwnedQuerySet["ReviewChain"]):
    """Chains belong to an agency and hold for those below it; no citizen reads them."""

    manage_permission = Permission.MANAGE_REVIEW_CHAIN

    def passage(self, agency: Agency, kind: str) -> Passage:
        """The chain for a text of `kind` of `agency`: the nearest agency's, and there the one for the kind first."""
        chains = self.filter(agency__path__in=agency.ancestor_paths, kind__in=("", kind)).select_related("agency")
        nearest = max(chains, key=lambda chain: (len(chain.agency.path), chain.kind != ""), default=None)
        if nearest is None:
            return Passage([step.value for step in SHIPPED], same_signer=False)
        return Passage(list(nearest.steps), nearest.same_signer)


class ReviewChain(models.Model):
    """The steps for the items of an agency and of those below it that have no chain of their own."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(
        _("genre"),
        max_length=16,
        choices=kind_choices,
        blank=True,
        help_text=_("Blank: every genre without a chain of its own."),
    )
    steps = models.JSONField(_("steps"), default=list)
    same_signer = models.BooleanField(
        _("one person may sign several steps"),
        default=False,
        help_text=_(
            "For agencies too small for a person of their own at each step. The author signs nothing in any case."
        ),
    )

    objects = ReviewChainQuerySet.as_manager()

    class Meta:
        verbose_name = _("chain of review")
        verbose_name_plural = _("chains of review")
        default_permissions = ()
        ordering = ["agency__path", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind"],
                name="review_chain_once_per_agency_and_genre",
                violation_error_message=_("This agency has a chain for this genre already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.shown_steps}"

    @property
    def shown_steps(self) -> str:
        return " → ".join(str(Step(step).label) for step in self.steps)

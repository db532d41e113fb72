"""The decision on a request: what is answered, on which grounds, and how to contest it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.outcomes import Outcome
from requests_app.states import DecisionState


class Decision(models.Model):
    """One answer, drafted by one person and approved by another (审核); the database insists on both.

    A request may come to hold several, for several matters; today an action keeps it to one that is not sent back.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(_("state"), max_length=8, choices=DecisionState, default=DecisionState.DRAFTED)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    article = models.CharField(_("article"), max_length=20, blank=True)
    grounds = models.TextField(_("facts and reasons"), max_length=3000, blank=True)
    text = models.TextField(_("answer"), max_length=10000)
    remedies = models.TextField(_("remedies"), max_length=1000)
    item = models.ForeignKey(
        Item,
        verbose_name=_("published item"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    released_as = models.OneToOneField(
        Item,
        verbose_name=_("published for everybody as"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="released_decision",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("drafted"), default=timezone.now)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewed by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    return_reason = models.TextField(_("why it was sent back"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        ordering = ["drafted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(remedies=""), name="decision_has_text_and_remedies"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DISCLOSED) | ~Q(grounds=""), name="decision_has_grounds_unless_disclosed"
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFTED, reviewer=None, reviewed_at=None)
                | (Q(reviewer__isnull=False, reviewed_at__isnull=False) & ~Q(state=DecisionState.DRAFTED)),
                name="decision_reviewed_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("author")), name="decision_reviewer_is_not_the_author"
            ),
            models.CheckConstraint(
                condition=Q(released_as=None) | Q(state=DecisionState.APPROVED), name="decision_released_is_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.RETURNED) | ~Q(return_reason=""), name="decision_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

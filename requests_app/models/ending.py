"""How a request ended: the one row that the statistics count."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_app.models.decision import Decision
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.outcomes import Outcome


class Ending(models.Model):
    """A request ended, once, with an outcome of table 3: written by the action that ended it, never changed.

    One row for one request, however many matters it had (docs/adr/0015): so whatever was received is either ended or
    carried over. Without `decision` the applicant withdrew, and nothing is said about time. An answer given anew after
    a remedy does not end the request a second time.
    """

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="ending")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    at = models.DateTimeField(_("time"))
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="ending")
    working_days = models.PositiveSmallIntegerField(_("working days taken"), null=True)
    is_on_time = models.BooleanField(_("answered on time"), null=True)

    class Meta:
        verbose_name = _("ending of a request")
        verbose_name_plural = _("endings of requests")
        default_permissions = ()
        indexes = [models.Index(fields=["at", "outcome"], name="ending_at_outcome")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="ending_outcome_known"),
            models.CheckConstraint(
                condition=Q(decision=None, working_days=None, is_on_time=None)
                | Q(decision__isnull=False, working_days__isnull=False, is_on_time__isnull=False),
                name="ending_by_decision_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

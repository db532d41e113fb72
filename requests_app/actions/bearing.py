"""Which outcomes a case bears: each that waits for the applicant rests on having asked, and on the time being over."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from requests_app.models import DisclosureRequest, Fee, ReasonsNotice, Supplement
from requests_app.outcomes import Outcome
from requests_app.states import State

# While this is waited for, the case can end in one way only: because it never came.
_IN_VAIN = {State.SUPPLEMENTING: Outcome.NOT_SUPPLEMENTED, State.PAYING: Outcome.FEE_NOT_PAID}


def borne_outcome(request: DisclosureRequest, value: str, *, field: str = "outcome") -> Outcome:
    """The outcome, if articles 30, 35 and the fee rules let the case end with it. Raises Refused(field=field)."""
    if value not in Outcome.values:
        raise Refused(_("Choose an outcome."), field=field)
    outcome = Outcome(value)
    hindrance = _HINDRANCES[outcome](request) if outcome in _HINDRANCES else ""
    if not hindrance and _IN_VAIN.get(State(request.state), outcome) is not outcome:
        hindrance = _("Something was asked of the applicant; wait for it.")
    if hindrance:
        raise Refused(hindrance, field=field)
    return outcome


def _not_supplemented(request: DisclosureRequest) -> str:
    asked = Supplement.objects.filter(request=request).first()
    if asked is None or asked.received_at is not None:
        return _("No supplement is missing in this case.")
    return _("The applicant still has time to supplement.") if timezone.localdate() <= asked.respond_by else ""


def _still_unclear(request: DisclosureRequest) -> str:
    is_asked = Supplement.objects.filter(request=request).exists()
    return "" if is_asked else _("Ask the applicant to supplement first (article 30).")


def _excessive(request: DisclosureRequest) -> str:
    asked = ReasonsNotice.objects.filter(request=request).first()
    if asked is None:
        return _("Ask the applicant for the reasons first (article 35).")
    return "" if asked.is_settled() else _("The applicant still has time to give reasons.")


def _fee_not_paid(request: DisclosureRequest) -> str:
    fee = Fee.objects.filter(request=request).first()
    if fee is None or fee.paid_on is not None:
        return _("No fee is unpaid in this case.")
    return "" if fee.is_unpaid() else _("The applicant still has time to pay.")


_HINDRANCES = {
    Outcome.NOT_SUPPLEMENTED: _not_supplemented,
    Outcome.STILL_UNCLEAR: _still_unclear,
    Outcome.EXCESSIVE: _excessive,
    Outcome.FEE_NOT_PAID: _fee_not_paid,
}

"""What an applicant was asked and told beyond supplement and answer: reasons, fee, other agencies, publication."""

from __future__ import annotations

from typing import Any

from requests_app.models import DisclosureRequest, Transfer
from requests_app.publishable import may_propose, proposed_of
from requests_app.states import allows


def told_of(case: DisclosureRequest) -> dict[str, Any]:
    """Context of what surrounds the answer, for the status page and the workbench. Six or seven queries."""
    proposed = proposed_of(case)
    return {
        "proposed": proposed,
        "may_propose": may_propose(case, proposed),
        "may_give_reasons": allows(case, "give_reasons"),
        "reasons_notice": getattr(case, "reasons_notice", None),
        "own_date": getattr(case, "own_date", None),
        "fee": getattr(case, "fee", None),
        "responsible": getattr(case, "responsible", None),
        "transfers": list(Transfer.objects.filter(request=case).select_related("source", "target").order_by("at")),
    }

"""What an applicant was asked and told beyond the supplement and the answer: reasons, fee, other agencies."""

from __future__ import annotations

from typing import Any

from requests_app.models import DisclosureRequest, Transfer
from requests_app.states import allows


def told_of(case: DisclosureRequest) -> dict[str, Any]:
    """Context of the parts about the clock, for the status page and the workbench. Five queries."""
    return {
        "may_give_reasons": allows(case, "give_reasons"),
        "reasons_notice": getattr(case, "reasons_notice", None),
        "own_date": getattr(case, "own_date", None),
        "fee": getattr(case, "fee", None),
        "responsible": getattr(case, "responsible", None),
        "transfers": list(Transfer.objects.filter(request=case).select_related("source", "target").order_by("at")),
    }

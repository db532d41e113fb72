"""The one row that says how a request ended."""

from __future__ import annotations

import datetime as dt

from requests_app.models import Decision, DisclosureRequest, Ending
from requests_app.outcomes import Outcome


def end(request: DisclosureRequest, *, outcome: str, at: dt.datetime, decision: Decision | None = None) -> Ending:
    """Note in the transaction that ends `request` how it ended; the statistics count nothing else.

    A request that ended before keeps its first ending: the answer given anew after a remedy is the same request, which
    a published report has counted.
    """
    facts: dict[str, object] = {"outcome": Outcome(outcome), "at": at}
    if decision is not None:
        is_on_time = at <= request.clock.due_at
        facts |= {"decision": decision, "working_days": request.working_days, "is_on_time": is_on_time}
    ending, _is_new = Ending.objects.get_or_create(request=request, defaults=facts)
    return ending

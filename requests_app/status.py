"""What an applicant is shown of a case: everything about the answer, nothing of the workshop."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from requests_app.actions.rating import awaits_rating, rated_until, rating_of
from requests_app.models import (
    Case,
    Decision,
    DisclosureRequest,
    Letter,
    ReleasedFile,
    Ruling,
    Supplement,
    WithheldPart,
)
from requests_app.states import DecisionState, StageName, State
from requests_app.told import told_of

_NOW_IN = {
    State.RECEIVED: StageName.RECEIVE,
    State.REGISTERED: StageName.REGISTER,
    State.PROCESSING: StageName.PROCESS,
    State.SUPPLEMENTING: StageName.PROCESS,
    State.CONSULTING: StageName.PROCESS,
    State.PAYING: StageName.PROCESS,
    State.REVIEWING: StageName.REVIEW,
    State.ANSWERED: StageName.REPLY,
    State.ARCHIVED: StageName.ARCHIVE,
}


def status_of(case: Case) -> dict[str, Any]:
    """Context of the status page: stages, what was asked of the applicant, and the decisions that were sent."""
    if not isinstance(case, DisclosureRequest):
        nothing: dict[str, Any] = dict.fromkeys(("supplement", "extension"))
        nothing |= {name: [] for name in ("steps", "matters", "decisions", "letters", "enclosures")}
        return nothing | {"case": case} | _rating(case)
    return {
        "case": case,
        "steps": steps_of(case),
        "matters": case.matters.all(),
        "decisions": list(
            with_matters(
                Decision.objects.filter(request=case, state=DecisionState.APPROVED)
                .select_related("item")
                .prefetch_related(Prefetch("files", ReleasedFile.objects.sent().select_related("output")))
                .defer("return_reason")
            )
        ),
        "letters": list(Letter.objects.of(case).to_applicant()),
        "supplement": Supplement.objects.filter(request=case).first(),
        "extension": getattr(case, "extension", None),
        "enclosures": list(case.enclosures.select_related("file")),
        **_rating(case),
        **told_of(case),
    }


def _rating(case: Case) -> dict[str, Any]:
    """The rating that was given, or whether and until when one can be."""
    return {"rating": rating_of(case), "awaits_rating": awaits_rating(case), "rated_until": rated_until(case)}


def with_matters(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """`decisions` with the outcome of each matter and what is withheld, in two more queries."""
    return decisions.prefetch_related(
        Prefetch("rulings", Ruling.objects.select_related("matter")),
        Prefetch("withheld", WithheldPart.objects.select_related("matter", "ground")),
    )


def steps_of(case: DisclosureRequest, *, with_people: bool = False) -> list[dict[str, Any]]:
    """The six stages for `components/timeline.html`: when each was entered last; by whom, for staff only."""
    entered = {stage.name: stage for stage in case.stages.select_related("by")}
    now = _NOW_IN.get(State(case.state))
    reached = list(StageName).index(now) if now else -1
    steps = []
    for place, name in enumerate(StageName):
        stage = entered.get(name)
        is_past = stage is not None and (now is None or place < reached or not case.is_open)
        state = "done" if is_past else "todo"
        if name == now and case.is_open:
            state = "overdue" if case.is_overdue else "current"
        person = stage.by.full_name if with_people and stage and stage.by else ""
        shown = stage is not None and state != "todo"
        steps.append(
            {
                "label": name.label,
                "at": stage.at if stage is not None and shown else None,
                "note": person if shown else "",
                "state": state,
            }
        )
    return steps

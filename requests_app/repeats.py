"""Which earlier cases of an agency ask for the same: of the same applicant, or in nearly the same words."""

from __future__ import annotations

from typing import Any, NamedTuple

from portal.search.similar import pieces_of, sameness
from requests_app.models import Case, DisclosureRequest, TopicRequest

LOOKED_AT = 500  # newest cases of the agency
SHOWN = 5


class Suggestion(NamedTuple):
    """A case that probably asks for the same, and why."""

    case: Any
    is_same_applicant: bool
    sameness: float


def probable_repeats(case: Case) -> list[Suggestion]:
    """The cases that were filed before `case` with the same agency and look like it, likeliest first. Two queries."""
    if isinstance(case, DisclosureRequest):
        pieces = pieces_of(case.subject)
        earlier = DisclosureRequest.objects.earlier_than(case)
        rows = earlier.values_list("pk", "subject", "identity_number")[:LOOKED_AT]
        found = {pk: (number == case.identity_number, sameness(pieces, text)) for pk, text, number in rows}
    else:
        pieces = pieces_of(getattr(case, "title", ""))
        topics = TopicRequest.objects.earlier_than(case).unmerged().values_list("pk", "title")
        found = {pk: (False, sameness(pieces, text)) for pk, text in topics[:LOOKED_AT]}
    found = {pk: facts for pk, facts in found.items() if any(facts)}
    best = sorted(found, key=lambda pk: found[pk], reverse=True)[:SHOWN]
    cases = type(case).objects.in_bulk(best)
    return [Suggestion(cases[pk], *found[pk]) for pk in best]

"""Which earlier cases of an agency ask for the same: of the same applicant, or in nearly the same words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any, NamedTuple

from requests_app.models import Case, DisclosureRequest, TopicRequest

LOOKED_AT = 500  # newest cases of the agency
SHOWN = 5
ALIKE = 0.55  # part of the pairs of characters that two texts share
_NO_WORD = re.compile(r"[\W_]+")


class Suggestion(NamedTuple):
    """A case that probably asks for the same, and why."""

    case: Any
    is_same_applicant: bool
    likeness: float


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: Dice coefficient over pairs of neighbouring characters, signs left out."""
    first, second = _pairs(one), _pairs(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = _NO_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))


def probable_repeats(case: Case) -> list[Suggestion]:
    """The cases that were filed before `case` with the same agency and look like it, likeliest first. Two queries."""
    wanted = _text(case)
    if isinstance(case, DisclosureRequest):
        earlier = DisclosureRequest.objects.earlier_than(case)
        rows = earlier.values_list("pk", "subject", "identity_number")[:LOOKED_AT]
        found = {pk: (number == case.identity_number, likeness(wanted, text)) for pk, text, number in rows}
    else:
        topics = TopicRequest.objects.earlier_than(case).unmerged().values_list("pk", "title")
        found = {pk: (False, likeness(wanted, text)) for pk, text in topics[:LOOKED_AT]}
    found = {pk: facts for pk, facts in found.items() if facts[0] or facts[1] >= ALIKE}
    best = sorted(found, key=lambda pk: found[pk], reverse=True)[:SHOWN]
    cases = type(case).objects.in_bulk(best)
    return [Suggestion(cases[pk], *found[pk]) for pk in best]


def _text(case: Case) -> str:
    return case.subject if isinstance(case, DisclosureRequest) else getattr(case, "title", "")

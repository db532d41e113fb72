"""Several matters in one request: splitting it, and an outcome for each in the answer (articles 36 and 37)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import NegativeGround
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.locking import locked, said
from requests_app.models import Decision, DisclosureRequest, Matter, Ruling, WithheldPart
from requests_app.outcomes import SEVERABLE, Outcome
from requests_app.permissions import Permission
from requests_app.states import ensure

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_MATTERS = 20
LONGEST = 200  # characters of a matter's subject


class Part(NamedTuple):
    """A part to be withheld: what it is, the ground, and the number of its matter if the request was split."""

    what: str
    ground: NegativeGround
    matter: int | None = None


@transaction.atomic
def split(request: DisclosureRequest, *, by: User, subjects: Sequence[str]) -> list[Matter]:
    """Name the matters of a request, which then each have an outcome of their own; one subject: not split after all.

    May be done again while it is processed: the list replaces the one before. Raises NotAllowed, Refused(field=
    "subjects"): none, more than 20, too long, twice the same, or one dropped that an earlier draft ruled on.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "split")
    kept = _subjects(subjects)
    known = {matter.number: matter for matter in request.matters.all()}
    dropped = [matter for matter in known.values() if matter.number > len(kept)]
    if Ruling.objects.filter(matter__in=dropped).exists() or WithheldPart.objects.filter(matter__in=dropped).exists():
        raise Refused(
            _("A draft has named the last of these matters; keep them and change their words."), field="subjects"
        )
    for matter in dropped:
        matter.delete()
    matters = [_named(request, known.get(number), number, subject) for number, subject in enumerate(kept, 1)]
    record(Event.REQUEST_SPLIT, by=by, agency=request.agency, subject=request, after={"matters": len(matters)})
    return matters


def _subjects(subjects: Sequence[str]) -> list[str]:
    kept = [said(subject, "subjects", _("Name each matter.")) for subject in subjects]
    if not kept or len(kept) > MOST_MATTERS:
        raise Refused(_("Name from 2 to 20 matters."), field="subjects")
    if any(len(subject) > LONGEST for subject in kept):
        raise Refused(_("A matter is named in at most 200 characters."), field="subjects")
    if len(set(kept)) < len(kept):
        raise Refused(_("The same matter stands here twice."), field="subjects")
    return kept if len(kept) > 1 else []


def _named(request: DisclosureRequest, matter: Matter | None, number: int, subject: str) -> Matter:
    if matter is None:
        return Matter.objects.create(request=request, number=number, subject=subject)
    matter.subject = subject
    matter.save(update_fields=["subject"])
    return matter


class Answers(NamedTuple):
    """What is answered, checked: an outcome for each matter (none if the request is one), and the withheld parts."""

    outcomes: Mapping[Matter, Outcome]
    parts: Sequence[tuple[Part, Matter | None]]

    @classmethod
    def checked(cls, outcomes: Mapping[Matter | None, Outcome], withheld: Sequence[Part]) -> Answers:
        """Both, if they fit together. Raises Refused(field="withheld_<place>" or "ground_<place>")."""
        parts = _fitting(outcomes, _told_apart(withheld))
        return cls({matter: one for matter, one in outcomes.items() if matter is not None}, parts)

    def keep_with(self, decision: Decision) -> None:
        """Write the rows of `decision`."""
        Ruling.objects.bulk_create(
            Ruling(decision=decision, matter=matter, outcome=outcome, article=outcome.article)
            for matter, outcome in self.outcomes.items()
        )
        WithheldPart.objects.bulk_create(
            WithheldPart(decision=decision, matter=matter, what=part.what, ground=part.ground)
            for part, matter in self.parts
        )


def outcome_of_each(
    request: DisclosureRequest, outcome: str, rulings: Mapping[int, str] | None
) -> dict[Matter | None, str]:
    """The outcome said for each matter; under None for a request that was not split.

    Without `rulings`, `outcome` holds for all. Raises Refused(field="matter_<number>") for a matter without one.
    """
    matters = list(request.matters.all())
    if not matters:
        return {None: outcome}
    if not rulings:
        return dict.fromkeys(matters, outcome)
    for matter in matters:
        if not rulings.get(matter.number):
            raise Refused(_("Choose an outcome for every matter."), field=f"matter_{matter.number}")
    return {matter: rulings[matter.number] for matter in matters}


def _told_apart(withheld: Sequence[Part]) -> list[Part]:
    """`withheld` without blanks around the words, each part and ground once."""
    return list(dict.fromkeys(part._replace(what=part.what.strip()) for part in withheld))


def _fitting(outcomes: Mapping[Matter | None, Outcome], withheld: Sequence[Part]) -> list[tuple[Part, Matter | None]]:
    """`withheld` with their matters: every partly disclosed text says what it leaves out, and on which ground."""
    by_number = {matter.number if matter else None: matter for matter in outcomes}
    partly = {matter.number if matter else None for matter, one in outcomes.items() if one == Outcome.PARTLY_DISCLOSED}
    parts = []
    for place, part in enumerate(withheld, 1):
        field = f"withheld_{place}"
        said(part.what, field, _("Say what is withheld."))
        if part.ground.code not in SEVERABLE:
            raise Refused(_("This is no ground for leaving out a part (articles 14 to 16)."), field=f"ground_{place}")
        number = next(iter(partly)) if part.matter is None and len(partly) == 1 else part.matter
        if number not in partly:
            raise Refused(_("Parts are withheld only from what is disclosed in part (article 37)."), field=field)
        parts.append((part, by_number[number]))
    if missing := partly - {matter.number if matter else None for _part, matter in parts}:
        raise Refused(_missing(missing), field="withheld_1")
    return parts


def _missing(numbers: set[int | None]) -> str:
    if None in numbers:
        return _("Disclosed in part: say what is withheld and on which ground (article 37).")
    return _("Matter %(number)s is disclosed in part: say what is withheld and on which ground (article 37).") % {
        "number": min(number for number in numbers if number is not None)
    }

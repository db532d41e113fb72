"""Which requests of an agency ask for the same: in nearly the same words, or answered with the same information."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from disclosure.models import Attribute
from portal.agencies.models import Agency
from portal.search.similar import pieces_of, sameness
from requests_app.models import Decision, DisclosureRequest, Part, Proposal, ProposedRequest, ReleasedFile
from requests_app.states import DecisionState

DAYS = 365  # how long ago counts, by the day of receipt
LOOKED_AT = 500  # newest requests of the agency


class Asked(NamedTuple):
    """What a request says of what it wants: the words, and what its answers point to. `applicant` is for counting."""

    pk: int
    subject: str
    applicant: str
    answers: frozenset[str] = frozenset()

    def is_like(self, other: Asked) -> bool:
        """True if both ask for the same."""
        return bool(self.answers & other.answers) or sameness(pieces_of(self.subject), other.subject) > 0


def asked_of(agency: Agency) -> list[Asked]:
    """What was asked of `agency` within a year, may be disclosed, is not public, and stands in no proposal. 3 queries.

    Left out is what was refused, given up or withdrawn, and what has been answered with something published.
    """
    rows = DisclosureRequest.objects.publishable_since(first_day()).filter(agency=agency)
    readable = rows.exclude(erasures__part=Part.TEXTS)
    newest: list[tuple[int, str, str]] = list(readable.values_list("pk", "subject", "identity_number")[:LOOKED_AT])
    answers, published = answers_of([pk for pk, _subject, _applicant in newest])
    return [
        Asked(pk, subject, applicant, frozenset(answers[pk]))
        for pk, subject, applicant in reversed(newest)
        if pk not in published
    ]


def asked_by_several(least: int) -> QuerySet[Agency]:
    """Agencies of which `least` different applicants, or more, asked anything that is in no proposal yet, or that
    have an open one."""
    rows = DisclosureRequest.objects.publishable_since(first_day()).order_by().values("agency")
    several = rows.annotate(applicants=Count("identity_number", distinct=True)).filter(applicants__gte=least)
    with_open = Proposal.objects.open().values("agency")
    return Agency.objects.filter(Q(pk__in=several.values("agency")) | Q(pk__in=with_open)).order_by("path")


class Known(NamedTuple):
    """A proposal that what is asked now may belong to, as `asked`, and who asked then."""

    proposal: Proposal
    asked: Asked
    applicants: frozenset[str]


def known_proposals(agency: Agency) -> list[Known]:
    """The open proposals of `agency` and those decided within a year, oldest first. 4 queries."""
    proposals = list(
        Proposal.objects.of(agency).select_related("agency").open_or_decided_since(first_day()).oldest_first()
    )
    rows = ProposedRequest.objects.filter(proposal__in=proposals)
    members = list(rows.values_list("proposal", "request", "request__identity_number"))
    answers, _published = answers_of([request for _proposal, request, _applicant in members])
    found = []
    for proposal in proposals:
        own = [(request, applicant) for of, request, applicant in members if of == proposal.pk]
        pointed_to = frozenset().union(*(answers[request] for request, _applicant in own))
        asked = Asked(proposal.begun_with_id, proposal.subject, "", pointed_to)
        found.append(Known(proposal, asked, frozenset(applicant for _request, applicant in own)))
    return found


def first_day() -> dt.date:
    """The first day of receipt that counts today."""
    return timezone.localdate() - dt.timedelta(days=DAYS)


def answers_of(requests: Collection[int]) -> tuple[defaultdict[int, set[str]], set[int]]:
    """What the sent answers point to (item, file), by request; and the requests whose answer everybody can read."""
    answers: defaultdict[int, set[str]] = defaultdict(set)
    published: set[int] = set()
    sent = Decision.objects.filter(request__in=requests, state=DecisionState.APPROVED)
    for pk, released, item, attribute in sent.values_list("request", "released_as", "item", "item__attribute"):
        if released is not None or attribute == Attribute.PROACTIVE:
            published.add(pk)
        elif item is not None:
            answers[pk].add(f"item {item}")
    files = ReleasedFile.objects.sent().filter(request__in=requests)
    for pk, digest in files.values_list("request", "original_sha256"):
        answers[pk].add(f"file {digest}")
    return answers, published


def groups(asked: list[Asked], *, least: int) -> list[list[Asked]]:
    """Groups of `least` or more different applicants who ask for the same; no request stands in two.

    Each begins with the request that all the others of it are like: likeness is not handed on from one to the next.
    The largest group is taken first, of equal ones that whose middle is the oldest.
    """
    near = neighbours(asked)
    left, found = set(range(len(asked))), []
    while left:
        middle = max(left, key=lambda at: (_applicants(asked, (near[at] & left) | {at}), -at))
        members = near[middle] & left
        if _applicants(asked, members | {middle}) < least:
            break
        found.append([asked[middle], *(asked[at] for at in sorted(members))])
        left -= members | {middle}
    return found


def _applicants(asked: list[Asked], places: Iterable[int]) -> int:
    return len({asked[at].applicant for at in places})


def neighbours(asked: list[Asked]) -> list[set[int]]:
    """For each place of `asked` the others that ask for the same; only what shares a piece is compared."""
    holding: defaultdict[str, set[int]] = defaultdict(set)
    near: list[set[int]] = [set() for _one in asked]
    for at, one in enumerate(asked):
        pieces = pieces_of(one.subject)
        signs = [*pieces, *one.answers]
        for other in set().union(*(holding[sign] for sign in signs)):
            if one.answers & asked[other].answers or sameness(pieces, asked[other].subject) > 0:
                near[at].add(other)
                near[other].add(at)
        for sign in signs:
            holding[sign].add(at)
    return near

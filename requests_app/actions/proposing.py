"""Proposals to publish proactively (article 44): found by the sweep, or made by an applicant.

Every change holds the agency first: of two at once, the second finds what the first has done.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true
from portal.refusals import Refused
from requests_app.actions.locking import hold, locked
from requests_app.asked_alike import Asked, Known, answers_of, asked_of, groups, known_proposals
from requests_app.letters import tell_of_proposal
from requests_app.models import DisclosureRequest, Origin, Proposal, ProposedRequest
from requests_app.public_text import public_subject
from requests_app.publishable import may_propose, proposed_of
from requests_app.states import ProposalState, ensure


def find_proposals(agency: Agency) -> list[Proposal]:
    """Join to the open proposals of `agency` what was asked since, open one for each new group, return the new ones.

    A group are `settings.PROPOSAL_FROM` different applicants. What is like an accepted proposal is about to be public;
    for what is like a declined one as many applicants are needed who did not ask then.
    """
    known = known_proposals(agency)
    fresh = [one for one in asked_of(agency) if not _settled(one, known)]
    opened = []
    for group in groups(fresh, least=settings.PROPOSAL_FROM):
        heard = {applicant for old in known if group[0].is_like(old.asked) for applicant in old.applicants}
        if len({one.applicant for one in group} - heard) >= settings.PROPOSAL_FROM:
            opened += open_proposal(agency, group)
    return opened


def _settled(one: Asked, known: Iterable[Known]) -> bool:
    """Whether `one` belongs to a proposal that is open, which it then joins, or accepted."""
    for old in known:
        if old.proposal.state != ProposalState.DECLINED and one.is_like(old.asked):
            if old.proposal.is_open:
                join_proposal(old.proposal, one.pk)
            return True
    return False


@transaction.atomic
def open_proposal(agency: Agency, group: list[Asked]) -> list[Proposal]:
    """Open a proposal for what `group` asked of `agency`, the one that the others are like first, and tell its clerks.

    Another process may have been faster: what belongs to a proposal that is open by now joins it, and nothing is opened
    for too few applicants.
    """
    hold(agency)
    known = known_proposals(agency)
    requests = [one.pk for one in group if not _settled(one, known)]
    rows = sorted(_free(agency, requests), key=lambda row: requests.index(row.pk))
    if len({row.identity_number for row in rows}) < settings.PROPOSAL_FROM:
        return []
    proposal = _begin(rows[0], Origin.SEVERAL)
    for row in rows:
        _add(proposal, row)
    after = {"subject": proposal.subject, "requests": [row.number for row in rows]}
    record(Event.PROPOSAL_OPENED, by=None, agency=agency, subject=proposal, after=after)
    tell_of_proposal(proposal)
    return [proposal]


@transaction.atomic
def join_proposal(proposal: Proposal, request: int) -> bool:
    """Add a request to an open proposal of its agency; False if either has changed meanwhile."""
    hold(proposal.agency)
    free = _free(proposal.agency, [request])
    if not free or not Proposal.objects.open().filter(pk=proposal.pk).exists():
        return False
    _add(proposal, free[0])
    after = {"requests": [free[0].number]}
    record(Event.PROPOSAL_JOINED, by=None, agency=proposal.agency, subject=proposal, after=after)
    return True


@transaction.atomic
def propose(request: DisclosureRequest) -> ProposedRequest:
    """Propose, once, that what was disclosed to the applicant of `request` be published for everybody (article 44).

    Whoever calls has shown the receipt code or is the applicant. It joins the open proposal for the same information,
    or begins one. Raises Refused: nothing disclosed, proposed or decided before.
    """
    hold(request.agency)
    request = locked(request)
    ensure(request, "propose")
    row = proposed_of(request)
    if not may_propose(request, row):
        raise Refused(_("This answer cannot be proposed for publication, or it has been proposed before."))
    if row is None:
        row = _add(_open_for(request) or _begin(request, Origin.APPLICANT), request)
    row.proposed_at = timezone.now()
    row.save(update_fields=["proposed_at"])
    after = {"request": request.number}
    record(Event.PROPOSAL_MADE, by=None, agency=request.agency, subject=row.proposal, after=after)
    tell_of_proposal(row.proposal)
    return row


def _open_for(request: DisclosureRequest) -> Proposal | None:
    """The open proposal that asks for the same."""
    answers, _published = answers_of([request.pk])
    asked = Asked(request.pk, request.subject, request.identity_number, frozenset(answers[request.pk]))
    known = known_proposals(request.agency)
    return next((old.proposal for old in known if old.proposal.is_open and asked.is_like(old.asked)), None)


def _free(agency: Agency, requests: list[int]) -> list[DisclosureRequest]:
    """Those of `requests` that are the agency's and stand in no proposal."""
    rows = DisclosureRequest._base_manager.filter(pk__in=requests, agency=agency)
    return list(rows.filter(proposed=None, began=None).select_related("agency"))


def _begin(request: DisclosureRequest, origin: Origin) -> Proposal:
    subject = public_subject(request)
    return Proposal.objects.create(agency=request.agency, begun_with=request, origin=origin, subject=subject)


def _add(proposal: Proposal, request: DisclosureRequest) -> ProposedRequest:
    there = proposal.requests.filter(request__identity_number=request.identity_number)
    return ProposedRequest.objects.create(proposal=proposal, request=request, counts=not there.exists())


@still_true(Kind.PROPOSAL_OPENED)
def _waits_for_decision(notice: Notice) -> bool:
    """A proposal that somebody has decided meanwhile needs nobody's attention."""
    return Proposal.objects.open().filter(pk=notice.subject[1]).exists()

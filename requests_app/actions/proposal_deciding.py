"""What an agency says to a proposal to publish proactively (article 44): it makes a draft of an answer, or declines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.models import Item
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from requests_app.actions.locking import hold, said
from requests_app.actions.publishing import publish_request_answer
from requests_app.letters import tell_applicant
from requests_app.models import DisclosureRequest, Proposal, ProposedRequest
from requests_app.permissions import Permission
from requests_app.public_text import without_applicant
from requests_app.publishable import answer_of, draft_of
from requests_app.states import PROPOSAL_TABLE

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: User, title: str = "", body: str = "") -> Item:
    """Make an answer of the proposal a draft for everybody, with all that tells of its applicants masked; tell them.

    An answer that was made a draft before is taken as it is. The draft goes the way of any item. Raises NotAllowed
    without either right, Refused once decided, and while none of the requests has an answer that discloses.
    """
    require(by, Permission.HANDLE_REQUEST, on=proposal)
    proposal = _held(proposal)
    before = advance(proposal, "accept", PROPOSAL_TABLE)
    members = list(proposal.requests.select_related("request__agency", "request__applicant"))
    item = draft_of(proposal)
    if item is None:
        answer = answer_of(proposal)
        if answer is None:
            raise Refused(_("None of the requests has an answer yet that discloses it: send one first."))
        title, body = (_without_any(text, members) for text in (title, body))
        item = publish_request_answer(answer.request, by=by, title=title, body=body)
    proposal.item = item
    _decide(proposal, Event.PROPOSAL_ACCEPTED, by=by, before=before, after={"item": item.index_no})
    for member in members:
        _tell(member.request, proposal, gettext_lazy("To be published for everybody: %(number)s"))
    return item


@transaction.atomic
def decline_proposal(proposal: Proposal, *, by: User, reason: str) -> Proposal:
    """Say no, with a reason that those who proposed it read; they are told.

    Raises NotAllowed, Refused once decided or without a reason.
    """
    require(by, Permission.HANDLE_REQUEST, on=proposal)
    proposal = _held(proposal)
    before = advance(proposal, "decline", PROPOSAL_TABLE)
    proposal.reason = said(reason, "reason", _("Give the reason; the applicant reads it."))
    _decide(proposal, Event.PROPOSAL_DECLINED, by=by, before=before, after={"reason": proposal.reason})
    proposing = proposal.requests.filter(proposed_at__isnull=False)
    for member in proposing.select_related("request__agency", "request__applicant"):
        _tell(member.request, proposal, gettext_lazy("Your proposal to publish was decided: %(number)s"))
    return proposal


def _decide(proposal: Proposal, event: Event, *, by: User, before: str, after: dict[str, str]) -> None:
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save(update_fields=["state", "item", "reason", "decided_by", "decided_at"])
    facts = {"state": proposal.state} | after
    record(event, by=by, agency=proposal.agency, subject=proposal, before={"state": before}, after=facts)


def _tell(request: DisclosureRequest, proposal: Proposal, title: Promise) -> None:
    tell_applicant(Kind.PROPOSAL_DECIDED, request, occasion=f"proposal {proposal.pk}", title=title)


def _without_any(text: str, members: Iterable[ProposedRequest]) -> str:
    """`text` without what tells of any of the applicants."""
    for member in members:
        text = without_applicant(text, member.request)
    return text


def _held(proposal: Proposal) -> Proposal:
    """The proposal as it is now, held with its agency."""
    hold(proposal.agency)
    return Proposal.objects.select_for_update(of=("self",)).select_related("agency").get(pk=proposal.pk)

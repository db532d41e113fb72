"""What was disclosed to one applicant and could be published for everybody (article 44)."""

from __future__ import annotations

from django.db.models import QuerySet

from disclosure.models import Attribute, Item
from requests_app.models import Decision, DisclosureRequest, Proposal, ProposedRequest
from requests_app.outcomes import DISCLOSING
from requests_app.states import DecisionState, allows


def disclosing() -> QuerySet[Decision]:
    """Sent decisions that disclose something which is not public yet and that nobody has made a draft of, oldest first.

    What was refused, as a state secret or for the sake of a third party, is none of them.
    """
    sent = Decision.objects.filter(state=DecisionState.APPROVED, outcome__in=DISCLOSING, released_as=None)
    return sent.exclude(item__attribute=Attribute.PROACTIVE).order_by("drafted_at", "pk")


def proposed_of(case: DisclosureRequest) -> ProposedRequest | None:
    """How `case` stands in a proposal to publish, with the proposal and its item. One query."""
    return ProposedRequest.objects.filter(request=case).select_related("proposal__item").first()


def proposal_of(case: DisclosureRequest) -> Proposal | None:
    """The proposal that `case` stands in, with how many applicants asked and its item. One query."""
    return Proposal.objects.filter(requests__request=case).with_applicants().select_related("item").first()


def may_propose(case: DisclosureRequest, row: ProposedRequest | None) -> bool:
    """True if the applicant of `case` may propose now that the answer be published for everybody; `row` as above."""
    if not allows(case, "propose"):
        return False
    if row is not None and (row.proposed_at is not None or not row.proposal.is_open):
        return False
    return disclosing().filter(request=case).exists()


def draft_of(proposal: Proposal) -> Item | None:
    """The item that an answer of `proposal` has been made into already, if any."""
    sent = Decision.objects.filter(request__proposed__proposal=proposal, released_as__isnull=False)
    decision = sent.select_related("released_as").order_by("pk").first()
    return decision.released_as if decision is not None else None


def answer_of(proposal: Proposal) -> Decision | None:
    """The first answer of `proposal` that can be made an item; None while none of its requests has such an answer."""
    return disclosing().filter(request__proposed__proposal=proposal).select_related("request").first()

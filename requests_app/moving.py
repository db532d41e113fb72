"""Requests go along with their numbers, receipt codes and clocks when an agency is merged or split."""

from django.db.models import Q, QuerySet

from portal.agencies.models import Agency
from portal.agencies.moving import Mover
from requests_app.models import (
    DisclosureRequest,
    ImportedRequest,
    LetterTemplate,
    Proposal,
    Remedy,
    RemedyResult,
    TopicRequest,
    Transfer,
)
from requests_app.models.satisfaction import Satisfaction
from requests_app.states import OPEN, ProposalState, TopicState


class Records(Mover):
    """Records of requests passed on; one that was passed on to the successor stays, for nobody passes on to itself."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(target=to)


class ImportNumbers(Mover):
    """The numbers of the office's own register go with the requests; one that the successor has given stays."""

    open_work = Q(request__state__in=OPEN)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(external_no__in=ImportedRequest.objects.filter(agency=to).values("external_no"))


class Wordings(Mover):
    """The wordings of a government's letters; where the successor has its own, that holds."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(form__in=LetterTemplate.objects.filter(agency=to).values("form"))


MOVERS = (
    Mover(DisclosureRequest, open_work=Q(state__in=OPEN)),
    ImportNumbers(ImportedRequest),
    Mover(Remedy, open_work=Q(result=RemedyResult.PENDING)),
    Mover(TopicRequest, open_work=Q(state=TopicState.RECEIVED)),
    Mover(Proposal, open_work=Q(state=ProposalState.OPEN)),
    Records(Transfer, "source"),
    Mover(Satisfaction),  # of answers, which only go along when everything does
    Wordings(LetterTemplate),
)
STAYS = {
    "requests_app.LookTally.agency": "counts of days on which the agency was there",
    "requests_app.RequestDraft.government": "the site on which it was written; gone after 90 days",
    "requests_app.Letter.agency": "A letter says who sent it; it goes along with its request.",
    "requests_app.ReplyTemplate.agency": "The successor answers with its own texts, or with those of the agency above.",
    "requests_app.RetentionPlan.agency": "Governments keep plans, and they are not merged.",
    "requests_app.Transfer.target": "It says to whom the request was passed on that day.",
}

"""Requests go along with their numbers, receipt codes and clocks when an agency is merged or split."""

from django.db.models import Q

from portal.agencies.moving import Mover
from requests_app.models import DisclosureRequest, Remedy, RemedyResult, Satisfaction, TopicRequest
from requests_app.states import OPEN, TopicState

MOVERS = (
    Mover(DisclosureRequest, open_work=Q(state__in=OPEN)),
    Mover(Remedy, open_work=Q(result=RemedyResult.PENDING)),
    Mover(TopicRequest, open_work=Q(state=TopicState.RECEIVED)),
    Mover(Satisfaction),  # of answers, which only go along when everything does
)
STAYS = {
    "requests_app.LookTally.agency": "counts of days on which the agency was there",
    "requests_app.RequestDraft.government": "the site on which it was written; gone after 90 days",
}

"""Requests go along with their numbers, receipt codes and clocks when an agency is merged or split."""

from django.db.models import Q

from portal.agencies.moving import Mover
from requests_app.models import DisclosureRequest, Remedy, RemedyResult, TopicRequest
from requests_app.states import OPEN, TopicState

MOVERS = (
    Mover(DisclosureRequest, open_work=Q(state__in=OPEN)),
    Mover(Remedy, open_work=Q(result=RemedyResult.PENDING)),
    Mover(TopicRequest, open_work=Q(state=TopicState.RECEIVED)),
)
STAYS = {"requests_app.RetentionPlan.agency": "Governments keep plans, and they are not merged."}

"""Requests go along with their numbers, receipt codes and clocks when an agency is merged or split."""

from django.db.models import Q, QuerySet

from portal.agencies.models import Agency
from portal.agencies.moving import Mover
from requests_app.models import DisclosureRequest, TopicRequest, Transfer
from requests_app.states import OPEN, TopicState


class Records(Mover):
    """Records of requests passed on; one that was passed on to the successor stays, for nobody passes on to itself."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(target=to)


MOVERS = (
    Mover(DisclosureRequest, open_work=Q(state__in=OPEN)),
    Mover(TopicRequest, open_work=Q(state=TopicState.RECEIVED)),
    Records(Transfer, "source"),
)
STAYS = {"requests_app.Transfer.target": "It says to whom the request was passed on that day."}

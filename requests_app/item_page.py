"""What the page of an item says of those who asked for it: the topic requests that it answers."""

from django.db.models import Exists

from disclosure.models import Item
from disclosure.surroundings import THIS, shows
from portal.agencies.models import Agency
from requests_app.models import TopicRequest
from requests_app.models.topic import TopicRequestQuerySet

MOST = 5


def _there() -> Exists:
    # whether they are public is asked of the few that there are
    return Exists(TopicRequest.objects.filter(item=THIS))


def _shown(item: Item, government: Agency) -> TopicRequestQuerySet:
    return TopicRequest.objects.public().under(government).answered_by_item(item).most_supported_first()[:MOST]


shows("topics", there=_there, shown=_shown)

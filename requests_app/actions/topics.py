"""Topic requests: supported by others, and answered by publishing or by a refusal in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import NegativeGround
from disclosure.models import Item
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from requests_app.actions.deciding import close, live_item
from requests_app.actions.locking import locked, said
from requests_app.letters import tell_applicant
from requests_app.models import Support, TopicRequest
from requests_app.permissions import Permission
from requests_app.states import TOPIC_TABLE

if TYPE_CHECKING:
    from portal.accounts.models import User

ANSWER_FIELDS = [
    "state", "answered_at", "working_days", "answered_by", "item", "answer",
    "refusal_facts", "refusal_ground", "refusal_article",
]  # fmt: skip


@transaction.atomic
def support_topic(topic: TopicRequest, *, mark: str) -> bool:
    """Count one more supporter; False if `mark` (`throttle.visitor_mark`) did before. Raises Refused once answered."""
    topic = locked(topic)
    if not topic.is_open:
        raise Refused(_("This topic request has been answered already."))
    _row, is_new = Support.objects.get_or_create(topic=topic, mark=mark)
    if is_new:
        TopicRequest.objects.filter(pk=topic.pk).update(supporters=F("supporters") + 1)
        record(Event.TOPIC_SUPPORTED, by=None, agency=topic.agency, subject=topic)
    return is_new


@transaction.atomic
def answer_topic(topic: TopicRequest, *, by: User, item: Item | None, answer: str = "") -> TopicRequest:
    """Answer by publishing: `item` is public and holds what was asked for. Raises NotAllowed, Refused(field="item")."""
    require(by, Permission.HANDLE_TOPIC, on=topic)
    topic = locked(topic)
    if item is None:
        raise Refused(_("Name the published item that answers the topic request."), field="item")
    before = advance(topic, "answer", TOPIC_TABLE)
    topic.item = live_item(item, topic)
    topic.answer = (answer or "").strip()
    return _settle(topic, Event.TOPIC_ANSWERED, Kind.TOPIC_ANSWERED, by=by, before=before)


@transaction.atomic
def refuse_topic(
    topic: TopicRequest, *, by: User, facts: str, ground: NegativeGround | None, article: str = ""
) -> TopicRequest:
    """Refuse in public, giving facts, ground and article (by default the ground's own).

    Raises NotAllowed, Refused with the field that is missing.
    """
    require(by, Permission.HANDLE_TOPIC, on=topic)
    topic = locked(topic)
    if ground is None:
        raise Refused(_("Choose the ground for not publishing."), field="ground")
    before = advance(topic, "refuse", TOPIC_TABLE)
    topic.refusal_facts = said(facts, "facts", _("State the facts that the refusal rests on."))
    topic.refusal_ground = ground
    topic.refusal_article = said(article or ground.article, "article", _("Name the article."))
    return _settle(topic, Event.TOPIC_REFUSED, Kind.TOPIC_REFUSED, by=by, before=before)


def _settle(topic: TopicRequest, event: Event, kind: Kind, *, by: User, before: str) -> TopicRequest:
    close(topic)
    topic.answered_by = by
    topic.save(update_fields=ANSWER_FIELDS)
    after = {"state": topic.state, "item": topic.item and topic.item.index_no, "article": topic.refusal_article}
    record(event, by=by, agency=topic.agency, subject=topic, before={"state": before}, after=after)
    # those whose wish was merged into this one wait for the same answer
    for asked in (topic, *topic.merged.select_related("agency", "applicant", "merged_into")):
        tell_applicant(kind, asked, occasion="answered", title=gettext_lazy("Answered: %(number)s"))
    return topic

"""From an answer to a publication: a draft made of a topic or of a decision, reviewed as any item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from disclosure import actions as items
from disclosure.models import Attribute, Item
from disclosure.permissions import Permission as ItemPermission
from disclosure.states import State as ItemState
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.locking import locked, said
from requests_app.actions.topics import answer_topic
from requests_app.models import Decision, DisclosureRequest, TopicRequest
from requests_app.outcomes import DISCLOSING
from requests_app.permissions import Permission
from requests_app.public_text import without_applicant
from requests_app.states import DecisionState, ensure

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def publish_request_answer(request: DisclosureRequest, *, by: User, title: str, body: str) -> Item:
    """Make the answer to a request a draft for everybody (article 44), with all that tells of the applicant masked.

    The draft goes the way of any item: it is reviewed, and published by another person. Raises NotAllowed without
    either right, Refused for an answer that disclosed nothing or was made a draft before.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    require(by, ItemPermission.EDIT_ITEM, on=request)
    request = locked(request)
    ensure(request, "publish")
    sent = Decision.objects.select_for_update(of=("self",)).filter(request=request, state=DecisionState.APPROVED)
    disclosing = sent.filter(outcome__in=DISCLOSING).select_related("released_as")
    decision = disclosing.order_by(F("released_as").asc(nulls_first=True), "pk").first()  # one for each matter
    if decision is None:
        raise Refused(_("Nothing was disclosed with this answer that could be published for everybody."))
    if decision.released_as is not None:
        words = {"index_no": decision.released_as.index_no}
        raise Refused(_("This answer has been made the draft %(index_no)s already.") % words)
    item = items.draft(
        agency=request.agency,
        by=by,
        title=without_applicant(said(title, "title", _("Give the item a title.")), request),
        body=without_applicant(said(body, "body", _("The text is empty.")), request),
        attribute=Attribute.PROACTIVE,
    )
    decision.released_as = item
    decision.save(update_fields=["released_as"])
    after = {"item": item.index_no}
    record(Event.REQUEST_RELEASED, by=by, agency=request.agency, subject=request, after=after)
    return item


@transaction.atomic
def prepare_answer(topic: TopicRequest, *, by: User, title: str, body: str) -> Item:
    """Begin the item that is to answer an open topic. Raises NotAllowed without either right, Refused."""
    require(by, Permission.HANDLE_TOPIC, on=topic)
    require(by, ItemPermission.EDIT_ITEM, on=topic)
    topic = locked(topic)
    if not topic.is_open:
        raise Refused(_("This topic request has been answered already."))
    if topic.prepared is not None:
        words = {"index_no": topic.prepared.index_no}
        raise Refused(_("The draft %(index_no)s has been begun for this topic already.") % words)
    topic.prepared = items.draft(
        agency=topic.agency,
        by=by,
        title=said(title, "title", _("Give the item a title.")),
        body=said(body, "body", _("The text is empty.")),
        attribute=Attribute.PROACTIVE,
    )
    topic.save(update_fields=["prepared"])
    after = {"item": topic.prepared.index_no}
    record(Event.TOPIC_PREPARED, by=by, agency=topic.agency, subject=topic, after=after)
    return topic.prepared


@transaction.atomic
def publish_and_answer(topic: TopicRequest, *, by: User, answer: str = "") -> TopicRequest:
    """Publish the item that was begun for the topic, if it is not public yet, and answer with it: both or neither.

    What waits for its last review is approved by the same stroke. Raises NotAllowed without the rights to both,
    Refused while the item is not ready.
    """
    require(by, Permission.HANDLE_TOPIC, on=topic)
    require(by, ItemPermission.PUBLISH_ITEM, on=topic)
    item = topic.prepared
    if item is None:
        raise Refused(_("No item has been begun for this topic."))
    if not item.is_live:
        if item.state == ItemState.IN_REVIEW:
            item = items.approve_and_publish(item, by=by)
        elif item.state == ItemState.APPROVED:
            item = items.publish(item, by=by)
        else:
            raise Refused(
                _("The item has to be submitted for review first: %(index_no)s.") % {"index_no": item.index_no}
            )
    return answer_topic(topic, by=by, item=Item.objects.get(pk=item.pk), answer=answer)

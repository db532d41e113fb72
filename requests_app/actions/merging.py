"""The same thing asked again: a request linked to the earlier one that was answered, a topic joined to the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays import actions as clocks
from requests_app.actions.locking import locked
from requests_app.letters import tell_applicant
from requests_app.models import DisclosureRequest, SearchRecord, TopicRequest
from requests_app.permissions import Permission
from requests_app.states import TOPIC_TABLE, TopicState, ensure

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def merge_repeat(request: DisclosureRequest, *, by: User, earlier: DisclosureRequest | None) -> DisclosureRequest:
    """Link a request to the one it repeats: of the same applicant, to the same agency, answered (article 36(6)).

    The look into the register goes on record as a search. The answer, that it is not dealt with again, stays a
    decision with its review. Raises NotAllowed, Refused(field="earlier").
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "merge_repeat")
    if earlier is None or not DisclosureRequest.objects.repeatable_by(request).filter(pk=earlier.pk).exists():
        raise Refused(
            _("Name an earlier request of the same applicant to this agency that has been answered (article 36(6))."),
            field="earlier",
        )
    before = {"repeats": request.repeats.number if request.repeats else ""}
    request.repeats = earlier
    request.save(update_fields=["repeats"])
    with translation.override(settings.LANGUAGE_CODE):
        words = {"number": earlier.number, "day": timezone.localdate(earlier.answered_at).isoformat()}
        SearchRecord.objects.create(
            request=request,
            places=_("Register of requests"),
            terms=earlier.number,
            result=_("%(number)s of the same applicant was answered on %(day)s.") % words,
            by=by,
        )
    after = {"repeats": earlier.number}
    record(Event.REQUEST_LINKED, by=by, agency=request.agency, subject=request, before=before, after=after)
    return request


@transaction.atomic
def merge_topic(topic: TopicRequest, *, by: User, into: TopicRequest | None) -> TopicRequest:
    """Join an open topic to an earlier one of the same agency that wishes the same.

    Its supporters and its asker count for the first from now on, its address leads there, and its asker is told now
    and when the first is answered. Raises NotAllowed, Refused(field="into").
    """
    require(by, Permission.HANDLE_TOPIC, on=topic)
    if into is None or not TopicRequest.objects.earlier_than(topic).unmerged().public().filter(pk=into.pk).exists():
        raise Refused(_("Choose an earlier topic of the same agency that everybody can read."), field="into")
    first = locked(into)  # always the older one before the younger: no two mergers wait for each other
    topic = locked(topic)
    if first.state == TopicState.MERGED:
        raise Refused(_("That topic has been merged into another one itself."), field="into")
    before = advance(topic, "merge", TOPIC_TABLE)
    topic.merged_into = first
    clocks.stop(topic.clock, at=timezone.now())
    topic.save(update_fields=["state", "merged_into"])
    TopicRequest.objects.filter(merged_into=topic).update(merged_into=first)
    added = topic.supporters + 1  # who asked wants it too
    TopicRequest.objects.filter(pk=first.pk).update(supporters=F("supporters") + added)
    after = {"state": topic.state, "into": first.number, "supporters": added}
    record(Event.TOPIC_MERGED, by=by, agency=topic.agency, subject=topic, before={"state": before}, after=after)
    title = gettext_lazy("Merged with an earlier topic: %(number)s")
    tell_applicant(Kind.TOPIC_MERGED, topic, occasion="merged", title=title)
    return topic

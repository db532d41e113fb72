"""A topic request and the button that supports it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal.cookieless import cookieless_form
from portal.editions.sharing import shared
from portal.refusals import Refused
from portal.throttle import visitor_mark
from requests_app.actions import support_topic
from requests_app.models import TopicRequest


@require_GET
@shared
def topic_detail(request: HttpRequest, number: str) -> HttpResponse:
    """What was asked, how many support it, and the answer."""
    topics = TopicRequest.objects.public().under(request.government).with_answer()
    topic = topics.numbered(number)
    if topic is None:
        return redirect(_merged(request, number).merged_into, permanent=True)
    context = {"topic": topic, "merged": topic.merged.shown().newest_first()}
    return render(request, "requests_app/topic_detail.html", context)


def _merged(request: HttpRequest, number: str) -> TopicRequest:
    """The topic of this number that leads on to another one, or a 404."""
    return get_object_or_404(TopicRequest.objects.merged_away().under(request.government), number=number)


@require_POST
@cookieless_form
def topic_support(request: HttpRequest, number: str) -> HttpResponse:
    """Support it; a second click from the same address on the same day changes nothing."""
    topic = TopicRequest.objects.public().under(request.government).numbered(number)
    if topic is None:
        return redirect(_merged(request, number).merged_into)
    try:
        support_topic(topic, mark=visitor_mark(request, f"support {topic.number}"))
    except Refused as refusal:
        context = {"topic": topic, "merged": topic.merged.shown().newest_first(), "refused": str(refusal)}
        return render(request, "requests_app/topic_detail.html", context, status=409)
    return redirect(topic)

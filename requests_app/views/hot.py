"""What citizens ask an agency to publish, as a fragment for its page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.agencies.models import Agency
from portal.editions.sharing import shared
from requests_app.models import TopicRequest

MOST = 5


@require_safe
@shared
def topic_hot(request: HttpRequest, code: str) -> HttpResponse:
    """The open topic requests to an agency that most people support."""
    agency = get_object_or_404(Agency.objects.public().under(request.government), code=code)
    topics = TopicRequest.objects.public().of_agency(code).under(request.government).open().with_agency_and_clock()
    context = {"agency": agency, "topics": topics.most_supported_first()[:MOST]}
    return render(request, "requests_app/topic_hot.html", context)

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
    """The open topic requests to an agency that most people support; of the government, those of its whole site."""
    agency = get_object_or_404(Agency.objects.public().under(request.government), code=code)
    is_site = agency.pk == request.government.pk
    topics = TopicRequest.objects.public().under(request.government).open().with_agency_and_clock()
    if not is_site:
        topics = topics.of_agency(code)
    context = {"agency": agency, "is_site": is_site, "topics": topics.most_supported_first()[:MOST]}
    return render(request, "requests_app/topic_hot.html", context)

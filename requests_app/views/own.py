"""The cases of a signed-in citizen."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from portal.cookieless import cookieless_form
from portal.listing import paginate
from requests_app.awaited import own_lines
from requests_app.models import Case, DisclosureRequest, RequestDraft, TopicRequest
from requests_app.views.following import case_page, take_supplement, take_withdrawal


def own_request(request: HttpRequest, number: str) -> DisclosureRequest:
    """The signed-in citizen's request of this number, or 404."""
    own = DisclosureRequest.objects.filed_by(request.user).under(request.government).with_agency_and_clock()
    return get_object_or_404(own, number=number)


def own_case(request: HttpRequest, number: str) -> Case:
    """The signed-in citizen's request or topic request of this number, or 404."""
    topics = TopicRequest.objects.filed_by(request.user).under(request.government).with_agency_and_clock()
    topic = topics.numbered(number)
    return topic if topic is not None else own_request(request, number)


@require_GET
@login_required
def my_requests(request: HttpRequest) -> HttpResponse:
    """One's own drafts and requests, newest first, and the topic requests one has filed."""
    own = DisclosureRequest.objects.filed_by(request.user).under(request.government).with_agency_and_clock()
    topics = TopicRequest.objects.filed_by(request.user).under(request.government).with_agency_and_clock()
    page = paginate(request, own.with_what_is_awaited().newest_first())
    context = {
        "page": page,
        "lines": own_lines(page),
        "topics": own_lines(topics.select_related("satisfaction").newest_first()[:20]),
        "drafts": RequestDraft.objects.visible_to(request.user).on_site_of(request.government),
    }
    return render(request, "requests_app/my_requests.html", context)


@require_GET
@login_required
def my_request(request: HttpRequest, number: str) -> HttpResponse:
    """One of them, of either kind."""
    return case_page(request, own_case(request, number))


@require_POST
@cookieless_form
@login_required
def my_supplement(request: HttpRequest, number: str) -> HttpResponse:
    """Supplement it."""
    return take_supplement(request, own_request(request, number))


@require_POST
@cookieless_form
@login_required
def my_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw it."""
    return take_withdrawal(request, own_request(request, number))

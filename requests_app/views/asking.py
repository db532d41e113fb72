"""The page that explains how to ask, and the two forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts.session import signed_in
from portal.agencies.redirects import current
from portal.cookieless import cookieless_form
from portal.listing import paginate
from portal.receipts import shown
from portal.refusals import Refused
from requests_app.actions import AlreadyFiled, Filed, submit_request, submit_topic
from requests_app.forms import DisclosureRequestForm, TopicRequestForm
from requests_app.forms.filing import FilingForm
from requests_app.forms.filters import TopicFilterForm
from requests_app.models import TopicRequest


@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """How asking works, and the topic requests of this government with their answers."""
    form = TopicFilterForm(request.GET, government=request.government)
    topics = form.applied_to(TopicRequest.objects.public().under(request.government).with_answer())
    return render(request, "requests_app/request_list.html", {"form": form, "page": paginate(request, topics)})


@require_http_methods(["GET", "POST"])
@cookieless_form
def request_new(request: HttpRequest) -> HttpResponse:
    """File a request under the Regulations."""
    return _filing(request, DisclosureRequestForm, submit_request, "requests_app/request_new.html")


@require_http_methods(["GET", "POST"])
@cookieless_form
def topic_new(request: HttpRequest) -> HttpResponse:
    """File a topic request."""
    return _filing(request, TopicRequestForm, submit_topic, "requests_app/topic_new.html")


def _filing(
    request: HttpRequest, form_class: type[FilingForm], submit: Callable[..., Filed], template: str
) -> HttpResponse:
    """Show the form, or file it and answer with the receipt: there is no session that could carry the code on."""
    bind = partial(form_class, government=request.government)
    named = current(request.GET["agency"][:40], request.government) if request.GET.get("agency") else None
    form = bind(request.POST) if request.method == "POST" else bind(initial={"agency": named})
    if request.method != "POST":
        return render(request, template, {"form": form})
    status = 422
    if form.is_valid():
        content = form.content()
        try:
            filed = submit(content.pop("agency"), by=signed_in(request), key=form.cleaned_data["key"], **content)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409 if isinstance(refusal, AlreadyFiled) else 422
        else:
            return render(request, "requests_app/request_receipt.html", {"case": filed.case, "code": shown(filed.code)})
    return render(request, template, {"form": form}, status=status)

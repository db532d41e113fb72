"""The page that explains how to ask, and the two forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

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
from requests_app.actions.drafting import delete_draft
from requests_app.forms import DisclosureRequestForm, TopicRequestForm
from requests_app.forms.filing import FilingForm
from requests_app.forms.filters import TopicFilterForm
from requests_app.looking import Look, open_topics
from requests_app.models import RequestDraft, TopicRequest
from requests_app.views.drafts import draft_id
from requests_app.views.looking import look_at

REQUEST_PAGE, TOPIC_PAGE = "requests_app/request_new.html", "requests_app/topic_new.html"


@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """How asking works, and the topic requests of this government with their answers."""
    form = TopicFilterForm(request.GET, government=request.government)
    topics = form.applied_to(TopicRequest.objects.public().under(request.government).with_answer())
    return render(request, "requests_app/request_list.html", {"form": form, "page": paginate(request, topics)})


@require_http_methods(["GET", "POST"])
@cookieless_form
def request_new(request: HttpRequest) -> HttpResponse:
    """File a request under the Regulations; with `look`, only look first and keep what was typed."""
    bind = partial(DisclosureRequestForm, government=request.government)
    if request.method != "POST" or "look" in request.POST:
        return _page(request, REQUEST_PAGE, _begun(request, bind), text=request.POST.get("subject", ""))
    return _filing(request, bind(request.POST, request.FILES), submit_request, REQUEST_PAGE)


@require_http_methods(["GET", "POST"])
@cookieless_form
def topic_new(request: HttpRequest) -> HttpResponse:
    """File a topic request, in two steps: everybody will read it, so it is shown first as they will."""
    bind = partial(TopicRequestForm, government=request.government)
    if request.method != "POST" or "look" in request.POST:
        return _page(request, TOPIC_PAGE, _begun(request, bind), text=request.POST.get("title", ""))
    form = bind(request.POST)
    if "sure" not in request.POST and form.is_valid():
        return _preview(request, form, bind)
    return _filing(request, form, submit_topic, TOPIC_PAGE)


def _begun(request: HttpRequest, bind: Callable[..., FilingForm]) -> FilingForm:
    """The form before it is checked: with what was typed so far, or for the agency that the address names."""
    if request.method == "POST":
        return bind(initial=request.POST.dict())
    draft = _draft(request)
    if draft is not None:
        return bind(initial=draft.initial())
    code = request.GET.get("agency", "")[:40]
    return bind(initial={"agency": current(code, request.government) if code else None})


def _draft(request: HttpRequest) -> RequestDraft | None:
    """The draft of whoever is signed in that the address names."""
    owner, named = signed_in(request), draft_id(request)
    if owner is None or named is None:
        return None
    return RequestDraft.objects.visible_to(owner).filter(public_id=named).first()


def _page(
    request: HttpRequest, template: str, form: FilingForm, *, text: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    """The form, with what was found for `text`, if anything was looked for."""
    context: dict[str, Any] = {"form": form, "look": Look(), "looked": False, "topics": [], "key": "", **more}
    context |= {"likely": request.POST.get("likely"), "draft": draft_id(request), "person": signed_in(request)}
    if text.strip():
        context |= look_at(request, text, key=str(form["key"].value() or ""))
        if template == TOPIC_PAGE:
            context["topics"] = open_topics(text[:200], under=request.government)
    return render(request, template, context, status=status)


def _preview(request: HttpRequest, form: FilingForm, bind: Callable[..., FilingForm]) -> HttpResponse:
    """What everybody will read, numbers of persons masked, and what like it can be supported instead."""
    said = form.cleaned_data
    context = {
        "said": said,
        "is_masked": any(said[name] != request.POST.get(name, "").strip() for name in ("title", "body")),
        "form": bind(initial=request.POST.dict() | {name: said[name] for name in ("title", "body", "agency")}),
        "topics": open_topics(said["title"], under=request.government),
    }
    return render(request, "requests_app/topic_preview.html", context)


def _filing(request: HttpRequest, form: FilingForm, submit: Callable[..., Filed], template: str) -> HttpResponse:
    """File it and answer with the receipt: there is no session that could carry the code on."""
    status, by = 422, signed_in(request)
    if form.is_valid():
        content = form.content()
        try:
            filed = submit(content.pop("agency"), by=by, key=form.cleaned_data["key"], **content)
        except Refused as refusal:
            refusal.say_in(form)
            status = 409 if isinstance(refusal, AlreadyFiled) else 422
        else:
            if by is not None and (named := draft_id(request)) is not None:
                delete_draft(by=by, public_id=named)
            return render(request, "requests_app/request_receipt.html", {"case": filed.case, "code": shown(filed.code)})
    return _page(request, template, form, status=status)

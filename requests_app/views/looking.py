"""Looking first: fragments for the forms, and the counted way to what was found."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal.cookieless import cookieless_form
from requests_app.actions import count_look
from requests_app.looking import look, open_topics, opened

KEY = re.compile(r"[0-9a-f]{32}")  # of a filing form; what has none is not counted


def look_at(request: HttpRequest, text: str, *, key: str) -> dict[str, object]:
    """Context of `look_results.html` for `text`; counts what is shown."""
    found = look(text[:200], under=request.government)
    if KEY.fullmatch(key):
        count_look(found.owners, column="shown", key=key)
    return {"look": found, "key": key, "looked": bool(text.strip())}


@require_POST
@cookieless_form
def request_look(request: HttpRequest) -> HttpResponse:
    """What may answer the question that is being typed; the text comes in the body, so that no log keeps it."""
    found = look_at(request, request.POST.get("subject", ""), key=request.POST.get("key", ""))
    chosen = request.POST.get("likely")
    return render(request, "requests_app/look_fragment.html", found | {"likely": chosen})


@require_POST
@cookieless_form
def topic_look(request: HttpRequest) -> HttpResponse:
    """What may answer a topic request that is being typed, and those like it that can be supported."""
    title, key = request.POST.get("title", ""), request.POST.get("key", "")
    found = look_at(request, title, key=key) | {"topics": open_topics(title[:200], under=request.government)}
    return render(request, "requests_app/look_fragment.html", found | {"likely": request.POST.get("likely")})


@require_GET
@cookieless_form
def look_open(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Go to what was found, and count that somebody did."""
    found = opened(kind, ref, under=request.government)
    if found is None:
        raise Http404
    address, agency = found
    key = request.GET.get("form", "")
    if KEY.fullmatch(key):
        count_look([agency], column="clicked", key=key)
    return redirect(address)


@require_POST
@cookieless_form
def look_answered(request: HttpRequest) -> HttpResponse:
    """The question is answered by what is public: count it, and file nothing."""
    kind, _colon, ref = request.POST.get("found", "").partition(":")
    found = opened(kind, ref, under=request.government)
    if found is None:
        raise Http404
    address, agency = found
    key = request.POST.get("key", "")
    if KEY.fullmatch(key):
        count_look([agency], column="answered", key=key)
    return render(request, "requests_app/look_answered.html", {"address": address})

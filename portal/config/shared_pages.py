"""Answering from the shelf: what an earlier visitor was shown, as long as the site is still in the same edition."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from portal.agencies.middleware import government_of
from portal.config.release import RELEASE
from portal.editions.edition import Edition, edition_of
from portal.editions.sharing import doubting
from portal.editions.shelf import Kept, keep, take
from portal.editions.sight import Sight, sight_of
from portal.editions.turns import turn

PERSONAL = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
PER_ANSWER = {"cache-control", "content-length", "date", "vary", "etag", "x-accel-expires"}


class Asked(NamedTuple):
    """An address of a site and what is known of the site at this moment."""

    address: str
    sight: Sight

    @property
    def etag(self) -> str:
        """It names address, edition and code: where all three are the same, so is the page, unseen."""
        said = f"{self.address} {self.sight.edition} {RELEASE}"
        return f'W/"{blake2b(said.encode(), digest_size=9).hexdigest()}"'


class SharedPagesMiddleware:
    """Serve `shared` pages rendered once per edition, and 304 without rendering or even fetching anything.

    Stands outside of everything that reads a session; whoever sends a cookie of ours passes by.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = _asked(request)
        if asked is None:
            return self.get_response(request)
        if asked.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            return _dated(HttpResponseNotModified(), asked)
        kept = take(asked.address, asked.sight.edition + RELEASE)
        return _answer(kept, asked, request) if kept else self._rendered(asked, request)

    def _rendered(self, asked: Asked, request: HttpRequest) -> HttpResponse:
        with turn(asked.address):
            kept = take(asked.address, asked.sight.edition + RELEASE)
            if kept is not None:
                return _answer(kept, asked, request)
            request.edition = asked.sight.edition  # type: ignore[attr-defined]
            with doubting() as doubts:
                response = self.get_response(request)
            if doubts or not _may_be_kept(request, response):
                return response
            headers = {name: value for name, value in response.items() if name.lower() not in PER_ANSWER}
            kept = keep(asked.address, asked.sight.edition + RELEASE, headers, response.content)
        return _answer(kept, asked, request)


def _asked(request: HttpRequest) -> Asked | None:
    """None for what is never answered from the shelf: anything but reading, people with a cookie, a host of nobody."""
    if request.method != "GET" or not PERSONAL.isdisjoint(request.COOKIES) or "HTTP_RANGE" in request.META:
        return None
    try:
        host = request.get_host()
        sight = sight_of(host, _look)
    except (DisallowedHost, Http404):
        return None
    return Asked(f"{request.scheme}://{host}{request.get_full_path()}", sight)


def _look(host: str, now: dt.datetime) -> Edition:
    return edition_of(government_of(host).path, now)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Marked by its view, answered in full, and nothing of it made for whoever asked."""
    if not getattr(response, "is_shared", False) or response.status_code != 200 or response.streaming:
        return False
    is_personal = bool(response.cookies) or request.session.accessed
    says = response.headers.get("Cache-Control", "")
    varies = response.headers.get("Vary", "").lower().replace("accept-encoding", "").strip(", ")
    nonce = "nonce-" in response.headers.get("Content-Security-Policy", "")
    return not (is_personal or "no-store" in says or "private" in says or varies or nonce)


def _answer(kept: Kept, asked: Asked, request: HttpRequest) -> HttpResponse:
    """The page, compressed as it is kept if the visitor takes that."""
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(kept.body, headers=kept.headers)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(kept.body), headers=kept.headers)
    return _dated(response, asked)


def _dated(response: HttpResponse, asked: Asked) -> HttpResponse:
    response.headers["ETag"] = asked.etag
    response.headers["Vary"] = "Accept-Encoding"
    # nginx in front may repeat this answer until the end of the second in which the edition was looked at; before 1.23
    # it heeds this header only where it stands before the one that forbids the same to everybody else
    response.headers["X-Accel-Expires"] = f"@{asked.sight.second}"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response

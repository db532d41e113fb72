"""Language from the path, and a cache policy that is private unless a page says otherwise."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control

from portal.languages import named_by

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Activate the language that the path names (`/en/…`), else that at the root.

    Django's own middleware also reads a cookie and `Accept-Language` and then varies on them, which would keep
    anonymous pages out of every shared cache.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = named_by(request.path_info)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class PrivateByDefaultMiddleware:
    """Mark every answer that has read the session, set a cookie or came from a POST as not to be stored.

    A view-level cache once served one person's page to another; here a page is shared only if it never looked at
    who was asking.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        personal = getattr(request, "session", None) is not None and request.session.accessed
        if personal or response.cookies or request.method not in {"GET", "HEAD"}:
            response.headers["Cache-Control"] = "no-store, private"
        elif "Cache-Control" not in response.headers and response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

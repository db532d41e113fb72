"""Forms that anonymous citizens send: protected against cross-site requests without any cookie.

The browser itself says where a request comes from (`Sec-Fetch-Site`, `Origin`). A page that must not set a cookie, and
that a complainant must be able to use without a trace, needs no token beside that (docs/adr/0004-cookieless-forms.md).
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")


def comes_from_here(request: HttpRequest) -> bool:
    """True unless the browser says that another site sent this request.

    Browsers since 2020 send `Sec-Fetch-Site` with every request and all send `Origin` with a cross-site POST; a client
    that sends neither carries no cookie of ours unasked either.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def cookieless_form(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Make `view` a public form: no cookie, never cached, 403 for a POST that another site sent."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if isinstance(request, HttpRequest) and request.method == "POST" and not comes_from_here(request):
            raise PermissionDenied
        return view(*args, **kwargs)

    return csrf_exempt(never_cache(guarded))

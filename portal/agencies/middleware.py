"""Which government's site is being asked for: the one whose host name the request carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.agencies.models import Agency
from portal.editions.memory import once_an_edition


def government_of(host: str) -> Agency:
    """The government whose site answers on `host` (no port), else the installation's fallback. Raises Http404."""
    name = host.rsplit(":", 1)[0].lower()
    found = {a.host: a for a in Agency.objects.public().filter(host__in=[name, settings.FALLBACK_HOST])}
    government = found.get(name) or found.get(settings.FALLBACK_HOST)
    if government is None:
        raise Http404("No government's site answers on this host name.")
    return government


class GovernmentMiddleware:
    """Put `request.government` in place: the tenant, asked for on first use only, unless it is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def government() -> Agency:
            return once_an_edition(request, "government", lambda: government_of(request.get_host()))

        # a page that everybody shares names it a hundred times
        is_known = hasattr(request, "edition")
        request.government = government() if is_known else SimpleLazyObject(government)  # type: ignore[attr-defined]
        return self.get_response(request)

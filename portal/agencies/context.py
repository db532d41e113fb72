"""What the page frame needs of the tenant."""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.agencies.models import Agency


def site(request: HttpRequest) -> dict[str, object]:
    """`government` of the site (falsy on a host that nobody has taken), and whether this is a demo installation."""
    is_known = hasattr(request, "edition")
    government = _government(request) if is_known else SimpleLazyObject(lambda: _government(request))
    return {"government": government, "is_demo": settings.DEMO}


def _government(request: HttpRequest) -> Agency | None:
    # The "not found" page of a host without a government is itself a page with a frame.
    try:
        return request.government if request.government.pk else None  # type: ignore[attr-defined]
    except (Http404, AttributeError):
        return None

"""The anchors, for everybody: whoever keeps a copy can prove later that nothing before it was rewritten.

They tell a day, how many events there were, and a hash; nothing of what happened, and nothing of anybody.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.audit import anchors
from portal.listing import paginate


@require_safe
def anchor_list(request: HttpRequest) -> HttpResponse:
    """Newest first, with how to check them."""
    page = paginate(request, anchors.newest_first(), per_page=31)
    return render(request, "audit/anchor_list.html", {"page": page})


@require_safe
def anchor_file(request: HttpRequest) -> HttpResponse:
    """All of them, oldest first, as `audit_verify --anchors` reads them."""
    lines = [f"{anchor}\n" for anchor in reversed(anchors.newest_first())]
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def anchor_json(request: HttpRequest) -> JsonResponse:
    """The same for programs."""
    rows = [{"day": row.day, "number": row.number, "hash": row.hash} for row in anchors.newest_first()]
    return JsonResponse({"anchors": rows})

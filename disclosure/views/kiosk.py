"""The touch screen in a hall (触摸屏): columns, lists and texts that lead back to the start and nowhere else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from disclosure.kiosk import COLUMNS, rows_of, without_links
from disclosure.models import Item
from disclosure.qr import qr_svg
from portal.agencies.models import Agency
from portal.editions.sharing import shared
from portal.listing import paginate

PER_PAGE = 8  # rows that a finger can meet, on one screen


@require_safe
@shared
def kiosk(request: HttpRequest) -> HttpResponse:
    """The start: eight columns."""
    return render(request, "disclosure/kiosk.html", {"columns": COLUMNS.values()})


@require_safe
@shared
def kiosk_column(request: HttpRequest, column: str) -> HttpResponse:
    """What stands in a column; for complaints, where to go, whom to call, and a code for one's own telephone."""
    if column not in COLUMNS:
        raise Http404
    page = {"column": COLUMNS[column]}
    if column == "complaints":
        address = request.build_absolute_uri(reverse("oversight:complaint_new"))
        return render(request, "disclosure/kiosk_complaints.html", page | {"code": qr_svg(address)})
    rows = paginate(request, rows_of(COLUMNS[column], request.government), per_page=PER_PAGE)
    return render(request, "disclosure/kiosk_column.html", page | {"page": rows})


@require_safe
@shared
def kiosk_item(request: HttpRequest, index_no: str) -> HttpResponse:
    """The text of an item in large type, and a code that takes it home."""
    item = get_object_or_404(Item.objects.public().under(request.government).for_reading(), index_no=index_no)
    address = request.build_absolute_uri(item.get_absolute_url())
    page = {"item": item, "body": without_links(item.live_version.body), "code": qr_svg(address)}
    return render(request, "disclosure/kiosk_item.html", page)


@require_safe
@shared
def kiosk_agency(request: HttpRequest, code: str) -> HttpResponse:
    """What an agency is there for, and how to reach it."""
    agency = get_object_or_404(Agency.objects.public().under(request.government), code=code)
    return render(request, "disclosure/kiosk_agency.html", {"agency": agency})

"""Earlier published texts of an item."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.difference import difference
from disclosure.models import Item
from portal.editions.sharing import shared


@require_safe
@shared
def item_version(request: HttpRequest, index_no: str, number: int) -> HttpResponse:
    """One text as it was public, and what it changed. What was withdrawn since is not found."""
    item = get_object_or_404(Item.objects.public().under(request.government).for_reading(), index_no=index_no)
    version = get_object_or_404(item.readable_versions(), number=number)
    former = item.readable_versions().filter(number__lt=number).first()
    page = {
        "item": item,
        "version": version,
        "former": former,
        "difference": difference(former, version) if former else None,
    }
    return render(request, "disclosure/item_version.html", page)

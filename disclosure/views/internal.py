"""What is published, but not to everyone: to the staff of an agency, or to a named group of readers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.models import Item
from disclosure.parts import shown
from portal.listing import paginate


@require_safe
@login_required
def internal_list(request: HttpRequest) -> HttpResponse:
    items = Item.objects.published_to(request.user).newest_first().for_lists()
    return render(request, "disclosure/internal_list.html", {"page": paginate(request, items)})


@require_safe
@login_required
def internal_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    """One of them; nobody else learns that it is there. Index numbers repeat between trees, hence the agency."""
    items = Item.objects.published_to(request.user).under(request.government).for_reading()
    item = get_object_or_404(items, index_no=index_no)
    version = item.live_version
    page = {"item": item, "version": version, "files": [link.shown() for link in version.attachments.all()]}
    page |= {"parts": shown(version.kind, version.parts)}
    return render(request, "disclosure/internal_detail.html", page)

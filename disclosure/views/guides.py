"""Service guides (办事指南): what a service needs, how long it takes and what it costs, at a glance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure.forms import GuideFilterForm
from disclosure.models import Item, Kind
from portal.editions.sharing import shared
from portal.listing import paginate


@require_safe
@shared
def guide_list(request: HttpRequest) -> HttpResponse:
    """The guides of this government's agencies, by agency and name; each opens with its basis, materials and steps."""
    form = GuideFilterForm(request.GET, government=request.government)
    guides = form.applied_to(Item.objects.public().under(request.government).of_kind(Kind.GUIDE))
    page = paginate(request, guides.order_by("agency__path", "title", "pk").for_lists())
    return render(request, "disclosure/guide_list.html", {"form": form, "page": page})

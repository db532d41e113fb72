"""The guides to government information of one's agencies: which are missing or out of date, and writing them anew."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from disclosure.actions.guides import write_guide
from disclosure.guide import outdated, what_differs
from disclosure.models import Item, Kind
from disclosure.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import can_anywhere
from portal.listing import paginate
from portal.refusals import Refused

SHOWN = 20


class GuideLine(NamedTuple):
    """An agency, its newest guide, and what that guide lacks."""

    agency: Agency
    item: Item | None
    sentences: list[str]


class GuidePage:
    """Adds to the admin of items one page about guides."""

    admin_site: Any

    def guide_urls(self) -> list[URLPattern]:
        return [path("guides/", self.admin_site.admin_view(self.guides_view), name="disclosure_item_guides")]

    def guides_view(self, request: HttpRequest) -> HttpResponse:
        if not can_anywhere(request.user, Permission.EDIT_ITEM):
            raise PermissionDenied
        agencies = Agency.objects.managed_by(request.user, Permission.EDIT_ITEM).public()
        if request.method == "POST":
            agency = get_object_or_404(agencies, code=request.POST.get("agency", ""))
            return _written(request, agency)
        if request.GET.get("state") == "outdated":
            agencies = agencies.filter(pk__in=outdated(Item.objects.public()).values("agency"))
        page = paginate(request, agencies, per_page=SHOWN)
        shown = {
            **self.admin_site.each_context(request),
            "title": _("Guides to government information"),
            "opts": Item._meta,
            "page": page,
            "lines": _lines(list(page)),
        }
        return TemplateResponse(request, "disclosure/admin_guides.html", shown)


def _written(request: HttpRequest, agency: Agency) -> HttpResponse:
    try:
        item = write_guide(agency, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("The guide is written. Read it, then hand it in for review."))
    return HttpResponseRedirect(reverse("admin:disclosure_item_change", args=[item.pk]))


def _lines(agencies: list[Agency]) -> list[GuideLine]:
    """Those of a page that lack something first. Two queries."""
    guides = Item.objects.of_kind(Kind.DISCLOSURE_GUIDE).filter(agency__in=agencies).select_related("live_version")
    newest = {item.agency_id: item for item in guides.select_related("agency").order_by("published_at", "pk")}
    lines = [GuideLine(agency, newest.get(agency.pk), []) for agency in agencies]
    found = [
        line._replace(sentences=what_differs(line.item)) if line.item and line.item.is_live else line for line in lines
    ]
    return sorted(found, key=lambda line: line.item is not None and not line.sentences)

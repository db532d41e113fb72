"""Agencies: the tree of those that publish here, and the front page of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Duty
from catalog.presentation import checklist_of
from disclosure.forms import AgencySearchForm
from disclosure.guide import guide_of
from disclosure.models import Item, Kind
from portal.agencies.models import Agency, AgencyQuerySet, Succession
from portal.agencies.redirects import MovedOn, agency_or_moved, names_before
from portal.editions.sharing import shared
from portal.listing import paginate

NEWEST = 8
# 政府信息公开指南、制度、年报: three of the five standard columns are kinds of items; the other two are lists (61号文)
COLUMN_KINDS = (Kind.DISCLOSURE_GUIDE, Kind.DISCLOSURE_RULES, Kind.ANNUAL_REPORT)


class Branch(NamedTuple):
    """One line of a nested list: `opens` a level below the line before, or `closes` so many levels after itself."""

    agency: Agency
    opens: bool
    closes: range


@require_safe
@shared
def agency_list(request: HttpRequest) -> HttpResponse:
    form = AgencySearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    agencies = list(Agency.objects.public().under(request.government))
    found = {"form": form, "query": words, "branches": branches(matching(agencies, words))}
    return render(request, "disclosure/agency_list.html", found)


@require_safe
@shared
def agency_detail(request: HttpRequest, code: str) -> HttpResponse:
    try:
        agency = agency_or_moved(request, code)
    except MovedOn as moved:
        return redirect("disclosure:agency_detail", moved.agency.code, permanent=True)
    own = Item.objects.public().under(agency).newest_first().for_lists()
    standard = list(own.of_agency(agency.code).of_kind(*COLUMN_KINDS)[:30])
    columns = [(kind, [item for item in standard if item.kind == kind][:3]) for kind in COLUMN_KINDS]
    page = {
        "agency": agency,
        "children": units_of(agency),
        "past": names_before(agency),
        "columns": [{"kind": kind.value, "name": kind.label, "items": items} for kind, items in columns],
        "items": own[:NEWEST],
        "checklist": checklist_of(Duty.objects.public().of_agency(agency), timezone.localdate()),
    }
    return render(request, "disclosure/agency_detail.html", page)


@require_safe
@shared
def agency_guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide to government information (政府信息公开指南) as the agency's own data make it today."""
    try:
        agency = agency_or_moved(request, code)
    except MovedOn as moved:
        return redirect("disclosure:agency_guide", moved.agency.code, permanent=True)
    published = Item.objects.public().guides_of(agency).first()
    return render(
        request, "disclosure/agency_guide.html", guide_of(agency, request.government) | {"published": published}
    )


@require_safe
@shared
def agency_changes(request: HttpRequest) -> HttpResponse:
    """The register of new names, mergers and splits on this site."""
    rows = Succession.objects.under(request.government).newest_first().select_related("successor")
    return render(request, "disclosure/agency_changes.html", {"page": paginate(request, rows)})


def units_of(agency: Agency) -> AgencyQuerySet:
    """The agencies directly below `agency`."""
    return Agency.objects.public().under(agency).filter(depth=agency.depth + 1)


def matching(agencies: Sequence[Agency], words: str) -> list[Agency]:
    """Agencies with `words` in their name, and those above them, so that each is found in its place."""
    if not words:
        return list(agencies)
    hits = [agency.path for agency in agencies if words in agency.name or words in agency.short_name]
    return [agency for agency in agencies if any(path.startswith(agency.path) for path in hits)]


def branches(agencies: Sequence[Agency]) -> list[Branch]:
    """`agencies`, in tree order, as lines of a nested list. A level that is missing (not active) is passed over."""
    lines: list[Branch] = []
    open_levels: list[int] = []
    for agency, following in zip(agencies, [*(a.depth for a in agencies), 0][1:], strict=True):
        opens = not open_levels or agency.depth > open_levels[-1]
        if opens:
            open_levels.append(agency.depth)
        closes = 0
        while open_levels and open_levels[-1] > following:
            open_levels.pop()
            closes += 1
        lines.append(Branch(agency, opens, range(closes)))
    return lines

"""The office's desk: figures per agency, and the way from each figure to its cases."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from oversight.agency_table import Row, ordered, table
from oversight.contest_forms import ContestForm, FindingForm
from oversight.figure_tables import TABLES, figures_shown
from oversight.figures import FIGURES, RATES, Desk, Figure
from oversight.glance import glance
from oversight.groups import grouped
from oversight.machinery import Machinery
from oversight.models import Assessment, ComplaintExtract, FigureContest
from oversight.models.contests import FigureContestQuerySet
from oversight.permissions import Permission
from oversight.signals import MEANS, map_of
from oversight.trend import bars, trend
from portal.agencies.models import Agency
from portal.agencies.permissions import can, can_anywhere
from portal.agencies.redirects import current
from portal.listing import paginate
from requests_app import figure_files
from requests_app.periods import Period

SHOWN = 50


def desk_of(request: HttpRequest) -> Desk:
    """The desk of who is signed in. Raises Http404 for whoever oversees nothing on this site."""
    desk = Desk(request.user, request.government)
    if not desk.agencies:
        raise Http404
    return desk


def agency_of(desk: Desk, code: str | None) -> Agency:
    """The agency of the desk with this code. Raises Http404."""
    found = next((agency for agency in desk.agencies if agency.code == code), None)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def office_home(request: HttpRequest) -> HttpResponse:
    """Who is late today on the map, month by month, every agency with its figures, and like beside like."""
    desk = desk_of(request)
    rows, totals = table(desk)
    sort = request.GET.get("sort", "")
    figures, months = figures_shown(desk), trend(desk)
    context = {
        "rows": [_cells(row, figures) for row in ordered(rows, sort)],
        "totals": _cells(totals, figures),
        "figures": figures,
        "rates": RATES,
        "sort": sort,
        "branches": map_of(rows),
        "signals": MEANS.items(),
        "months": months,
        "bars": bars(months),
        "groups": grouped(rows),
        "fewest": settings.LEAGUE_MINIMUM,
        "machinery": Machinery.now(),
        "glance": glance(desk),
        "may_hear": can_anywhere(request.user, Permission.HANDLE_COMPLAINT),
        "may_handle_opinions": can_anywhere(request.user, Permission.HANDLE_OPINION),
        "may_answer_page_reports": can_anywhere(request.user, Permission.ANSWER_PAGE_REPORT),
        "may_keep_powers": can_anywhere(request.user, Permission.MANAGE_POWER),
        "may_review": can_anywhere(request.user, Permission.RUN_REVIEW),
        "may_spot_check": can_anywhere(request.user, Permission.SPOT_CHECK),
        "may_read_assessments": can_anywhere(request.user, Permission.VIEW_ASSESSMENT),
        "contests": _contests(request).under(request.government).open()[:SHOWN],
        "stats": [(figure, totals.counts[figure.key]) for figure in figures if figure.is_overdue],
        "today": desk.today,
    }
    return render(request, "oversight/office_home.html", context)


def _contests(request: HttpRequest) -> FigureContestQuerySet:
    return FigureContest.objects.managed_by(request.user).newest_first()


@login_required
@require_safe
def office_file(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """One table of the dashboards as CSV or XLSX: of all agencies, or of the one with `?agency=`."""
    desk = desk_of(request)
    if table not in TABLES:
        raise Http404
    agency = agency_of(desk, request.GET["agency"]) if "agency" in request.GET else None
    name = f"{table}-{agency.code if agency else desk.government.code}-{desk.today}"
    return figure_files.answer(TABLES[table](desk, agency), form=form, name=name)


def _cells(row: Row, figures: list[Figure]) -> dict[str, object]:
    return {
        "agency": row.agency,
        "counts": [(figure, row.counts[figure.key]) for figure in figures],
        "rates": row.rates,
        "last_published": row.last_published,
    }


@login_required
@require_safe
def office_list(request: HttpRequest, figure: str) -> HttpResponse:
    """The rows that a figure counts: of one agency with `?agency=`, else of all; of one month with `?month=`."""
    desk = desk_of(request)
    chosen = FIGURES.get(figure)
    if "month" in request.GET:
        desk.month = _month(request.GET["month"], chosen)
    if chosen is None or (chosen.noun == "complaint" and not desk.heard):
        raise Http404
    agency = agency_of(desk, request.GET["agency"]) if "agency" in request.GET else None
    rows = listed(desk, chosen, agency)
    context = {
        "figure": chosen,
        "agency": agency,
        "month": desk.month,
        "page": paginate(request, rows, per_page=SHOWN),
        "today": desk.today,
    }
    return render(request, "oversight/office_list.html", context)


def _month(key: str, figure: Figure | None) -> Period:
    """The calendar month that `key` names. Raises Http404 for anything else, and for a figure that no month has."""
    try:
        period = Period.parse(key)
    except ValueError as unknown:
        raise Http404 from unknown
    if figure is None or not figure.is_dated or period != Period.month(period.first.year, period.first.month):
        raise Http404
    return period


def listed(desk: Desk, figure: Figure, agency: Agency | None = None) -> QuerySet:
    """The rows of a figure with all that a list shows, the most urgent first."""
    related, order = {
        "item": (("agency",), ("-published_at", "pk")),
        "duty": (("agency", "entry"), ("next_due_on", "pk")),
        "request": (("agency", "clock"), ("clock__due_at", "pk")),
        "topic": (("agency", "clock"), ("clock__due_at", "pk")),
        "complaint": (("accused", "clock"), ("received_on", "pk")),
    }[figure.noun]
    rows = figure.rows(desk).select_related(*related).order_by(*order)
    return rows.filter(**{figure.agency_field: agency}) if agency is not None else rows


@login_required
@require_safe
def office_overdue(request: HttpRequest) -> HttpResponse:
    """Everything that is late, in one page."""
    desk = desk_of(request)
    late = [(figure, list(listed(desk, figure)[: SHOWN + 1])) for figure in FIGURES.values() if figure.is_overdue]
    complaints = desk.complaints().overdue(desk.now).select_related("accused", "clock") if desk.heard else None
    context = {
        "lists": [(figure, rows[:SHOWN], len(rows) > SHOWN) for figure, rows in late],
        "complaints": complaints[:SHOWN] if complaints is not None else [],
        "today": desk.today,
    }
    return render(request, "oversight/office_overdue.html", context)


@login_required
@require_safe
def office_agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: its figures, its months, what is overdue, and its open requests by the days that are left."""
    desk = desk_of(request)
    if current(code, request.government) != code:
        return redirect("oversight:office_agency", current(code, request.government), permanent=True)
    agency = agency_of(desk, code)
    (row,), _whole = table(desk, agency)
    months = trend(desk, agency)
    contests = list(_contests(request).filter(agency=agency)[:SHOWN])
    context = {
        "agency": agency,
        "counts": [(FIGURES[key], number) for key, number in row.counts.items() if number is not None],
        "row": row,
        "months": months,
        "bars": bars(months),
        "contests": contests,
        "contested": {contest.figure for contest in contests if contest.is_open},
        "contest_form": ContestForm() if can(request.user, Permission.CONTEST_FIGURE, on=agency) else None,
        "finding_form": FindingForm() if can(request.user, Permission.SUPERVISE, on=agency) else None,
        "duties": listed(desk, FIGURES["duties-overdue"], agency)[:SHOWN],
        "requests": listed(desk, FIGURES["requests-open"], agency)[:SHOWN],
        "topics": listed(desk, FIGURES["topics-overdue"], agency)[:SHOWN],
        "extracts": ComplaintExtract.objects.sent_to(agency, request.user)[:SHOWN],
        "assessments": Assessment.objects.of_agency(agency, request.user)[:SHOWN],
        "today": desk.today,
    }
    return render(request, "oversight/office_agency.html", context)


@login_required
@require_safe
def office_request(request: HttpRequest, number: str) -> HttpResponse:
    """One request as the office sees it: stages and days, and nothing about who asked."""
    desk = desk_of(request)
    rows = desk.requests().select_related("agency", "clock", "handler", "extension").defer(*PERSONAL)
    case = get_object_or_404(rows.prefetch_related("stages__by", "consultations", "decisions"), number=number)
    steps = [
        {
            "label": stage.get_name_display(),
            "at": stage.at,
            "note": stage.by.full_name if stage.by else "",
            "state": "done",
        }
        for stage in case.stages.all()
    ]
    context = {"case": case, "extension": getattr(case, "extension", None), "steps": steps}
    return render(request, "oversight/office_request.html", context)


# What the applicant confided to the agency; supervising its punctuality needs none of it.
PERSONAL = ("name", "identity_number", "phone", "email", "address", "description")

"""The annual report at the desk: who has reported, one report with its findings and steps, one cell with its cases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oversight import actions
from oversight.models import AnnualReport, Deadlines
from oversight.permissions import Permission
from oversight.report.computing import cases_behind, proceedings_behind
from oversight.report.desk import contributions, left_out, may_write, sheet_of, steps_for
from oversight.report.forms import CorrectionForm, ReturnForm, TextsForm, YearForm
from oversight.report.register import lines_of
from oversight.report.scheme import name_of, names, shown, sums
from oversight.views.carrying_out import carry_out
from portal.agencies.models import Agency
from portal.agencies.permissions import can, require
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused
from requests_app.models import DisclosureRequest, Remedy

SHOWN = 50
STEPS: dict[str, Callable[..., object]] = {
    "submit": actions.submit_report,
    "check": actions.check_report,
    "return": actions.return_report,
    "freeze": actions.freeze_report,
    "publish": actions.publish_report,
}


def _one(request: HttpRequest, year: int, code: str) -> AnnualReport:
    rows = AnnualReport.objects.managed_by(request.user).under(request.government).select_related("agency")
    return get_object_or_404(rows, year=year, agency__code=code)


@login_required
@require_safe
def report_desk_list(request: HttpRequest) -> HttpResponse:
    """Every agency that reports, and where its report of a year stands."""
    year = YearForm(request.GET).year_or_last
    page = lines_of(request, year, by=request.user, government=request.government)
    if page is None:
        raise Http404
    may_import = can(request.user, Permission.CHECK_REPORT, on=request.government)
    context = {"page": page, "year": year, "form": YearForm({"year": year}), "may_import": may_import}
    return render(request, "oversight/report_desk_list.html", context)


@login_required
@require_POST
def report_open(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Begin the report of an agency."""
    agency = get_object_or_404(Agency.objects.managed_by(request.user).under(request.government), code=code)
    try:
        report = actions.open_report(agency, year=year, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("oversight:report_desk_list")
    return redirect(report.desk_address())


@login_required
@require_safe
def report_desk(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One report: what does not agree, its tables and texts, and the next steps."""
    return _page(request, _one(request, year, code))


def _page(request: HttpRequest, report: AnnualReport, form: TextsForm | None = None) -> HttpResponse:
    is_written = may_write(report, request.user)
    context = {
        "report": report,
        "sheet": sheet_of(report),
        "steps": steps_for(report, request.user),
        "form": (form or TextsForm(initial=report.texts)) if is_written else None,
        "texts": None if is_written else report.texts,
        "corrections": report.corrections.newest_first(),
        "due_on": Deadlines([report.agency]).due_on(report.agency, report.year),
        "left_out": left_out(report),
        "returning": ReturnForm(),
    }
    return render(request, "oversight/report_desk.html", context)


@login_required
@require_POST
def report_compute(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Compute every cell anew, with `texts` the draft sentences too."""
    verb = partial(actions.recompute_report, with_texts=request.POST.get("texts") == "on")
    report = _one(request, year, code)
    return carry_out(request, report, verb, _("Computed anew."), back=report.desk_address())


@login_required
@require_POST
def report_write(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Save the texts."""
    report, form = _one(request, year, code), TextsForm(request.POST)
    require(request.user, Permission.DRAFT_REPORT, on=report)
    if not form.is_valid():
        return _page(request, report, form)
    return carry_out(
        request, report, partial(actions.write_report, **form.cleaned_data), _("Saved."), back=report.desk_address()
    )


@login_required
@require_POST
def report_step(request: HttpRequest, year: int, code: str, verb: str) -> HttpResponse:
    """Take a report to its next state."""
    more: dict[str, object] = {}
    if verb == "return":
        more = {"reason": request.POST.get("reason", "")[:500]}
    elif verb in {"freeze", "publish"}:
        more = {"confirms": request.POST.get("confirms") == "on"}
    report = _one(request, year, code)
    return carry_out(request, report, partial(STEPS[verb], **more), _("Done."), back=report.desk_address())


@login_required
@require_safe
def report_cell(request: HttpRequest, year: int, code: str, cell: str) -> HttpResponse:
    """One cell: what was computed, what was set by hand, and the cases it counts."""
    return _cell_page(request, _one(request, year, code), cell)


@login_required
@require_POST
def report_correct(request: HttpRequest, year: int, code: str, cell: str) -> HttpResponse:
    """Set a cell by hand, or give it back."""
    report = _one(request, year, code)
    require(request.user, Permission.DRAFT_REPORT, on=report)
    form = CorrectionForm(request.POST, cell=cell)
    if not form.is_valid():
        return _cell_page(request, report, cell, form)
    verb = partial(actions.correct_cell, cell=cell, **form.cleaned_data)
    return carry_out(
        request, report, verb, _("The cell is set; its totals have moved with it."), back=report.desk_address()
    )


def _cell_page(
    request: HttpRequest, report: AnnualReport, cell: str, form: CorrectionForm | None = None
) -> HttpResponse:
    if cell not in names(report.form):
        raise Http404
    is_single = cell not in sums(report.form)
    context = {
        "report": report,
        "name": name_of(cell, report.form),
        "value": shown(cell, report.cells().get(cell)),
        "computed": shown(cell, report.computed.get(cell)),
        "cell": cell,
        "corrections": report.corrections.newest_first().filter(cell=cell),
        "page": _cases(request, report, cell),
        "proceedings": _proceedings(request, report, cell),
        "parts": contributions(report, cell, request.user),
        "form": (form or CorrectionForm(cell=cell)) if is_single and may_write(report, request.user) else None,
    }
    return render(request, "oversight/report_cell.html", context)


def _cases(request: HttpRequest, report: AnnualReport, cell: str) -> object:
    """The cases behind a cell that the reader may open; None where a cell counts no cases of the portal."""
    if report.is_imported:
        return None
    try:
        cases = cases_behind(report.agency, report.year, cell)
    except ValueError:
        return None
    mine = DisclosureRequest.objects.managed_by(request.user).order_by()
    cases = cases.filter(pk__in=mine.values("pk"))
    return paginate(request, cases.select_related("agency").with_ending().newest_first(), per_page=SHOWN)


def _proceedings(request: HttpRequest, report: AnnualReport, cell: str) -> object:
    """The reconsiderations and lawsuits behind a cell of table 4 that the reader may open; None for other cells."""
    if report.is_imported or not cell.startswith("T4."):
        return None
    mine = Remedy.objects.managed_by(request.user).order_by()
    rows = proceedings_behind(report.agency, report.year, cell).filter(pk__in=mine.values("pk"))
    return paginate(request, rows.select_related("agency", "request").order_by("-filed_on", "-pk"), per_page=SHOWN)

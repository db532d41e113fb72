"""Annual reports for everybody: by year and agency, each to read, to print and to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from oversight.models import AnnualReport, ResponsiblePerson
from oversight.report.document import tables_of
from oversight.report.sheet import XLSX, as_sheet
from oversight.report.word import as_word
from portal.agencies.redirects import current
from portal.editions.sharing import shared
from portal.listing import paginate

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHOWN = 60


@require_safe
@shared
def report_list(request: HttpRequest) -> HttpResponse:
    """Published reports of this government, the latest year first; of one agency with `?agency=`."""
    reports = AnnualReport.objects.public().under(request.government).select_related("agency").newest_first()
    if code := request.GET.get("agency", ""):
        reports = reports.filter(agency__code=current(code, request.government))
    reports = reports.defer("document", "computed", "overview", "problems", "other")
    page = paginate(request, reports, per_page=SHOWN)
    agency = page.object_list[0].agency if code and page.object_list else None
    context = {"page": page, "agency": agency}
    return render(request, "oversight/report_list.html", context)


@require_safe
@shared
def report_detail(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One report as it was frozen. The code of an agency that was renamed since leads to its present one."""
    report = _of(request, year, code)
    if report is None:
        if (after := current(code, request.government)) == code:
            raise Http404
        return redirect("oversight:report_detail", year, after, permanent=True)
    tables = tables_of(report.document["cells"], report.form)
    people = ResponsiblePerson.objects.public().of_agency(report.agency).of_year(year).in_order()
    context = {"report": report, "document": report.document, "tables": tables, "people": people}
    return render(request, "oversight/report_detail.html", context)


@require_safe
def report_file(request: HttpRequest, year: int, code: str, form: str) -> HttpResponse:
    """The same as docx, xlsx or json."""
    report = _of(request, year, code)
    answer: HttpResponse
    if report is None:
        raise Http404
    if form == "docx":
        answer = HttpResponse(as_word(report.document), content_type=WORD)
    elif form == "xlsx":
        answer = HttpResponse(as_sheet(report.document), content_type=XLSX)
    elif form == "json":
        facts = report.document | {"sha256": report.sha256, "published_at": report.published_at}
        answer = JsonResponse(facts, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{code}-{year}.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _of(request: HttpRequest, year: int, code: str) -> AnnualReport | None:
    reports = AnnualReport.objects.public().under(request.government).of_year(year)
    return reports.select_related("agency").filter(agency__code=code).first()

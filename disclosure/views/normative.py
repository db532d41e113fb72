"""The public register of normative documents and its quarterly lists."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.forms.normative import RegisterFilterForm
from disclosure.models import NormativeDocument
from disclosure.normative_figures import (
    Quarter,
    ended_between,
    explanations_by_leader,
    figures,
    issued_between,
    relations_between,
)
from disclosure.row_export import guarded
from portal.editions.sharing import shared
from portal.listing import paginate


@require_safe
@shared
def normative_list(request: HttpRequest) -> HttpResponse:
    """The register: what holds, what was amended, what has ended."""
    form = RegisterFilterForm(request.GET, government=request.government)
    today = timezone.localdate()
    rows = NormativeDocument.objects.public().under(request.government).newest_first().for_lists()
    if form.chosen("validity"):
        rows = rows.with_validity(form.chosen("validity"), today)
    if form.chosen("agency"):
        rows = rows.filter(item__agency__code=form.chosen("agency"))
    if form.chosen("year"):
        rows = rows.filter(item__published_at__year=form.chosen("year"))
    if form.chosen("q"):
        rows = rows.filter(item__title__icontains=form.chosen("q"))
    page = {
        "form": form,
        "page": paginate(request, rows),
        "quarters": _quarters(today.year),
        "leaders": explanations_by_leader(request.government, today.year),
        "year": today.year,
    }
    return render(request, "disclosure/normative_list.html", page)


@require_safe
@shared
def normative_quarter(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The list of one quarter, made from the register."""
    quarter = _asked(year, number)
    first, last, government = quarter.first, quarter.last, request.government
    page = {
        "quarter": quarter,
        "figures": figures(government, first, last),
        "issued": issued_between(government, first, last).newest_first().for_lists(),
        "ended": ended_between(government, first, last).newest_first().for_lists(),
        "relations": relations_between(government, first, last),
    }
    return render(request, "disclosure/normative_quarter.html", page)


@require_safe
def normative_quarter_csv(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The same list as CSV, for a spreadsheet."""
    quarter = _asked(year, number)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="normative-{year}-Q{number}.csv"'
    write = csv.writer(answer)
    write.writerow(
        [_("Register number"), _("Title"), _("Document number"), _("Agency"), _("Published on"), _("Validity")]
    )
    for row in issued_between(request.government, quarter.first, quarter.last).newest_first().for_lists():
        item = row.item
        day = timezone.localdate(item.published_at).isoformat()
        cells = [row.registry_no, item.title, item.doc_number, item.agency.name, day, row.validity.label]
        write.writerow([guarded(str(cell)) for cell in cells])
    return answer


def _asked(year: int, number: int) -> Quarter:
    quarter = Quarter(year, number)
    if not (1949 <= year <= 2999 and 1 <= number <= 4 and quarter.has_begun):
        raise Http404
    return quarter


def _quarters(year: int) -> list[Quarter]:
    """The quarters of this year and the last one that have begun, newest first."""
    both = [Quarter(y, number) for y in (year, year - 1) for number in (4, 3, 2, 1)]
    return [quarter for quarter in both if quarter.has_begun]

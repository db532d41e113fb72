"""The organisation of the work at the office's desk: the matrix, the registers with their files, an agency's page."""

from __future__ import annotations

import csv
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.row_export import guarded
from oversight.models import Course, WorkPlan
from oversight.models.work_terms import WorkQuerySet
from oversight.permissions import Permission
from oversight.views.spot_checks import done
from oversight.work.forms import WorkForm
from oversight.work.narrowing import ListForm, MatrixForm, years
from oversight.work.register import Register
from oversight.work.registers import REGISTERS, registers_of
from oversight.work.standing import matrix, parent_path
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.listing import paginate
from portal.uploads.serving import file_response

SHOWN, SHOWN_OF_AGENCY = 50, 12


def _readable(request: HttpRequest) -> list[Agency]:
    """The agencies of this site whose registers the person reads, in tree order. Raises Http404 if there are none."""
    rows = Agency.objects.managed_by(request.user, Permission.VIEW_WORK).under(request.government).defer("functions")
    if not (found := list(rows)):
        raise Http404
    return found


def _agency(request: HttpRequest, code: str) -> Agency:
    rows = Agency.objects.managed_by(request.user, Permission.VIEW_WORK).under(request.government)
    return get_object_or_404(rows, code=code)


def _register(noun: str) -> Register:
    if noun not in REGISTERS:
        raise Http404
    return REGISTERS[noun]


def _year(request: HttpRequest) -> int:
    """The year that `?year=` asks for; this one for nonsense."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdigit() and int(asked) in years() else timezone.localdate().year


@login_required
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """Agency by agency of one government and year: what is missing."""
    agencies = _readable(request)
    above = {parent_path(agency) for agency in agencies} | {agency.path for agency in agencies}
    governments = list(Agency.objects.governments().under(request.government).filter(path__in=above).defer("functions"))
    government, year = _chosen(request, governments), _year(request)
    chosen = {"government": government.code if government else "", "year": year}
    form = MatrixForm(initial=chosen, governments=governments)
    lines = matrix(government, agencies, year, timezone.localdate()) if government else []
    context = {
        "form": form, "government": government, "year": year, "lines": lines,
        "lacking": sum(1 for line in lines if line.lacks), "registers": REGISTERS.values(),
        "is_mine": government in agencies,
    }  # fmt: skip
    return render(request, "oversight/organisation.html", context)


def _chosen(request: HttpRequest, governments: list[Agency]) -> Agency | None:
    """The government that `?government=` asks for, else that of the site, else the first one."""
    by_code = {row.code: row for row in governments}
    asked = by_code.get(request.GET.get("government", "")) or by_code.get(request.government.code)
    return asked or next(iter(governments), None)


def _narrowed(request: HttpRequest, register: Register, form: ListForm) -> WorkQuerySet:
    rows = register.rows().managed_by(request.user).under(request.government).holding(form.words)
    return (rows.of_year(form.year_chosen) if form.year_chosen else rows).for_lists()


@login_required
@require_safe
def organisation_list(request: HttpRequest, noun: str) -> HttpResponse:
    """One register: searched, of a year, page by page."""
    register, form = _register(noun), ListForm(request.GET)
    if not Agency.objects.managed_by(request.user, Permission.VIEW_WORK).under(request.government).exists():
        raise Http404
    narrowed = _narrowed(request, register, form)
    page = paginate(request, narrowed, per_page=SHOWN)
    rows = [register.show(row, request.user) for row in page.object_list]
    context = {
        "register": register, "form": form, "page": page, "query": request.GET.urlencode(),
        "rows": rows, "has_verbs": any(row.verbs for row in rows),
        "counts": register.counts(narrowed) if register.counts else [],
    }  # fmt: skip
    return render(request, "oversight/organisation_list.html", context)


@login_required
@require_safe
def organisation_file(request: HttpRequest, noun: str) -> HttpResponse:
    """The same register, all of it, as CSV that a spreadsheet opens in Chinese."""
    register = _register(noun)
    if not Agency.objects.managed_by(request.user, Permission.VIEW_WORK).under(request.government).exists():
        raise Http404
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{register.key}.csv"'
    write = csv.writer(answer)
    write.writerow([Agency._meta.verbose_name, *register.columns])
    for row in _narrowed(request, register, ListForm(request.GET)):
        cells = register.show(row, request.user).labelled
        write.writerow([guarded(text) for text in (row.agency.name, *(cell.text for _label, cell in cells))])
    return answer


@login_required
@require_safe
def organisation_agency(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one agency and year, with what its people and the office may do."""
    agency, year = _agency(request, code), _year(request)
    sections = []
    for register in registers_of(agency):
        entry = register.entry if register.entry and register.entry.is_open_to(request.user, agency) else None
        rows = register.rows().of_agency(agency).of_year(year).for_lists()[:SHOWN_OF_AGENCY]
        shown = [register.show(row, request.user) for row in rows]
        if shown or entry:
            others = any(row.agency != agency for row in shown)
            sections.append((register, entry, shown, others, any(row.verbs for row in shown)))
    halves = Course.objects.of_agency(agency).halves_without(year) if agency.is_government else []
    context = {"agency": agency, "year": year, "years": years(), "sections": sections, "halves": halves}
    return render(request, "oversight/organisation_agency.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_enter(request: HttpRequest, code: str, noun: str) -> HttpResponse:
    """A new row of a register for one agency."""
    agency, register = _agency(request, code), _register(noun)
    entry = register.entry
    if entry is None or (entry.only_governments and not agency.is_government):
        raise Http404
    require(request.user, entry.right, on=agency)
    form = entry.form(*_posted(request), agency=agency, year=_year(request))
    if form.is_valid():
        made = done(form, lambda: entry.act(agency, by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, str(entry.said))
            return redirect("oversight:organisation_agency", agency.code)
    return _form_page(request, register, agency, form, entry.label)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_step(request: HttpRequest, noun: str, pk: int, verb: str) -> HttpResponse:
    """What is done with one row of a register."""
    register = _register(noun)
    row = _row(request, register, pk)
    step = register.verbs.get(verb)
    if step is None:
        raise Http404
    require(request.user, step.right, on=step.place(row))
    form = step.form(*_posted(request), agency=step.place(row), year=_year(request), subject=row)
    if form.is_valid() and done(form, lambda: step.act(row, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, str(step.said))
        return redirect("oversight:organisation_agency", row.agency.code)
    return _form_page(request, register, row.agency, form, step.label, row)


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to; nothing before it was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _row(request: HttpRequest, register: Register, pk: int) -> models.Model:
    rows = register.rows().managed_by(request.user).under(request.government).for_lists()
    return get_object_or_404(rows, pk=pk)


def _form_page(
    request: HttpRequest, register: Register, agency: Agency, form: WorkForm, label: Any, row: Any = None
) -> HttpResponse:
    context = {
        "register": register, "agency": agency, "form": form, "label": label,
        "shown": register.show(row, request.user) if row is not None else None,
        "back": reverse("oversight:organisation_agency", args=[agency.code]),
    }  # fmt: skip
    return render(request, "oversight/organisation_form.html", context)


@login_required
@require_safe
def work_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The file of a plan, for whoever reads the register of plans."""
    rows = WorkPlan.objects.managed_by(request.user).under(request.government).file_of(public_id)
    return file_response(get_object_or_404(rows.select_related("file")).file)

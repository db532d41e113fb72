"""Warnings: the list with its file, one warning with evidence and history, and what the office does by hand."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disclosure.row_export import guarded
from oversight import actions
from oversight.models import EarlyWarning, PlatformFault, SupervisionOrder
from oversight.models.warnings import EarlyWarningQuerySet
from oversight.permissions import Permission
from oversight.rules import RULES
from oversight.warning_forms import FaultForm, ReasonForm, WarningFilterForm
from portal.agencies.models import Agency
from portal.agencies.permissions import can, require
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused

SHOWN = 50
SEES = Permission.VIEW_OVERSIGHT  # what opens the office's own pages


def warned_agencies(request: HttpRequest) -> list[Agency]:
    """The agencies of this site whose warnings the person reads, in tree order. Raises Http404 if there are none."""
    rows = Agency.objects.managed_by(request.user, Permission.VIEW_WARNING).under(request.government)
    if not (found := list(rows)):
        raise Http404
    return found


def _readable(request: HttpRequest) -> EarlyWarningQuerySet:
    return EarlyWarning.objects.managed_by(request.user).under(request.government)


@login_required
@require_safe
def warning_list(request: HttpRequest) -> HttpResponse:
    """Warnings by grade, rule and agency; the open ones unless others are asked for."""
    agencies = warned_agencies(request)
    form = WarningFilterForm(request.GET, agencies=agencies)
    rows = form.narrow(_readable(request))
    context = {
        "form": form,
        "counts": _readable(request).open().count_by_grade().items(),
        "page": paginate(request, rows.with_agency().gravest_first(), per_page=SHOWN),
        "query": request.GET.urlencode(),
        "is_office": any(can(request.user, Permission.SUPERVISE, on=agency) for agency in agencies),
    }
    return render(request, "oversight/warning_list.html", context)


@login_required
@require_safe
def warning_file(request: HttpRequest) -> HttpResponse:
    """The same list, all of it, as CSV for a spreadsheet."""
    form = WarningFilterForm(request.GET, agencies=warned_agencies(request))
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="warnings.csv"'
    write = csv.writer(answer)
    write.writerow(
        [_("Number"), _("Grade"), _("Rule"), _("What is warned of"), _("Agency"), _("Due on"), _("Opened"), _("State")]
    )
    for row in form.narrow(_readable(request)).with_agency().gravest_first():
        rule = RULES[row.rule].label if row.rule in RULES else row.rule
        cells = [row.number, row.get_grade_display(), rule, row.title, row.agency.name, row.due_on or ""]
        write.writerow([guarded(str(cell)) for cell in [*cells, f"{row.opened_at:%Y-%m-%d}", row.get_state_display()]])
    return answer


@login_required
@require_safe
def warning_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One warning: what the rule says, where the evidence is, and what became of it."""
    return _page(request, _one(request, number))


def _one(request: HttpRequest, number: str) -> EarlyWarning:
    return get_object_or_404(_readable(request).select_related("agency", "closed_by"), number=number)


def _page(request: HttpRequest, warning: EarlyWarning, form: ReasonForm | None = None) -> HttpResponse:
    rule, user = RULES.get(warning.rule), request.user
    may_supervise = can(user, Permission.SUPERVISE, on=warning)
    orders = list(SupervisionOrder.objects.managed_by(user).concerning(warning).for_lists())
    context = {
        "warning": warning,
        "orders": orders,
        "may_order": warning.is_open
        and not warning.is_confidential
        and can(user, Permission.SUPERVISE, on=request.government)
        and not any(order.is_open for order in orders),
        "rule": rule,
        "steps": warning.steps.all(),
        "evidence": rule.evidence(warning) if rule and (not rule.is_office or can(user, SEES, on=warning)) else "",
        "workbench": rule.workbench(warning) if rule and rule.workbench and can(user, rule.clerks, on=warning) else "",
        "form": (form or ReasonForm()) if may_supervise and warning.is_open else None,
        "may_supervise": may_supervise,
    }
    return render(request, "oversight/warning_detail.html", context)


@login_required
@require_POST
def warning_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a warning back, with the reason."""
    warning = _one(request, number)
    require(request.user, Permission.SUPERVISE, on=warning)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, warning, form)
    try:
        actions.withdraw_warning(warning, by=request.user, reason=form.cleaned_data["reason"])
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The warning was withdrawn."))
    return redirect(warning)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fault_list(request: HttpRequest) -> HttpResponse:
    """Times when the platform was at fault on this site, and the form to mark another."""
    government = request.government
    if not can(request.user, Permission.SUPERVISE, on=government):
        raise Http404
    form = FaultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_fault(government, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refusal.say_in(form)
        else:
            messages.success(request, _("Marked. The next round of supervision takes account of it."))
            return redirect("oversight:fault_list")
    faults = PlatformFault.objects.managed_by(request.user).filter(agency=government).select_related("marked_by")
    return render(request, "oversight/fault_list.html", {"form": form, "page": paginate(request, faults)})


@login_required
@require_POST
def fault_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a marked time back."""
    faults = PlatformFault.objects.managed_by(request.user).filter(agency=request.government)
    try:
        actions.lift_fault(get_object_or_404(faults, pk=pk), by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Lifted."))
    return redirect("oversight:fault_list")

"""Carrying a spot check out: forms on the spot, findings sent, looked at again, and the check closed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oversight import actions
from oversight.check_sheets import CheckSheet
from oversight.models import CheckedAgency, CheckedItem, Finding, Side, SpotCheck
from oversight.spot_check_forms import CancelForm, CloseForm, RecheckForm
from oversight.states import SpotCheckState
from oversight.views.carrying_out import carry_out
from oversight.views.spot_checks import check_of, detail_page, done


@login_required
@require_POST
def spot_check_begin(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Begin the inspection."""
    check = check_of(request, government, year, serial)
    return carry_out(request, check, actions.begin_check, _("The inspection has begun; forms can be filled in."))


@login_required
@require_POST
def spot_check_send(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Send the findings to all that were checked."""
    check = check_of(request, government, year, serial)
    return carry_out(request, check, actions.send_findings, _("The findings were sent; their time limits run."))


@login_required
@require_POST
def spot_check_close(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Close the check and publish it."""
    check = check_of(request, government, year, serial)
    form = CloseForm(request.POST)
    if not form.is_valid() or not done(
        form, lambda: actions.close_spot_check(check, by=request.user, **form.cleaned_data)
    ):
        return detail_page(request, check, close_form=form)
    messages.success(request, _("Closed. Seed, sample and results are public now."))
    return redirect(check)


@login_required
@require_POST
def spot_check_cancel(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Give the check up, with a reason that everybody reads."""
    check = check_of(request, government, year, serial)
    form = CancelForm(request.POST)
    if not form.is_valid() or not done(
        form, lambda: actions.cancel_spot_check(check, by=request.user, **form.cleaned_data)
    ):
        return detail_page(request, check, cancel_form=form)
    messages.success(request, _("Given up; the reason is public now."))
    return redirect(check)


def _row_of(check: SpotCheck, code: str) -> CheckedAgency:
    row = get_object_or_404(check.agencies.select_related("agency"), number=code)
    row.spot_check = check
    return row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_form(
    request: HttpRequest, government: str, year: int, serial: int, code: str, index_no: str = ""
) -> HttpResponse:
    """The office's form about a drawn agency or, with an index number, about one of its drawn items."""
    check = check_of(request, government, year, serial)
    if check.state != SpotCheckState.CHECKING:
        raise Http404
    row = _row_of(check, code)
    item = get_object_or_404(row.items.select_related("item"), number=index_no) if index_no else None
    kept = row.forms.filter(side=Side.OFFICE, checked_item=item).prefetch_related("answers__finding", "answers__file")
    sheet = CheckSheet(
        request.POST or None, request.FILES or None,
        of_item=item is not None, form=kept.first(), days=check.rectify_days,
    )  # fmt: skip
    if request.method == "POST" and sheet.is_valid():
        given = sheet.given()
        if done(sheet, lambda: actions.fill_form(row, by=request.user, item=item, answers=given)):
            messages.success(request, _("Kept: %(name)s.") % {"name": item or row})
            return redirect(f"{check.get_absolute_url()}#{row.number}")
    context = {"check": check, "row": row, "item": item, "sheet": sheet, "own": _self_check(row, item)}
    return render(request, "oversight/check_form.html", context)


def _self_check(row: CheckedAgency, item: CheckedItem | None) -> list[object]:
    """What the agency had said of itself, beside the form about it."""
    own = row.forms.filter(side=Side.AGENCY).prefetch_related("answers").first() if item is None else None
    return list(own.answers.all()) if own else []


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finding_recheck(
    request: HttpRequest, government: str, year: int, serial: int, code: str, position: int
) -> HttpResponse:
    """One finding with all that became of it; while it is open, the second look."""
    check = check_of(request, government, year, serial)
    row = _row_of(check, code)
    finding = get_object_or_404(row.findings.with_all(), position=position)
    form = RecheckForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _recheck(request, finding, form)):
        messages.success(request, _("The result was kept, and the agency told."))
        return redirect(finding.office_url())
    context = {"check": check, "row": row, "finding": finding, "form": form}
    return render(request, "oversight/finding_recheck.html", context)


def _recheck(request: HttpRequest, finding: Finding, form: RecheckForm) -> Finding:
    return actions.recheck_finding(finding, by=request.user, **form.cleaned_data)

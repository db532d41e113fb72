"""A spot check as the agency that was drawn sees it: never more than about itself."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oversight import actions
from oversight.check_sheets import CheckSheet
from oversight.evidence_files import evidence_for
from oversight.models import CheckedAgency, Side
from oversight.permissions import Permission
from oversight.spot_check_forms import StepForm
from oversight.states import SpotCheckState
from oversight.views.spot_checks import done
from portal.agencies.models import Agency
from portal.listing import paginate
from portal.uploads.serving import file_response


def checked_of(request: HttpRequest, government: str, year: int, serial: int, code: str) -> CheckedAgency:
    """What the reader's agency may know of itself in a spot check. Raises Http404."""
    rows = CheckedAgency.objects.managed_by(request.user).under(request.government).told()
    return get_object_or_404(
        rows.select_related("agency", "spot_check__agency", "spot_check__self_check_clock"),
        spot_check__agency__code=government,
        spot_check__year=year,
        spot_check__serial=serial,
        number=code,
    )


@login_required
@require_safe
def checked_list(request: HttpRequest) -> HttpResponse:
    """Spot checks that the reader's agencies know of, the newest first."""
    if not Agency.objects.managed_by(request.user, Permission.ANSWER_FINDING).under(request.government).exists():
        raise Http404
    rows = CheckedAgency.objects.managed_by(request.user).under(request.government).told()
    page = paginate(request, rows.select_related("agency", "spot_check__agency").newest_first())
    return render(request, "oversight/checked_list.html", {"page": page})


@login_required
@require_safe
def checked_agency(request: HttpRequest, government: str, year: int, serial: int, code: str) -> HttpResponse:
    """The self-check that is asked for and, once they were sent, the findings."""
    row = checked_of(request, government, year, serial, code)
    own = row.forms.filter(side=Side.AGENCY).prefetch_related("answers__file").first()
    context = {
        "row": row,
        "check": row.spot_check,
        "own": own,
        "may_check": _may_check_oneself(row),
        "findings": row.findings.sent().with_all().in_order(),
    }
    return render(request, "oversight/checked_agency.html", context)


def _may_check_oneself(row: CheckedAgency) -> bool:
    check = row.spot_check
    return check.state == SpotCheckState.DRAWN and check.self_check_clock_id is not None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def self_check(request: HttpRequest, government: str, year: int, serial: int, code: str) -> HttpResponse:
    """The same form as the office's, filled in by the agency about itself."""
    row = checked_of(request, government, year, serial, code)
    if not _may_check_oneself(row):
        raise Http404
    kept = row.forms.filter(side=Side.AGENCY).prefetch_related("answers__file").first()
    sheet = CheckSheet(request.POST or None, request.FILES or None, of_item=False, form=kept, days=None)
    if request.method == "POST" and sheet.is_valid():
        given = sheet.given()
        if done(sheet, lambda: actions.fill_self_check(row, by=request.user, answers=given)):
            messages.success(request, _("The self-check was kept; it can be changed until the inspection begins."))
            return redirect("oversight:checked_agency", government, year, serial, code)
    context: dict[str, object] = {
        "check": row.spot_check,
        "row": row,
        "item": None,
        "sheet": sheet,
        "own": [],
        "is_self_check": True,
    }
    return render(request, "oversight/check_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finding_answer(
    request: HttpRequest, government: str, year: int, serial: int, code: str, position: int
) -> HttpResponse:
    """One finding about the agency; while it is to be rectified, the answer."""
    row = checked_of(request, government, year, serial, code)
    finding = get_object_or_404(row.findings.sent().with_all(), position=position)
    form = StepForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(form, lambda: actions.answer_finding(finding, by=request.user, **said)):
            messages.success(request, _("The answer was sent; the office will look at it again."))
            return redirect(finding.agency_url())
    context = {"check": row.spot_check, "row": row, "finding": finding, "form": form}
    return render(request, "oversight/finding_answer.html", context)


@login_required
@require_safe
def check_evidence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A photo or screenshot, for the office that checks and for the agency that it is about."""
    return file_response(get_object_or_404(evidence_for(request.user), public_id=public_id))

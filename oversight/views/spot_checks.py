"""Spot checks at the office's desk: plan, draw, and the sample with the way to verify it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oversight import actions
from oversight.actions.spot_checks import foreseen
from oversight.models import SpotCheck
from oversight.permissions import Permission
from oversight.progress import progress_of
from oversight.proofs import frame_file, proof_of
from oversight.spot_check_forms import CancelForm, CloseForm, DrawForm, PlanForm
from oversight.states import SpotCheckState
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused


def check_of(request: HttpRequest, government: str, year: int, serial: int) -> SpotCheck:
    """A spot check that the reader carries out. Raises Http404."""
    rows = SpotCheck.objects.managed_by(request.user).under(request.government).select_related("agency")
    return get_object_or_404(rows.select_related("self_check_clock"), agency__code=government, year=year, serial=serial)


def done(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What `act` returns; None when it refused, with its sentence beside the field of the form."""
    try:
        return act()
    except NotAllowed:
        raise
    except Refused as refusal:
        refusal.say_in(form)
        return None


@login_required
@require_safe
def spot_check_list(request: HttpRequest) -> HttpResponse:
    """Every spot check of the governments that the reader checks for, the newest first."""
    if not Agency.objects.managed_by(request.user, Permission.SPOT_CHECK).under(request.government).exists():
        raise Http404
    rows = SpotCheck.objects.managed_by(request.user).under(request.government).select_related("agency")
    context = {
        "page": paginate(request, rows.without_frames().newest_first()),
        "may_plan": can(request.user, Permission.SPOT_CHECK, on=request.government),
    }
    return render(request, "oversight/spot_check_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spot_check_new(request: HttpRequest) -> HttpResponse:
    """Plan a spot check of the government whose site this is."""
    if not can(request.user, Permission.SPOT_CHECK, on=request.government):
        raise Http404
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = form.cleaned_data
        check = done(form, lambda: actions.plan_spot_check(request.government, by=request.user, **plan))
        if check is not None:
            messages.success(request, _("Planned. The portal has committed itself to its half of the seed."))
            return redirect(check)
    return render(request, "oversight/spot_check_form.html", {"form": form, "check": None})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spot_check_change(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Change the plan before the draw."""
    check = check_of(request, government, year, serial)
    if check.state != SpotCheckState.PLANNED:
        raise Http404
    form = PlanForm(request.POST or None, instance=check)
    if request.method == "POST" and form.is_valid():
        plan = form.cleaned_data
        if done(form, lambda: actions.change_spot_check(check, by=request.user, **plan)) is not None:
            messages.success(request, _("The plan was changed."))
            return redirect(check)
    return render(request, "oversight/spot_check_form.html", {"form": form, "check": check})


@login_required
@require_safe
def spot_check_detail(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The plan; before the draw what would be drawn from, afterwards the sample."""
    return detail_page(request, check_of(request, government, year, serial))


def detail_page(
    request: HttpRequest,
    check: SpotCheck,
    *,
    draw_form: DrawForm | None = None,
    close_form: CloseForm | None = None,
    cancel_form: CancelForm | None = None,
) -> HttpResponse:
    """The page of a spot check with its forms, of which one may have been filled in wrongly."""
    context = {
        "check": check,
        "form": draw_form or DrawForm(),
        "close_form": close_form or CloseForm(),
        "cancel_form": cancel_form or CancelForm(),
        "strata": [] if check.is_drawn or check.is_cancelled else foreseen(check),
        "rows": progress_of(check),
    }
    return render(request, "oversight/spot_check_detail.html", context)


@login_required
@require_http_methods(["POST"])
def spot_check_draw(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Draw, with the word of the witness."""
    check = check_of(request, government, year, serial)
    form = DrawForm(request.POST)
    drawn = form.is_valid() and done(form, lambda: actions.draw_spot_check(check, by=request.user, **form.cleaned_data))
    if not drawn:
        return detail_page(request, check, draw_form=form)
    messages.success(request, _("Drawn. Print the sample and have the witness sign it."))
    return redirect(check)


@login_required
@require_safe
def spot_check_print(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The sample on paper, with the way to draw it again and room for signatures."""
    check = check_of(request, government, year, serial)
    if not check.is_drawn:
        raise Http404
    context = {"check": check, "proof": proof_of(check), "rows": check.agencies.prefetch_related("items")}
    return render(request, "oversight/spot_check_print.html", context)


@login_required
@require_safe
def spot_check_frame(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The frame as a file, to draw again from."""
    check = check_of(request, government, year, serial)
    if not check.is_drawn:
        raise Http404
    return frame_file(check)

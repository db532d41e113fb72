"""The office keeps the powers of the agencies below: the list, a new one, changes of flow and benchmark."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oversight import actions
from oversight.models import PowerItem
from oversight.permissions import Permission
from oversight.power_forms import ItemFilterForm, PowerForm
from oversight.views.power_cases import power_agencies
from portal.agencies.models import Agency
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused

SHOWN = 50
KEEPS = Permission.MANAGE_POWER


@login_required
@require_safe
def power_item_list(request: HttpRequest) -> HttpResponse:
    """Powers of the agencies below, those out of use too."""
    form = ItemFilterForm(request.GET, agencies=power_agencies(request, KEEPS))
    rows = form.narrow(PowerItem.objects.managed_by(request.user, KEEPS).under(request.government)).in_tree_order()
    return render(
        request, "oversight/power_item_list.html", {"form": form, "page": paginate(request, rows, per_page=SHOWN)}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def power_item_new(request: HttpRequest) -> HttpResponse:
    """Enter a power of an agency."""
    power_agencies(request, KEEPS)
    form = PowerForm(request.POST or None, agencies=_agencies(request))
    if request.method == "POST" and form.is_valid():
        agency = form.cleaned_data.pop("agency")
        return _saved(request, form, lambda said: actions.add_power(agency, by=request.user, **said))
    return _page(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def power_item_change(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """Change a power; the trail keeps what it was."""
    rows = PowerItem.objects.managed_by(request.user, KEEPS).under(request.government).select_related("agency")
    item = get_object_or_404(rows, agency__code=agency, code=code)
    form = PowerForm(request.POST or None, agencies=_agencies(request), item=item)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["flow"]:
            form.cleaned_data["flow"] = list(actions.shipped_flow(form.cleaned_data["kind"]))
        return _saved(request, form, lambda said: actions.change_power(item, by=request.user, **said), item)
    return _page(request, form, item)


def _agencies(request: HttpRequest) -> Any:
    return Agency.objects.public().managed_by(request.user, KEEPS).under(request.government)


def _saved(request: HttpRequest, form: PowerForm, save: Any, item: PowerItem | None = None) -> HttpResponse:
    try:
        saved = save(form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refusal:
        refusal.say_in(form)
        return _page(request, form, item)
    messages.success(request, _("“%(name)s” was saved.") % {"name": saved.name})
    return redirect("oversight:power_item_list")


def _page(request: HttpRequest, form: PowerForm, item: PowerItem | None = None) -> HttpResponse:
    return render(request, "oversight/power_item_form.html", {"form": form, "item": item})

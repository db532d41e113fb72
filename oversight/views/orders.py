"""Supervision orders: the list, one order with its answers, and a verb to each address."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import actions
from oversight.models import EarlyWarning, OrderEvidence, OrderQuerySet, SupervisionOrder
from oversight.order_forms import AnswerForm, OrderFilterForm, OrderForm, ResultForm
from oversight.permissions import Permission
from oversight.states import ORDER_TABLE
from oversight.views.carrying_out import carry_out_form
from oversight.views.warnings import warned_agencies
from oversight.warning_forms import ReasonForm
from portal.agencies.models import Agency
from portal.agencies.permissions import can, require
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused
from portal.uploads.serving import file_response

SHOWN = 50


def _readable(request: HttpRequest) -> OrderQuerySet:
    return SupervisionOrder.objects.managed_by(request.user).under(request.government)


def _one(request: HttpRequest, government: str, year: int, serial: int) -> SupervisionOrder:
    rows = _readable(request).select_related(
        "agency", "government", "clock", "warning__agency", "issued_by", "concluded_by"
    )
    return get_object_or_404(rows, government__code=government, year=year, serial=serial)


@login_required
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders with the most urgent first, and whose turn it is."""
    form = OrderFilterForm(request.GET, agencies=warned_agencies(request))
    rows = form.narrow(_readable(request)).for_lists().most_urgent_first()
    context = {
        "form": form,
        "turns": _readable(request).count_by_turn(timezone.now()),
        "page": paginate(request, rows, per_page=SHOWN),
        "is_office": can(request.user, Permission.SUPERVISE, on=request.government),
    }
    return render(request, "oversight/order_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order_new(request: HttpRequest) -> HttpResponse:
    """Issue an order, of a warning with `?warning=` or free."""
    government = request.government
    if not can(request.user, Permission.SUPERVISE, on=government):
        raise Http404
    warning = _warning_of(request)
    form = OrderForm(request.POST or None, agencies=_below(request, warning), initial=_suggested(warning))
    if request.method == "POST" and form.is_valid():
        try:
            order = actions.issue_order(government, by=request.user, warning=warning, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            refusal.say_in(form)
        else:
            messages.success(request, _("%(number)s was issued; the agency has been told.") % {"number": order.number})
            return redirect(order)
    return render(request, "oversight/order_new.html", {"form": form, "warning": warning})


def _warning_of(request: HttpRequest) -> EarlyWarning | None:
    if "warning" not in request.GET:
        return None
    rows = EarlyWarning.objects.managed_by(request.user).under(request.government).orderable().with_agency()
    return get_object_or_404(rows, number=request.GET["warning"])


def _below(request: HttpRequest, warning: EarlyWarning | None) -> QuerySet:
    """The agencies that can be ordered: those below, of a warning those that it is about."""
    rows = Agency.objects.managed_by(request.user, Permission.SUPERVISE).under(request.government).public()
    rows = rows.exclude(pk=request.government.pk)
    return rows.under(warning.agency) if warning is not None else rows


def _suggested(warning: EarlyWarning | None) -> dict[str, Any]:
    if warning is None:
        return {}
    return {"agency": warning.agency, "title": actions.matter_of(warning), "demand": actions.demand_for(warning)}


@login_required
@require_safe
def order_detail(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """One order: what is asked, by when, each rung and each answer; and the verbs that are open to the reader."""
    return _page(request, _one(request, government, year, serial))


class Verb:
    """What can be done with an order: its form, its action, what is said afterwards."""

    def __init__(
        self, right: str, label: str | Promise, form: type[forms.Form], act: Callable[..., object], said: str | Promise
    ) -> None:
        self.right, self.label, self.form, self.act, self.said = right, label, form, act, said

    def is_open_to(self, request: HttpRequest, order: SupervisionOrder) -> bool:
        return can(request.user, self.right, on=self.place(order))

    def place(self, order: SupervisionOrder) -> Agency:
        """Where the right is asked: the agency answers, the government judges."""
        return order.agency if self.right == Permission.ANSWER_ORDER else order.government


_OFFICE = Permission.SUPERVISE
VERBS = {
    "answer": Verb(
        Permission.ANSWER_ORDER, gettext_lazy("Answer"), AnswerForm, actions.answer_order,
        gettext_lazy("The answer was sent."),
    ),
    "accept": Verb(
        _OFFICE, gettext_lazy("Accept the answer"), ResultForm, actions.accept_order,
        gettext_lazy("The order is settled."),
    ),
    "return": Verb(
        _OFFICE, gettext_lazy("Return the answer"), ReasonForm, actions.return_order,
        gettext_lazy("The answer was returned."),
    ),
    "escalate": Verb(
        _OFFICE, gettext_lazy("Go one rung further"), ReasonForm, actions.escalate_order,
        gettext_lazy("The order went one rung further."),
    ),
    "cancel": Verb(
        _OFFICE, gettext_lazy("Cancel the order"), ReasonForm, actions.cancel_order,
        gettext_lazy("The order was cancelled."),
    ),
}  # fmt: skip


FIRST = {"answer", "accept"}  # what most people open the page for stands open


def _page(
    request: HttpRequest, order: SupervisionOrder, verb: str = "", form: forms.Form | None = None
) -> HttpResponse:
    allowed = [name for name in VERBS if order.state in ORDER_TABLE[name].sources]
    context = {
        "order": order,
        "steps": order.steps.select_related("by"),
        "answers": order.answers.select_related("by", "judged_by").prefetch_related("evidence__file", "evidence__item"),
        "verbs": [
            (
                name,
                VERBS[name].label,
                form if name == verb and form is not None else VERBS[name].form(),
                name == verb or name in FIRST,
            )
            for name in allowed
            if VERBS[name].is_open_to(request, order)
        ],
        "is_office": can(request.user, _OFFICE, on=order.government),
        "warning": order.warning
        if order.warning and can(request.user, Permission.VIEW_WARNING, on=order.warning)
        else None,
    }
    return render(request, "oversight/order_detail.html", context)


def acting(verb: str) -> Callable[..., HttpResponse]:
    """The view of one verb; a form that is wrong comes back with the page."""
    chosen = VERBS[verb]

    @login_required
    @require_POST
    def order_act(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
        order = _one(request, government, year, serial)
        require(request.user, chosen.right, on=chosen.place(order))
        form = chosen.form(request.POST, request.FILES)
        return carry_out_form(
            request, order, chosen.act, form, str(chosen.said), again=lambda: _page(request, order, verb, form)
        )

    return order_act


@login_required
@require_safe
def order_file(request: HttpRequest, government: str, year: int, serial: int, public_id: uuid.UUID) -> HttpResponse:
    """A file of an answer, for whoever reads the order."""
    order = _one(request, government, year, serial)
    rows = OrderEvidence.objects.of_order(order).select_related("file")
    return file_response(get_object_or_404(rows, file__public_id=public_id).file)

"""Opinion cases (舆情): the list, one case with its steps, and a verb to each address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import actions
from oversight.models import OpinionCase
from oversight.models.opinions import OpinionQuerySet
from oversight.opinion_forms import AssessForm, CollectForm, EvaluateForm, OpinionFilterForm, RespondForm, TextForm
from oversight.permissions import Permission
from oversight.states import OPINION_TABLE
from oversight.views.carrying_out import carry_out_form
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused

SHOWN = 50


def _readable(request: HttpRequest) -> OpinionQuerySet:
    """Cases of this site that who is signed in collects or answers. Raises Http404 for whoever does neither."""
    rights = (Permission.HANDLE_OPINION, Permission.ANSWER_ORDER)
    places = (Agency.objects.managed_by(request.user, right).under(request.government) for right in rights)
    if not any(place.exists() for place in places):
        raise Http404
    return OpinionCase.objects.managed_by(request.user).under(request.government)


@login_required
@require_safe
def opinion_list(request: HttpRequest) -> HttpResponse:
    """The cases, those that wait for a statement first."""
    form = OpinionFilterForm(request.GET)
    rows = form.narrow(_readable(request)).for_lists().most_urgent_first()
    context = {
        "form": form,
        "page": paginate(request, rows, per_page=SHOWN),
        "is_office": can(request.user, Permission.HANDLE_OPINION, on=request.government),
    }
    return render(request, "oversight/opinion_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_new(request: HttpRequest) -> HttpResponse:
    """Collect a case."""
    government = request.government
    if not can(request.user, Permission.HANDLE_OPINION, on=government):
        raise Http404
    agencies = Agency.objects.public().under(government).exclude(pk=government.pk)
    form = CollectForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.collect_opinion(government, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            refusal.say_in(form)
        else:
            messages.success(request, _("%(number)s is collected; assess it next.") % {"number": case.number})
            return redirect(case)
    return render(request, "oversight/opinion_new.html", {"form": form})


class Verb(NamedTuple):
    """What can be done with a case; `by_owner` where the agency that answers may do it too."""

    label: str | Promise
    form: Callable[..., forms.Form]
    act: Callable[..., object]
    said: str | Promise
    by_owner: bool = False


VERBS = {
    "assess": Verb(
        gettext_lazy("Assess"), AssessForm, actions.assess_opinion,
        gettext_lazy("The case is assessed; the agency that answers was told."),
    ),
    "respond": Verb(
        gettext_lazy("Name the published response"), RespondForm, actions.respond_to_opinion,
        gettext_lazy("The response is noted."), by_owner=True,
    ),
    "handle": Verb(
        gettext_lazy("Write what was done"), TextForm, actions.handle_opinion, gettext_lazy("It is noted."),
        by_owner=True,
    ),
    "evaluate": Verb(
        gettext_lazy("Evaluate the response"), EvaluateForm, actions.evaluate_opinion,
        gettext_lazy("The response is evaluated."),
    ),
    "drop": Verb(
        gettext_lazy("End without a response"), TextForm, actions.drop_opinion, gettext_lazy("The case has ended."),
    ),
}  # fmt: skip
OPEN = {"assess", "respond", "evaluate"}  # what most people open the page for
BOTH = {"handle": ("handle", "follow")}  # one button, before the first statement and after it


def _one(request: HttpRequest, government: str, year: int, serial: int) -> OpinionCase:
    rows = _readable(request).select_related("agency", "owner", "clock", "response")
    return get_object_or_404(rows, agency__code=government, year=year, serial=serial)


def _may(request: HttpRequest, verb: Verb, case: OpinionCase) -> bool:
    if can(request.user, Permission.HANDLE_OPINION, on=case.agency):
        return True
    return verb.by_owner and case.owner is not None and can(request.user, Permission.ANSWER_ORDER, on=case.owner)


def _form(name: str, case: OpinionCase, data: Any = None) -> forms.Form:
    return AssessForm(data, case=case) if name == "assess" else VERBS[name].form(data)


@login_required
@require_safe
def opinion_detail(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """One case: what is said, who answers by when, what was done, and the verbs that are open to the reader."""
    return _page(request, _one(request, government, year, serial))


def _page(request: HttpRequest, case: OpinionCase, verb: str = "", bound: forms.Form | None = None) -> HttpResponse:
    context = {
        "case": case,
        "steps": case.steps.select_related("by"),
        "concerned": case.concerns.select_related("agency").order_by("agency__path"),
        "is_office": can(request.user, Permission.HANDLE_OPINION, on=case.agency),
        "verbs": [
            (
                name, chosen.label, bound if name == verb and bound is not None else _form(name, case),
                name == verb or name in OPEN,
            )
            for name, chosen in VERBS.items()
            if any(case.state in OPINION_TABLE[row].sources for row in BOTH.get(name, (name,)))
            and _may(request, chosen, case)
        ],
    }  # fmt: skip
    return render(request, "oversight/opinion_detail.html", context)


def acting(verb: str) -> Callable[..., HttpResponse]:
    """The view of one verb; a form that is wrong comes back with the page."""
    chosen = VERBS[verb]

    @login_required
    @require_POST
    def opinion_act(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
        case = _one(request, government, year, serial)
        if not _may(request, chosen, case):
            raise NotAllowed(_("You may not do this here."))
        form = _form(verb, case, request.POST)
        return carry_out_form(
            request, case, chosen.act, form, str(chosen.said), again=lambda: _page(request, case, verb, form)
        )

    return opinion_act

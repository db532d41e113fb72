"""Cases of powers: the list, a new one, one with its stages, and a verb to each address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import actions
from oversight.models import MajorFiling, PowerCase, PowerCaseQuerySet, PowerFinding, PowerItem, Source
from oversight.permissions import Permission
from oversight.power_forms import (
    AdvanceForm,
    CaseFilterForm,
    CaseForm,
    EndForm,
    PublishForm,
    ReceiveForm,
    SettleForm,
    WithdrawForm,
)
from oversight.powers.course import course_of
from oversight.powers.parties import masked_number
from oversight.states import PowerState
from oversight.views.carrying_out import carry_out_form
from portal.agencies.models import Agency
from portal.agencies.permissions import can, can_anywhere, require
from portal.listing import paginate
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

SHOWN = 50


def power_agencies(request: HttpRequest, permission: str = Permission.VIEW_POWER) -> list[Agency]:
    """The agencies of this site on whose powers the person has `permission`. Raises Http404 if there are none."""
    rows = Agency.objects.managed_by(request.user, permission).under(request.government)
    if not (found := list(rows)):
        raise Http404
    return found


def _readable(request: HttpRequest) -> PowerCaseQuerySet:
    return PowerCase.objects.managed_by(request.user).under(request.government)


def _one(request: HttpRequest, number: str) -> PowerCase:
    rows = _readable(request).select_related("agency", "item__agency", "clock", "publish_clock", "published_by")
    return get_object_or_404(rows, number=number)


@login_required
@require_safe
def power_case_list(request: HttpRequest) -> HttpResponse:
    """Cases, the newest first; the party as everybody may read it."""
    form = CaseFilterForm(request.GET, agencies=power_agencies(request))
    rows = form.narrow(_readable(request)).for_lists().order_by("-opened_at", "-pk")
    context = {
        "form": form,
        "page": paginate(request, rows, per_page=SHOWN),
        "may_run": can_anywhere(request.user, Permission.RUN_POWER),
        "may_keep": can_anywhere(request.user, Permission.MANAGE_POWER),
    }
    return render(request, "oversight/power_case_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def power_case_new(request: HttpRequest) -> HttpResponse:
    """Register a case, which stands in the first stage of its flow then."""
    power_agencies(request, Permission.RUN_POWER)
    items = PowerItem.objects.managed_by(request.user, Permission.RUN_POWER).public().under(request.government)
    form = CaseForm(request.POST or None, items=items.in_tree_order())
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.register_case(by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            refusal.say_in(form)
        else:
            messages.success(request, _("%(number)s was registered.") % {"number": case.number})
            return redirect(case)
    return render(request, "oversight/power_case_new.html", {"form": form})


@login_required
@require_safe
def power_case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: its stages with their time limits, decision, findings; and the verbs that are open to the reader."""
    return _page(request, _one(request, number))


class Verb(NamedTuple):
    """What can be done with a case: whose right it is, its form, its action, what is said then."""

    right: str
    label: str | Promise
    form: Any
    act: Callable[..., object]
    said: str | Promise


def _advance(case: PowerCase, *, by: User, stage: str, note: str, **decided: Any) -> PowerCase:
    decision = actions.Decision(**decided) if decided else None
    return actions.advance_case(case, by=by, stage=stage, note=note, decision=decision)


_RUN, _OFFICE = Permission.RUN_POWER, Permission.SUPERVISE
VERBS = {
    "advance": Verb(
        _RUN, gettext_lazy("Enter the next stage"), AdvanceForm, _advance,
        gettext_lazy("The case entered the next stage."),
    ),
    "publish": Verb(
        _RUN, gettext_lazy("Make the result public"), PublishForm, actions.publish_result,
        gettext_lazy("The result is public."),
    ),
    "withdraw": Verb(
        _RUN, gettext_lazy("Withdraw the public result"), WithdrawForm, actions.withdraw_result,
        gettext_lazy("The result was withdrawn."),
    ),
    "receive": Verb(
        _OFFICE, gettext_lazy("Confirm receipt of the major case"), ReceiveForm, actions.receive_major,
        gettext_lazy("The receipt was confirmed."),
    ),
    "settle": Verb(
        _OFFICE, gettext_lazy("Accept what does not agree"), SettleForm, actions.settle_findings,
        gettext_lazy("It was accepted."),
    ),
    "end": Verb(
        _RUN, gettext_lazy("End without a decision"), EndForm, actions.end_case,
        gettext_lazy("The case was ended."),
    ),
}  # fmt: skip


def _waiting(case: PowerCase, findings: Iterable[PowerFinding], filing: MajorFiling | None) -> set[str]:
    """The verbs that there is something to do for."""
    is_waiting = {
        "advance": case.is_running and case.source == Source.DESK and case.following is not None,
        "publish": case.publish_clock is not None and case.published_at is None,
        "withdraw": case.published_at is not None and case.withdrawn_at is None,
        "receive": filing is not None and filing.received_at is None,
        "settle": any(finding.settled_at is None for finding in findings),
        "end": case.state == PowerState.RUNNING,
    }
    return {verb for verb, is_due in is_waiting.items() if is_due}


def _page(request: HttpRequest, case: PowerCase, verb: str = "", form: Any = None) -> HttpResponse:
    runs = can(request.user, _RUN, on=case)
    findings, filing = list(case.findings.select_related("settled_by")), getattr(case, "filing", None)
    waiting = _waiting(case, findings, filing)
    context = {
        "case": case,
        "course": course_of(case),
        "party": case.party_name if runs else case.public_party,
        "party_number": case.party_number if runs else masked_number(case.party_number),
        "runs": runs,
        "findings": findings,
        "filing": filing,
        "verbs": [
            (name, one.label, form if name == verb else one.form(case=case), name in {verb, "advance"})
            for name, one in VERBS.items()
            if name in waiting and can(request.user, one.right, on=case)
        ],
    }
    return render(request, "oversight/power_case.html", context)


def acting(verb: str) -> Callable[..., HttpResponse]:
    """The view of one verb; a form that is wrong comes back with the page."""
    chosen = VERBS[verb]

    @login_required
    @require_POST
    def power_act(request: HttpRequest, number: str) -> HttpResponse:
        case = _one(request, number)
        require(request.user, chosen.right, on=case)
        form = chosen.form(request.POST, case=case)
        return carry_out_form(
            request,
            case,
            chosen.act,
            form,
            str(chosen.said),
            again=lambda: _page(request, _one(request, number), verb, form),
        )

    return power_act


@login_required
@require_POST
def power_case_code(request: HttpRequest, number: str) -> HttpResponse:
    """A new progress code, shown once; the one before opens the case no more."""
    case = _one(request, number)
    require(request.user, Permission.RUN_POWER, on=case)
    code = shown(actions.issue_code(case, by=request.user))
    return render(request, "oversight/power_code.html", {"case": case, "code": code})

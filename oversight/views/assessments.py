"""One assessment at the office's desk: its scores with the evidence of each, and the verbs that are open."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oversight import actions
from oversight.assessment_forms import AnswerObjectionForm, BonusForm, ConsequenceForm, ScoreForm, VetoForm
from oversight.evidence.doors import addresses
from oversight.models import Assessment, EvidenceRow, Mode, Objection
from oversight.permissions import Permission
from oversight.standing import document_of
from oversight.states import ASSESSMENT_TABLE, ObjectionState
from oversight.views.carrying_out import carry_out
from oversight.views.spot_checks import done
from portal.agencies.permissions import can, require
from portal.listing import paginate

LABELS: dict[str, str | Promise] = {
    "veto": gettext_lazy("Mark a veto item"),
    "lift": gettext_lazy("Take a veto item back"),
    "bonus": gettext_lazy("Give bonus points"),
    "consequence": gettext_lazy("Decide what follows"),
}
ROWS_SHOWN = 200


def _one(request: HttpRequest, government: str, year: int, code: str) -> Assessment:
    rows = Assessment.objects.managed_by(request.user).under(request.government)
    return get_object_or_404(
        rows.select_related("agency", "scheme__agency"),
        scheme__agency__code=government, scheme__year=year, agency__code=code,
    )  # fmt: skip


@login_required
@require_safe
def assessment_detail(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """Indicators, weights, values, reasons, evidence; frozen once it is final."""
    return _page(request, _one(request, government, year, code))


def _page(request: HttpRequest, case: Assessment, wrong: dict[str, forms.Form] | None = None) -> HttpResponse:
    """`wrong` are forms that come back with their errors, by the name of their verb."""
    given, document = wrong or {}, document_of(case)
    may_assess = can(request.user, Permission.ASSESS, on=case.scheme.agency)
    may_score = may_assess and case.state in ASSESSMENT_TABLE["score"].sources
    waiting = set(case.objections.waiting().values_list("indicator__position", flat=True)) if may_assess else set()
    lines = []
    for line in document["lines"]:
        place = line["position"]
        scored = may_score and line["mode"] == Mode.SCORED
        answered = place in waiting
        lines.append(
            line
            | {
                "form": (given.get(f"score{place}") or ScoreForm(prefix=f"i{place}", initial=line)) if scored else None,
                "is_wrong": f"score{place}" in given,
                "answer": (given.get(f"answer{place}") or AnswerObjectionForm(prefix=f"o{place}"))
                if answered
                else None,
            }
        )
    context = {
        "assessment": case, "document": document, "lines": lines, "may_score": may_score,
        "verbs": [
            (verb, LABELS[verb], given.get(verb) or form, verb in given) for verb, form in _forms(case, may_assess)
        ],
        "consequences": case.consequences.select_related("order__government", "by"),
    }  # fmt: skip
    return render(request, "oversight/assessment_detail.html", context)


def _forms(case: Assessment, may_assess: bool) -> list[tuple[str, forms.Form]]:
    """The verbs that are open now, each with its form."""
    if not may_assess:
        return []
    if case.is_final:
        return [("consequence", ConsequenceForm())]
    if case.state not in ASSESSMENT_TABLE["veto"].sources:
        return []
    return [("bonus", BonusForm()), *((verb, _veto_form(case, verb)) for verb in ("veto", "lift"))]


def _veto_form(case: Assessment, verb: str, data: Any = None) -> VetoForm:
    marked = set(case.veto_marks.values_list("item", flat=True))
    return VetoForm(data, scheme=case.scheme, marked=marked, lifts=verb == "lift")


@login_required
@require_POST
def assessment_measure(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """Measure all measured indicators anew."""
    return carry_out(
        request, _one(request, government, year, code), actions.measure, _("Measured from today's evidence.")
    )


@login_required
@require_POST
def assessment_score(request: HttpRequest, government: str, year: int, code: str, indicator: int) -> HttpResponse:
    """Score one indicator."""
    case = _one(request, government, year, code)
    require(request.user, Permission.ASSESS, on=case.scheme.agency)
    line = get_object_or_404(case.scheme.indicators.all(), position=indicator)
    form = ScoreForm(request.POST, prefix=f"i{indicator}")
    return _done(request, case, f"score{indicator}", form, partial(actions.score, case, indicator=line), _("Scored."))


@login_required
@require_POST
def assessment_act(request: HttpRequest, government: str, year: int, code: str, verb: str) -> HttpResponse:
    """A veto item, bonus points, or what follows."""
    case = _one(request, government, year, code)
    require(request.user, Permission.ASSESS, on=case.scheme.agency)
    act, form = {
        "veto": lambda: (actions.mark_veto, _veto_form(case, verb, request.POST)),
        "lift": lambda: (actions.lift_veto, _veto_form(case, verb, request.POST)),
        "bonus": lambda: (actions.give_bonus, BonusForm(request.POST)),
        "consequence": lambda: (actions.draw_consequence, ConsequenceForm(request.POST)),
    }[verb]()
    return _done(request, case, verb, form, partial(act, case), _("This was recorded."))


@login_required
@require_POST
def assessment_answer(request: HttpRequest, government: str, year: int, code: str, indicator: int) -> HttpResponse:
    """Answer an objection: upheld with other points, or rejected."""
    case = _one(request, government, year, code)
    require(request.user, Permission.ASSESS, on=case.scheme.agency)
    objection = get_object_or_404(
        Objection.objects.of_line(case, indicator).filter(state=ObjectionState.RAISED).select_related("assessment")
    )
    form = AnswerObjectionForm(request.POST, prefix=f"o{indicator}")

    def act(*, by: Any, decision: str, value: Any, answer: str) -> object:
        if decision == "uphold":
            return actions.uphold(objection, by=by, value=value, answer=answer)
        return actions.reject(objection, by=by, answer=answer)

    return _done(request, case, f"answer{indicator}", form, act, _("The objection was answered."))


def _done(
    request: HttpRequest, case: Assessment, name: str, form: forms.Form, act: partial | Any, said: str
) -> HttpResponse:
    """Carry `act` out with what the form holds; a form that is wrong or refused comes back with the page."""
    if form.is_valid() and done(form, lambda: (act(by=request.user, **form.cleaned_data), True)):
        messages.success(request, said)
        return redirect(case)
    return _page(request, case, {name: form})


@login_required
@require_safe
def assessment_evidence(request: HttpRequest, government: str, year: int, code: str, indicator: int) -> HttpResponse:
    """The cases behind one measured number, as they stood, with the live page of each where the reader may open it."""
    case = _one(request, government, year, code)
    return evidence_page(request, case, indicator, back=case.get_absolute_url())


def evidence_page(request: HttpRequest, case: Assessment, indicator: int, *, back: str) -> HttpResponse:
    """The rows behind one number for somebody who is signed in and may read the assessment."""
    line = get_object_or_404(case.scheme.indicators.filter(mode=Mode.MEASURED), position=indicator)
    page = paginate(request, EvidenceRow.objects.of_line(case, indicator), per_page=ROWS_SHOWN)
    context = {
        "assessment": case, "line": line, "score": case.scores.filter(indicator=line).first(), "page": page,
        "addresses": addresses(page, request.user), "back": back,
    }  # fmt: skip
    return render(request, "oversight/assessment_evidence.html", context)

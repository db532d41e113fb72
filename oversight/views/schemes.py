"""A scheme at the office's desk: how far its agencies are, and what is done with all of them together."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import actions
from oversight.actions.schemes import still_to_open
from oversight.assessment_forms import SchemeForm
from oversight.model_scheme import lines
from oversight.models import Assessment, AssessmentScheme, Mode, Score
from oversight.permissions import Permission
from oversight.result_files import result_file
from oversight.states import ASSESSMENT_TABLE
from oversight.views.carrying_out import carry_out
from oversight.views.spot_checks import done
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.listing import paginate

SHOWN = 100
VERBS: dict[str, tuple[str | Promise, Callable[..., object], str | Promise]] = {
    "open": (_("Begin with all agencies"), actions.open_all, _("The assessments are open.")),
    "measure": (_("Measure all"), actions.measure_all, _("Everything was measured from today's evidence.")),
    "tell": (_("Tell the agencies their scores"), actions.tell, _("The agencies were told; they may object now.")),
    "finalise": (_("Finalise all for good"), actions.finalise, _("The assessments are final.")),
    "publish": (_("Publish the results"), actions.publish_results, _("Everybody can read the results.")),
}


def scheme_of(request: HttpRequest, government: str, year: int, kind: str) -> AssessmentScheme:
    """A scheme whose assessments the reader may read. Raises Http404."""
    rows = AssessmentScheme.objects.managed_by(request.user, Permission.VIEW_ASSESSMENT).under(request.government)
    return get_object_or_404(rows.select_related("agency"), agency__code=government, year=year, kind=kind)


@login_required
@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """Schemes of the governments that the reader assesses for or supervises, the latest year first."""
    if not Agency.objects.managed_by(request.user, Permission.VIEW_ASSESSMENT).under(request.government).exists():
        raise Http404
    rows = AssessmentScheme.objects.managed_by(request.user, Permission.VIEW_ASSESSMENT).under(request.government)
    counted = rows.newest_first().annotate(agencies=Count("assessments"))
    context = {
        "page": paginate(request, counted),
        "may_assess": can(request.user, Permission.ASSESS, on=request.government),
    }
    return render(request, "oversight/scheme_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_new(request: HttpRequest) -> HttpResponse:
    """Begin a scheme with the nine criteria and the usual veto items; everything may be changed afterwards."""
    if not can(request.user, Permission.ASSESS, on=request.government):
        raise Http404
    form = SchemeForm(request.POST or None, initial={"year": timezone.localdate().year, "title": gettext("Assessment")})
    if request.method == "POST" and form.is_valid():
        scheme = AssessmentScheme(agency=request.government, **form.cleaned_data)
        indicators, vetoes = lines()
        if done(form, lambda: actions.save_scheme(scheme, by=request.user, indicators=indicators, vetoes=vetoes)):
            return redirect(scheme)
    return render(request, "oversight/scheme_new.html", {"form": form})


@login_required
@require_safe
def scheme_detail(request: HttpRequest, government: str, year: int, kind: str) -> HttpResponse:
    """Every agency, what it lacks, its points; the sheets of what people score; the verbs for all."""
    scheme = scheme_of(request, government, year, kind)
    rows = Assessment.objects.of_scheme(scheme)
    states = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    scored = Score.objects.count_by_line(scheme)
    indicators = list(scheme.indicators.all())
    page = paginate(request, rows.with_progress(), per_page=SHOWN)
    for case in page:
        case.scheme = scheme
    context = {
        "scheme": scheme,
        "page": page,
        "lines": [(line, scored.get(line.pk, 0), line.mode == Mode.SCORED) for line in indicators],
        "line_count": len(indicators),
        "case_count": sum(states.values()),
        "verbs": _verbs(scheme, states) if can(request.user, Permission.ASSESS, on=scheme.agency) else [],
        "may_change": not states or bool({"open", "self_assessed", "scored"} >= set(states)),
        "is_final": bool(states) and not scheme_is_moving(states),
    }
    return render(request, "oversight/scheme_detail.html", context)


def scheme_is_moving(states: dict[str, int]) -> bool:
    """One agency at least is not final yet."""
    return any(state in ASSESSMENT_TABLE[verb].sources for state in states for verb in ("measure", "tell", "finalise"))


def _verbs(scheme: AssessmentScheme, states: dict[str, int]) -> list[tuple[str, str | Promise]]:
    """Those that one agency at least can pass; `open` while an agency is missing and nothing is final."""
    may_open = (not states or scheme_is_moving(states)) and still_to_open(scheme).exists()
    fitting = [
        name
        for name in VERBS
        if (may_open if name == "open" else any(state in ASSESSMENT_TABLE[name].sources for state in states))
    ]
    return [(name, VERBS[name][0]) for name in fitting]


@login_required
@require_POST
def scheme_act(request: HttpRequest, government: str, year: int, kind: str, verb: str) -> HttpResponse:
    """Carry out one verb for all agencies."""
    _label, act, said = VERBS[verb]
    return carry_out(request, scheme_of(request, government, year, kind), act, str(said))


@login_required
@require_safe
def scheme_file(request: HttpRequest, government: str, year: int, kind: str, form: str) -> HttpResponse:
    """The whole assessment as it stands, as a workbook or as CSV."""
    scheme = scheme_of(request, government, year, kind)
    return result_file(scheme, Assessment.objects.managed_by(request.user), form=form, reader=request.user)

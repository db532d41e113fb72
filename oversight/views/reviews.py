"""Democratic reviews at the office's desk: plan, invite, open, close, look at opinions, publish."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oversight import actions
from oversight.models import ReviewOpinion, ReviewRound
from oversight.permissions import Permission
from oversight.review_forms import InviteForm, RoundForm, WithholdForm
from oversight.review_results import results_of
from oversight.views.carrying_out import carry_out
from oversight.views.spot_checks import done
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.listing import paginate


def round_of(request: HttpRequest, government: str, year: int, serial: int) -> ReviewRound:
    """A round that the reader holds. Raises Http404."""
    rows = ReviewRound.objects.managed_by(request.user).under(request.government).with_government()
    return get_object_or_404(rows.select_related("answer_clock"), agency__code=government, year=year, serial=serial)


@login_required
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Every round of the governments that the reader holds reviews for, the newest first."""
    if not Agency.objects.managed_by(request.user, Permission.RUN_REVIEW).under(request.government).exists():
        raise Http404
    rows = ReviewRound.objects.managed_by(request.user).under(request.government).with_government().newest_first()
    context = {
        "page": paginate(request, rows),
        "may_plan": can(request.user, Permission.RUN_REVIEW, on=request.government),
    }
    return render(request, "oversight/review_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: HttpRequest) -> HttpResponse:
    """Plan a round of the government whose site this is."""
    if not can(request.user, Permission.RUN_REVIEW, on=request.government):
        raise Http404
    form = RoundForm(request.POST or None, government=request.government)
    if request.method == "POST" and form.is_valid():
        plan = form.cleaned_data | {"agencies": list(form.cleaned_data["agencies"])}
        planned = done(form, lambda: actions.plan_round(request.government, by=request.user, **plan))
        if planned is not None:
            messages.success(request, _("Planned. Invite the voters before you open the round."))
            return redirect(planned)
    return render(request, "oversight/review_form.html", {"form": form})


@login_required
@require_safe
def review_detail(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The round with what can be done next; figures and opinions once it is closed."""
    return _detail_page(request, round_of(request, government, year, serial))


def _detail_page(request: HttpRequest, review: ReviewRound, form: InviteForm | None = None) -> HttpResponse:
    context: dict[str, object] = {
        "review": review,
        "agencies": review.agencies.all(),
        "invited": review.invitations.count(),
        "voted": review.ballots.count(),
        "form": form or InviteForm(government=review.agency),
    }
    if review.is_counted:
        context["results"] = results_of(review)
        rows = ReviewOpinion.objects.under(review.agency).told().of_round(review).for_lists()
        context["page"] = paginate(request, rows.unanswered_first())
    return render(request, "oversight/review_detail.html", context)


@login_required
@never_cache
@require_http_methods(["POST"])
def review_invite(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Invite; the answer itself shows the codes, so that no address leads to them."""
    review = round_of(request, government, year, serial)
    form = InviteForm(request.POST, government=review.agency)
    if form.is_valid():
        invited = done(form, lambda: actions.invite(review, by=request.user, **form.cleaned_data))
        if invited:
            return render(request, "oversight/review_codes.html", {"review": review, "invited": invited})
        if invited is not None:
            messages.success(request, _("Invited. They are told when the round opens."))
            return redirect(review)
    return _detail_page(request, review, form)


_STEPS: dict[str, tuple[Callable[..., object], Promise]] = {
    "open": (actions.open_round, gettext_lazy("The round is open.")),
    "close": (actions.close_round, gettext_lazy("Closed. The agencies were told of the opinions to answer.")),
    "publish": (actions.publish_round, gettext_lazy("The results are public.")),
}


@login_required
@require_http_methods(["POST"])
def review_step(request: HttpRequest, government: str, year: int, serial: int, verb: str) -> HttpResponse:
    """Open, close or publish."""
    act, said = _STEPS[verb]
    return carry_out(request, round_of(request, government, year, serial), act, str(said))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_withhold(
    request: HttpRequest, government: str, year: int, serial: int, public_id: uuid.UUID
) -> HttpResponse:
    """Keep the words of one opinion from the public."""
    review = round_of(request, government, year, serial)
    rows = ReviewOpinion.objects.under(review.agency).told().of_round(review).for_lists()
    opinion = get_object_or_404(rows, pk=public_id)
    form = WithholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: actions.withhold_opinion(opinion, by=request.user, reason=reason)):
            messages.success(request, _("The words of this opinion will not be published."))
            return redirect(review)
    return render(request, "oversight/review_withhold.html", {"review": review, "opinion": opinion, "form": form})

"""Democratic reviews for those with an account: the ballot of an invited supervisor, opinions about one's agency."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oversight import actions
from oversight.actions.ballots import Voter
from oversight.models import ReviewOpinion, ReviewRound
from oversight.permissions import Permission
from oversight.review_forms import AnswerForm, BallotForm
from oversight.views.spot_checks import done
from portal.agencies.models import Agency
from portal.listing import paginate


@login_required
@require_safe
def own_ballots(request: HttpRequest) -> HttpResponse:
    """Rounds to which the reader is invited by account, the newest first."""
    rows = ReviewRound.objects.inviting(request.user).under(request.government).with_government().newest_first()
    return render(request, "oversight/own_ballots.html", {"page": paginate(request, rows)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_ballot(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The ballot of somebody who is signed in and invited."""
    rows = ReviewRound.objects.inviting(request.user).under(request.government).with_government()
    review = get_object_or_404(rows, agency__code=government, year=year, serial=serial)
    form = BallotForm(request.POST or None, rows=list(review.agencies.all()), asks_code=False)
    if request.method == "POST" and form.is_valid():
        voter = Voter(account=request.user)
        key, said = form.cleaned_data["key"], form.said()
        if done(form, lambda: actions.cast_ballot(review, voter=voter, key=key, said=said)) is not None:
            messages.success(request, _("Your ballot was counted. Nobody can see how you voted."))
            return redirect("oversight:own_ballots")
    context = {"review": review, "form": form, "is_voting": review.takes_votes()}
    return render(request, "oversight/own_ballot.html", context)


@login_required
@require_safe
def review_opinions(request: HttpRequest) -> HttpResponse:
    """Opinions about the reader's agencies from closed rounds, unanswered ones first."""
    if not Agency.objects.managed_by(request.user, Permission.ANSWER_REVIEW).under(request.government).exists():
        raise Http404
    rows = ReviewOpinion.objects.managed_by(request.user).under(request.government).told().for_lists()
    return render(request, "oversight/review_opinions.html", {"page": paginate(request, rows.unanswered_first())})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_opinion(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One opinion with its answer, or the form for it."""
    rows = ReviewOpinion.objects.managed_by(request.user).under(request.government).told().for_lists()
    opinion = get_object_or_404(rows, pk=public_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if done(form, lambda: actions.answer_opinion(opinion, by=request.user, text=text)):
            messages.success(request, _("The answer was kept; it is published with the results."))
            return redirect("oversight:review_opinions")
    return render(request, "oversight/review_opinion.html", {"opinion": opinion, "form": form})

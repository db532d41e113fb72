"""Democratic reviews for everybody: the rounds, the ballot by code or letter, and what came of them. No cookie."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oversight import actions
from oversight.actions.ballots import Voter, contact_of
from oversight.models import ReviewOpinion, ReviewRound
from oversight.review_forms import BallotForm, ContactForm
from oversight.review_results import WORTH, results_file, results_of
from oversight.views.spot_checks import done
from portal.cookieless import cookieless_form
from portal.listing import paginate
from portal.throttle import Tries

MOST_BALLOTS = 30  # of one address in a quarter of an hour: an office shares one
MOST_LETTERS = 10


def _one(request: HttpRequest, government: str, year: int, serial: int) -> ReviewRound:
    rows = ReviewRound.objects.public().under(request.government).with_government().select_related("answer_clock")
    return get_object_or_404(rows, agency__code=government, year=year, serial=serial)


@require_safe
def public_review_list(request: HttpRequest) -> HttpResponse:
    """Every round of this site's government and those below it that was opened."""
    rows = ReviewRound.objects.public().under(request.government).with_government().newest_first()
    return render(request, "oversight/public_review_list.html", {"page": paginate(request, rows)})


@require_safe
def public_review(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """What is reviewed and how to vote; once published, results, opinions and answers. Until then no figure."""
    review = _one(request, government, year, serial)
    context: dict[str, object] = {
        "review": review,
        "agencies": review.agencies.all(),
        "is_voting": review.takes_votes(),
    }
    if review.is_published:
        rows = ReviewOpinion.objects.under(review.agency).told().of_round(review).for_lists()
        context |= {
            "results": results_of(review),
            "worth": WORTH,
            "page": paginate(request, rows.order_by("reviewed", "pk")),
        }
    return render(request, "oversight/public_review.html", context)


@require_safe
def public_review_csv(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The published results as a file."""
    review = _one(request, government, year, serial)
    if not review.is_published:
        raise Http404
    return results_file(review)


@require_http_methods(["GET", "HEAD", "POST"])
@cookieless_form
def review_ballot(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The ballot of somebody who was invited by a code."""
    return _ballot(request, _one(request, government, year, serial))


@require_http_methods(["GET", "HEAD", "POST"])
@cookieless_form
def review_letter(request: HttpRequest, government: str, year: int, serial: int, token: str) -> HttpResponse:
    """The ballot to which only a letter leads; a token that is none of ours is not found."""
    review = _one(request, government, year, serial)
    if contact_of(review, token) is None:
        raise Http404
    return _ballot(request, review, token)


def _ballot(request: HttpRequest, review: ReviewRound, token: str = "") -> HttpResponse:
    rows = list(review.agencies.all()) if review.takes_votes() else []
    form = BallotForm(request.POST if request.method == "POST" else None, rows=rows, asks_code=not token)
    status = 200
    if request.method == "POST":
        status = 422
        tries = Tries(request, f"review {review.pk}", most=MOST_BALLOTS)
        if not tries.take():
            form.add_error(None, _("Too many ballots came from your network. Please wait 15 minutes and try again."))
            status = 429
        elif form.is_valid():
            voter = Voter(code=form.cleaned_data.get("code", ""), token=token)
            key, said = form.cleaned_data["key"], form.said()
            if done(form, lambda: actions.cast_ballot(review, voter=voter, key=key, said=said)) is not None:
                return render(request, "oversight/review_thanks.html", {"review": review})
            status = 409
    page = {"review": review, "form": form, "is_voting": review.takes_votes()}
    return render(request, "oversight/review_ballot.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@cookieless_form
def review_contact(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Ask for the letter; the answer never says whether the address has voted."""
    review = _one(request, government, year, serial)
    form = ContactForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if not Tries(request, f"review letter {review.pk}", most=MOST_LETTERS).take():
            form.add_error(None, _("Too many letters were asked for from your network. Please wait 15 minutes."))
            status = 429
        elif form.is_valid():
            email = form.cleaned_data["email"]
            form_ok = done(form, lambda: actions.ask_for_ballot(review, email=email) or True)
            if form_ok:
                return render(request, "oversight/review_asked.html", {"review": review, "email": email})
    page = {"review": review, "form": form, "is_voting": review.takes_votes() and review.is_open_to_public}
    return render(request, "oversight/review_contact.html", page, status=status)

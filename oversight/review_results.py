"""What came of a democratic review: per agency the votes, the shares and the score. Two queries in all."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import gettext as _

from disclosure.row_export import guarded
from oversight.models import BallotLine, ReviewedAgency, ReviewGrade, ReviewRound

WORTH: Mapping[str, int] = {ReviewGrade.SATISFIED: 100, ReviewGrade.MOSTLY: 60, ReviewGrade.DISSATISFIED: 0}
"""Points of each grade in the score; “cannot tell” has none. No statute sets them: they are the portal's own."""


class Share(NamedTuple):
    """One grade: how many votes, and their share of all votes about the agency in per cent."""

    label: str
    number: int
    share: Decimal


class Tally(NamedTuple):
    """Votes of one group about one agency. Without enough votes (`is_shown`) only `n` may be told."""

    n: int
    is_shown: bool
    shares: tuple[Share, ...] = ()
    score: Decimal | None = None


class ReviewResult(NamedTuple):
    """One agency: all votes, and those of the invited and of the public apart where both are enough."""

    row: ReviewedAgency
    all: Tally
    invited: Tally | None
    public: Tally | None


def results_of(review: ReviewRound) -> list[ReviewResult]:
    """Counted anew each time: ballots never change. The score is over those who graded, rounded to one place."""
    votes: dict[tuple[int, bool], Counter[str]] = {}
    lines = BallotLine.objects.filter(reviewed__round=review).order_by()
    for row, is_invited, grade, number in lines.values_list("reviewed", "ballot__is_invited", "grade").annotate(
        number=Count("pk")
    ):
        votes.setdefault((row, is_invited), Counter())[grade] = number
    return [_result(row, votes, review.minimum_n) for row in review.agencies.select_related("agency")]


def _result(row: ReviewedAgency, votes: Mapping[tuple[int, bool], Counter[str]], fewest: int) -> ReviewResult:
    invited, public = (votes.get((row.pk, flag), Counter()) for flag in (True, False))
    parts = [_tally(part, fewest) for part in (invited, public)]
    # a part that is too small could be had by subtracting the other from the whole
    apart = all(part.is_shown for part in parts)
    return ReviewResult(row, _tally(invited + public, fewest), *(parts if apart else (None, None)))


def _tally(votes: Counter[str], fewest: int) -> Tally:
    n = votes.total()
    if n < fewest:
        return Tally(n, is_shown=False)
    shares = tuple(
        Share(str(grade.label), votes[grade], _rounded(Decimal(100 * votes[grade]) / n)) for grade in ReviewGrade
    )
    graded = n - votes[ReviewGrade.UNKNOWN]
    points = sum(WORTH[grade] * number for grade, number in votes.items() if grade in WORTH)
    return Tally(n, is_shown=True, shares=shares, score=_rounded(Decimal(points) / graded) if graded else None)


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def results_file(review: ReviewRound) -> HttpResponse:
    """The results as CSV that Excel opens in Chinese; what is not shown on the page is empty here."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="review-{review.year}-{review.serial}.csv"'
    write = csv.writer(answer)
    write.writerow([_("agency"), _("voters"), _("votes"), *ReviewGrade.labels, _("score")])
    for result in results_of(review):
        groups = ((_("all"), result.all), (_("invited"), result.invited), (_("public"), result.public))
        for name, tally in groups:
            if tally is not None:
                numbers = [str(share.number) for share in tally.shares] or [""] * len(ReviewGrade)
                score = "" if tally.score is None else tally.score
                write.writerow([guarded(result.row.name), name, tally.n, *numbers, score])
    return answer

"""What an applicant thinks of an answer, said once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.locking import locked
from requests_app.models import RATING_DAYS, Case, DisclosureRequest, Satisfaction, Score
from requests_app.public_text import for_everybody


def rating_of(case: Case) -> Satisfaction | None:
    """The rating that the applicant of `case` gave, if any."""
    return getattr(case, "satisfaction", None)


def rated_until(case: Case) -> dt.date | None:
    """The last day on which the answer of `case` can be rated; None while there is none.

    90 calendar days after the answer, archived meanwhile or not: whoever contests it has 60 days (行政复议法, article
    20), so that the rating can be given with that behind.
    """
    if case.answered_at is None or case.is_open:
        return None
    return timezone.localdate(case.answered_at) + dt.timedelta(days=RATING_DAYS)


def awaits_rating(case: Case) -> bool:
    """True if `case` has an answer that can still be rated and was not."""
    until = rated_until(case)
    return until is not None and timezone.localdate() <= until and rating_of(case) is None


@transaction.atomic
def rate(case: Case, *, score: int, words: str = "") -> Satisfaction:
    """Rate the answer of `case` with 1 to 5 and perhaps words, once.

    Whoever calls has shown the receipt code or is the applicant. Numbers that name a person are masked in the words.
    The trail records that it was rated, not how. Raises Refused: no answer yet, too late, rated before, no such score.
    """
    case = locked(case)
    until = rated_until(case)
    if until is None:
        raise Refused(_("There is no answer to rate yet."))
    if timezone.localdate() > until:
        raise Refused(_("The time for rating this answer is over."))
    if rating_of(case) is not None:
        raise Refused(_("You have rated this answer already."))
    if score not in Score.values:
        raise Refused(_("Choose how satisfied you are."), field="score")
    words = for_everybody((words or "").replace("\x00", "").strip())[:500]
    of = {"request": case} if isinstance(case, DisclosureRequest) else {"topic": case}
    rating = Satisfaction.objects.create(agency=case.agency, score=score, words=words, **of)
    record(Event.ANSWER_RATED, by=None, agency=case.agency, subject=case)
    return rating

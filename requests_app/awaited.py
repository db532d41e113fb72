"""One's own cases as lines: the time left in words, and what is awaited from the applicant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from requests_app.actions.rating import awaits_rating, rated_until
from requests_app.bands import TONES, Band, band_of
from requests_app.models import Case
from requests_app.states import State


class OwnLine(NamedTuple):
    """A case, its time in words with a tone for the badge, and what the applicant is to do, if anything."""

    case: Case
    time: str
    tone: str
    awaited: str


def own_lines(cases: Iterable[Case]) -> list[OwnLine]:
    """`cases` as their applicant reads them; ask for them with clock, supplement and satisfaction."""
    return [
        OwnLine(case, time_in_words(case), TONES.get(band_of(case), "quiet"), awaited_of(case)) for case in cases
    ]  # fmt: skip


def time_in_words(case: Case) -> str:
    """How long until the answer is due, or what became of the time."""
    band, left = band_of(case), case.clock.days_left()
    if band is Band.CLOSED:
        return ""
    if band is Band.PAUSED:
        return _("Time stands still")
    if band is Band.OVERDUE:
        return _("overdue, working days: %(days)s") % {"days": max(-left, 1)}
    return _("due today") if left <= 0 else _("working days left: %(days)s") % {"days": left}


def awaited_of(case: Case) -> str:
    """What the agency or the portal is waiting for from the applicant; empty if nothing."""
    supplement = getattr(case, "supplement", None)
    if case.state == State.SUPPLEMENTING and supplement is not None:
        if timezone.localdate() > supplement.respond_by:
            return _("The time for your supplement is over.")
        return _("Please supplement your request by %(day)s.") % {"day": supplement.respond_by.isoformat()}
    if awaits_rating(case):
        return _("Please rate the answer until %(day)s.") % {"day": rated_until(case)}
    return ""

"""What the public reads about how agencies answer: only figures over enough cases to say something."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.figures import last_year
from oversight.groups import key_of, places
from oversight.models import Complaint
from oversight.states import OPEN_COMPLAINTS
from portal.agencies.models import Agency, Kind, Tier
from requests_app.models import DisclosureRequest, Satisfaction
from requests_app.periods import Period
from requests_app.statistics import Figures

STEADY = 5  # points of percent by which a share has to move before anybody speaks of better or worse


class Ratings(NamedTuple):
    """How many answers were rated in the period, and the sum of the scores, one to five."""

    number: int
    total: int

    @property
    def mean(self) -> str:
        """With one decimal, half rounded up."""
        tenths = (20 * self.total + self.number) // (2 * self.number)
        return f"{tenths // 10}.{tenths % 10}"


class Complaints(NamedTuple):
    """Complaints received about an agency in the twelve whole months before this one, and how many have a result."""

    received: int
    concluded: int


class Performance(NamedTuple):
    """Of `cases` that were answered in the last 365 days or are overdue, `on_time` were answered within their limit.

    `before` are the answers of the 365 days before. `ratings` and `complaints` are None with too few of them.
    """

    agency: Agency
    figures: Figures
    before: Figures
    ratings: Ratings | None = None
    complaints: Complaints | None = None

    @property
    def cases(self) -> int:
        return self.figures.answered + self.figures.overdue

    @property
    def on_time(self) -> int:
        return self.figures.on_time

    @property
    def median(self) -> float | None:
        """Working days of counted time, over the answers."""
        return self.figures.median_days

    @property
    def p90(self) -> int | None:
        return self.figures.p90_days

    @property
    def share(self) -> int:
        """Percent answered on time, rounded down: 99.6 is not everything."""
        return 100 * self.on_time // self.cases

    @property
    def trend(self) -> str:
        """Whether the share of answers in time moved by `STEADY` points or more since the 365 days before."""
        now, then = self.figures.percent_on_time, self.before.percent_on_time
        if now is None or then is None or min(self.figures.answered, self.before.answered) < settings.LEAGUE_MINIMUM:
            return ""
        word = _("better") if now - then >= STEADY else _("worse") if then - now >= STEADY else _("about the same")
        return _("%(word)s: %(now)s%% of the answers, %(then)s%% before") % {"word": word, "now": now, "then": then}


class League(NamedTuple):
    """Agencies of one kind and tier, the best share first, each with its place; `too_few` have too few cases."""

    kind: Kind
    tier: Tier
    rows: list[tuple[int, Performance]]
    too_few: list[Agency]


def performances(government: Agency, *, now: dt.datetime | None = None) -> list[Performance]:
    """Of every public agency of `government` with enough cases, best share first. Six queries."""
    return _performances(list(Agency.objects.public().under(government)), government, now)


def leagues(government: Agency, *, now: dt.datetime | None = None) -> list[League]:
    """The same in groups of like agencies, the highest tier first. Six queries."""
    agencies = list(Agency.objects.public().under(government))
    found = _performances(agencies, government, now)
    shown = {one.agency.pk for one in found}
    groups = []
    for key in [(tier, kind) for tier in Tier for kind in Kind]:
        own = [one for one in found if key_of(one.agency) == key]
        placed = places((one.agency.pk, (-one.on_time / one.cases, one.median or 0)) for one in own)
        too_few = [agency for agency in agencies if key_of(agency) == key and agency.pk not in shown]
        if own:
            rows = sorted(((placed[one.agency.pk], one) for one in own), key=lambda row: row[0])
            groups.append(League(key[1], key[0], rows, too_few))
    return groups


def _performances(agencies: Iterable[Agency], government: Agency, now: dt.datetime | None) -> list[Performance]:
    now = now or timezone.now()
    period = last_year(timezone.localdate(now))
    requests = DisclosureRequest.objects.under(government).order_by()
    current, before = _answers(requests, period), _answers(requests, period.before())
    for agency, number in requests.overdue(now).values_list("agency").annotate(Count("pk")):
        current.setdefault(agency, Figures()).overdue = number
    ratings, complaints = _ratings(government, period), _complaints(government, period.last)
    found = [
        Performance(
            agency, current[agency.pk], before.get(agency.pk, Figures()), ratings.get(agency.pk),
            complaints.get(agency.pk),
        )
        for agency in agencies
        if agency.pk in current
    ]  # fmt: skip
    enough = [one for one in found if one.cases >= settings.LEAGUE_MINIMUM]
    return sorted(enough, key=lambda one: (-one.on_time / one.cases, -one.cases))


def _answers(requests: object, period: Period) -> dict[int, Figures]:
    answered = requests.answered_in(period.begin, period.end)  # type: ignore[attr-defined]
    counted = answered.values_list("agency", "ending__working_days", "ending__is_on_time").annotate(Count("pk"))
    found: dict[int, Figures] = {}
    for agency, taken, is_on_time, number in counted:
        figures = found.setdefault(agency, Figures(days=Counter()))
        figures.days[taken] += number
        figures.on_time += number if is_on_time else 0
    return found


def _ratings(government: Agency, period: Period) -> dict[int, Ratings]:
    rated = Satisfaction.objects.under(government).filter(on__range=(period.first, period.last)).order_by()
    counted = rated.values_list("agency").annotate(Count("pk"), Sum("score"))
    return {agency: Ratings(number, total) for agency, number, total in counted if number >= settings.LEAGUE_MINIMUM}


def whole_months(today: dt.date) -> Period:
    """The twelve whole calendar months before that of `today`."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    return Period(today.replace(year=today.year - 1, day=1), last)


def _complaints(government: Agency, today: dt.date) -> dict[int, Complaints]:
    """Only whole months, so that nobody sees a number move on the day on which somebody complained."""
    period = whole_months(today)
    received = Complaint.objects.filed_at(government).filter(received_on__range=(period.first, period.last))
    concluded = Count("pk", filter=~Q(state__in=OPEN_COMPLAINTS))
    counted = received.order_by().values_list("accused").annotate(Count("pk"), ended=concluded)
    return {agency: Complaints(number, ended) for agency, number, ended in counted if number >= settings.LEAGUE_MINIMUM}

"""What the statutory report (table 2) and the quarterly list say of normative documents."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from django.utils import timezone

from disclosure.models.interpretation import Pairing
from disclosure.models.normative import NormativeDocument, NormativeQuerySet, NormativeRelation
from portal.agencies.models import Agency


class Figures(NamedTuple):
    """制发、废止、现行有效: issued and ended in a period, in force at its end."""

    issued: int
    ended: int
    in_force: int


class Quarter(NamedTuple):
    """A quarter of a year (按季度公布规范性文件目录)."""

    year: int
    number: int

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> dt.date:
        following = dt.date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return following - dt.timedelta(days=1)

    @property
    def has_begun(self) -> bool:
        return self.first <= timezone.localdate()


def documents_of(government: Agency) -> NormativeQuerySet:
    """The public part of a government's register."""
    return NormativeDocument.objects.public().under(government)


def issued_between(government: Agency, first: dt.date, last: dt.date) -> NormativeQuerySet:
    before = documents_of(government).issued_by(first - dt.timedelta(days=1))
    return documents_of(government).issued_by(last).exclude(pk__in=before.values("pk"))


def ended_between(government: Agency, first: dt.date, last: dt.date) -> NormativeQuerySet:
    """Repealed, replaced or expired between two days, both included; the day after the last valid day is the end."""
    before = documents_of(government).ended(first - dt.timedelta(days=1))
    return documents_of(government).issued_by(last).ended(last).exclude(pk__in=before.values("pk"))


def figures(government: Agency, first: dt.date, last: dt.date) -> Figures:
    """The three figures of a period. Documents not in force yet count as issued and not as in force."""
    return Figures(
        issued=issued_between(government, first, last).count(),
        ended=ended_between(government, first, last).count(),
        in_force=documents_of(government).in_force(last).count(),
    )


def relations_between(government: Agency, first: dt.date, last: dt.date) -> list[NormativeRelation]:
    """What took effect between two documents in a period."""
    rows = NormativeRelation.objects.effective(last).filter(
        on__gte=first, source__agency__path__startswith=government.path
    )
    return list(rows.select_related("source__agency", "target"))


def explanations_by_leader(government: Agency, year: int) -> list[tuple[str, int]]:
    """How often each leader explained a policy in a year, most first (主要负责人每年解读不少于1次)."""
    rows = Pairing.objects.exclude(leader="").filter(
        interpretation__agency__path__startswith=government.path,
        interpretation__live_version__isnull=False,
        interpretation__published_at__year=year,
    )
    texts = set(rows.values_list("leader", "interpretation_id"))  # one text may explain several policies
    return Counter(leader for leader, _text in texts).most_common()

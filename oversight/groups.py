"""Agencies compared with their like: those of one kind on one tier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.conf import settings

from oversight.agency_table import Row, together
from portal.agencies.models import Agency, Kind, Tier

Key = tuple[str, str]


class Member(NamedTuple):
    """An agency in its group, and its place by share on time; None with fewer cases than a place needs."""

    row: Row
    place: int | None


class Group(NamedTuple):
    """Agencies of one kind and tier. `placed` is how many of them have a place."""

    kind: Kind
    tier: Tier
    members: Sequence[Member]
    whole: Row

    @property
    def placed(self) -> int:
        return sum(member.place is not None for member in self.members)

    @property
    def name(self) -> str:
        return f"{self.tier.label} · {self.kind.label}"


def key_of(agency: Agency) -> Key:
    """By what agencies are alike: the tier first, as the tree goes."""
    return agency.tier, agency.kind


def places(merits: Iterable[tuple[int, tuple[float, ...]]]) -> dict[int, int]:
    """The place of each id by its merit, the smallest first; equal merit shares a place, and the next is left out."""
    ranked = sorted(merits, key=lambda one: one[1])
    found: dict[int, int] = {}
    for place, (pk, merit) in enumerate(ranked, 1):
        before = ranked[place - 2] if place > 1 else None
        found[pk] = found[before[0]] if before is not None and before[1] == merit else place
    return found


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Every group of two or more agencies, the highest tier first. Places need `settings.LEAGUE_MINIMUM` cases."""
    by_key: dict[Key, list[Row]] = {}
    for row in rows:
        by_key.setdefault(key_of(row.agency), []).append(row)  # type: ignore[arg-type]
    order = [(tier, kind) for tier in Tier for kind in Kind if len(by_key.get((tier, kind), [])) > 1]
    return [_group(tier, kind, by_key[tier, kind]) for tier, kind in order]


def _group(tier: Tier, kind: Kind, rows: list[Row]) -> Group:
    enough = [row for row in rows if row.cases >= settings.LEAGUE_MINIMUM]
    found = places((row.agency.pk, (-row.answers.on_time / row.cases, row.median or 0)) for row in enough)  # type: ignore[union-attr]
    members = [Member(row, found.get(row.agency.pk)) for row in rows]  # type: ignore[union-attr]
    return Group(kind, tier, members, together(rows))

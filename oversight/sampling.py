"""Stratified random samples that anybody can draw again with nothing but SHA-256 (ADR 19).

Every number of the frame has a lot, SHA-256 of `seed|number` in lower-case hex; in each stratum the smallest lots are
drawn. Nothing here knows a database, a clock or a random number.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple


class Entry(NamedTuple):
    """One line of a frame: what may be drawn, and in which stratum it stands."""

    stratum: str
    number: str


class Drawn(NamedTuple):
    """A line that was drawn, with its lot and its place among the lots of its stratum, from 1."""

    stratum: str
    number: str
    lot: str
    place: int


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def seed_of(secret: str, word: str) -> str:
    """The seed: what the portal had committed itself to, and what the witness said afterwards."""
    return f"{secret}|{word}"


def lot_of(seed: str, number: str) -> str:
    """The lot of a number."""
    return digest(f"{seed}|{number}")


def frame_text(frame: Iterable[Entry]) -> str:
    """The frame as it is published and hashed: sorted lines `stratum TAB number`, each ended by a line feed."""
    return "".join(f"{entry.stratum}\t{entry.number}\n" for entry in sorted(frame))


def parse_frame(text: str) -> list[Entry]:
    """What `frame_text` wrote."""
    return [Entry(*line.split("\t")) for line in text.splitlines()]


def strata_of(frame: Iterable[Entry]) -> dict[str, int]:
    """How many lines each stratum has, by its name."""
    return dict(sorted(Counter(entry.stratum for entry in frame).items()))


def shares(strata: Mapping[str, int], *, total: int) -> dict[str, int]:
    """`total` shared out in proportion by the largest remainder; of equal remainders the name that sorts first wins."""
    whole = sum(strata.values())
    quotas = {name: Fraction(total * size, whole) for name, size in strata.items()}
    shared = {name: int(quota) for name, quota in quotas.items()}
    by_remainder = sorted(strata, key=lambda name: (shared[name] - quotas[name], name))
    for name in by_remainder[: total - sum(shared.values())]:
        shared[name] += 1
    return shared


def sizes(strata: Mapping[str, int], *, total: int, minimum: int = 1) -> dict[str, int]:
    """How many to draw from each stratum: in proportion, but at least `minimum` from each, or all that it has.

    Strata that would get less are lifted, and the others share the rest in proportion. A `total` that cannot pay for
    the minimum everywhere is shared without one; a larger one than there are lines draws all of them.
    """
    total = min(total, sum(strata.values()))
    least = {name: min(minimum, size) for name, size in strata.items()}
    if total < sum(least.values()):
        least = dict.fromkeys(strata, 0)
    lifted: dict[str, int] = {}
    while True:
        others = {name: size for name, size in strata.items() if name not in lifted}
        shared = shares(others, total=total - sum(lifted.values()))
        low = {name: least[name] for name, share in shared.items() if share < least[name]}
        if not low:
            return {name: (lifted | shared)[name] for name in strata}
        lifted |= low


def draw(frame: Collection[Entry], *, seed: str, total: int, minimum: int = 1) -> list[Drawn]:
    """The sample, by stratum and lot. Raises ValueError for a number that stands in the frame twice."""
    if len({entry.number for entry in frame}) != len(frame):
        raise ValueError("A number stands in the frame twice.")
    strata = strata_of(frame)
    sample: list[Drawn] = []
    for stratum, size in sizes(strata, total=total, minimum=minimum).items():
        lots = sorted((lot_of(seed, entry.number), entry.number) for entry in frame if entry.stratum == stratum)
        sample += [Drawn(stratum, number, lot, place) for place, (lot, number) in enumerate(lots[:size], start=1)]
    return sample

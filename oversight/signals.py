"""How each agency stands, as one of four signals: a sign, a colour and words that say the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.agency_table import Row
from oversight.figures import FIGURES

OVERDUE = tuple(figure.key for figure in FIGURES.values() if figure.is_overdue)


class Signal(models.TextChoices):
    """The value is the tone of the badge (`components/state.html`), which has a sign of its own."""

    LATE = "overdue", gettext_lazy("Something is overdue")
    WAS_LATE = "warn", gettext_lazy("Nothing overdue, but an answer was late")
    IN_TIME = "ok", gettext_lazy("Everything in time")
    NOTHING = "quiet", gettext_lazy("Nothing to count")


MEANS = {
    Signal.LATE: gettext_lazy("a duty, a request or a topic is overdue today"),
    Signal.WAS_LATE: gettext_lazy("nothing is overdue today, but a request of the last 365 days was answered late"),
    Signal.IN_TIME: gettext_lazy("nothing is overdue, and every answer of the last 365 days came in time"),
    Signal.NOTHING: gettext_lazy("no duty met, no request and no topic to speak of"),
}


def signal_of(row: Row) -> Signal:
    """What one agency shows; see `MEANS`."""
    if overdue_of(row):
        return Signal.LATE
    if row.answers.answered > row.answers.on_time:
        return Signal.WAS_LATE
    return Signal.IN_TIME if row.counts["duties-met"] or row.answers.answered else Signal.NOTHING


def overdue_of(row: Row) -> int:
    """Duties, requests and topics that are overdue."""
    return sum(row.counts[key] or 0 for key in OVERDUE)


class Tile(NamedTuple):
    """One agency on the map: its signal, and how many things are overdue."""

    row: Row
    signal: Signal
    overdue: int

    @property
    def words(self) -> str:
        """What is said on the badge."""
        if self.overdue:
            return _("%(number)s overdue") % {"number": self.overdue}
        return str({Signal.WAS_LATE: _("was late"), Signal.IN_TIME: _("nothing late")}.get(self.signal, _("nothing")))


class Branch(NamedTuple):
    """A government of the map with the agencies directly of its site, and how many show each signal."""

    head: Tile
    tiles: list[Tile]
    tally: list[tuple[Signal, int]]


def map_of(rows: Iterable[Row]) -> list[Branch]:
    """The tree in branches, given its rows in tree order: each government, or the topmost agency, with what is below
    it and belongs to no government further down. Asks the database nothing.
    """
    branches: list[tuple[Tile, list[Tile]]] = []
    for row in rows:
        tile = Tile(row, signal_of(row), overdue_of(row))
        above = [own for head, own in branches if row.agency.path.startswith(head.row.agency.path)]  # type: ignore[union-attr]
        if row.agency.is_government or not above:  # type: ignore[union-attr]
            branches.append((tile, []))
        else:
            above[-1].append(tile)
    return [Branch(head, tiles, _tally([head, *tiles])) for head, tiles in branches]


def _tally(tiles: list[Tile]) -> list[tuple[Signal, int]]:
    shown = [tile.signal for tile in tiles]
    return [(signal, shown.count(signal)) for signal in Signal if signal in shown]

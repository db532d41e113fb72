"""The flow of a power: ordered stages, each with the time that a case may stay in it; and the benchmark of discretion.

Both are kept as JSON: an item has the flow of today, a case the flow with which it began.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.workdays.days import Days
from portal.workdays.vocabulary import Unit

MOST_STAGES, MOST_BANDS, LONGEST_NAME, LONGEST_LIMIT = 15, 20, 20, 730
UNITS = {"工作日": Unit.WORKING_DAY, "日": Unit.CALENDAR_DAY, "天": Unit.CALENDAR_DAY, "自然日": Unit.CALENDAR_DAY}
DECISION = "决定"
BOUND = Decimal(10) ** 12


class Stage(NamedTuple):
    """`limit` is how long a case may stay in the stage, counted from the day after it entered; None: no limit.

    Entering the stage that `decides` needs the decision; entering the last one closes the case.
    """

    name: str
    limit: int | None = None
    unit: str = Unit.WORKING_DAY
    decides: bool = False

    def due_on(self, entered_on: dt.date, days: Days) -> dt.date | None:
        """The last day on which a case may be in the stage; None without a limit. As the clock counts."""
        if self.limit is None:
            return None
        if self.unit == Unit.WORKING_DAY:
            return days.add_workdays(entered_on, self.limit)
        due_on = entered_on + dt.timedelta(days=self.limit)
        return due_on if days.is_workday(due_on) else days.add_workdays(due_on, 1)

    def as_json(self) -> dict[str, Any]:
        return self._asdict()


class Band(NamedTuple):
    """One degree of an offence, with the least and the most that the benchmark allows for it."""

    degree: str
    least: Decimal
    most: Decimal

    def holds(self, amount: Decimal) -> bool:
        return self.least <= amount <= self.most

    def as_json(self) -> dict[str, str]:
        return {"degree": self.degree, "least": str(self.least), "most": str(self.most)}


SHIPPED_PENALTY = (
    Stage("登记", 7),
    Stage("立案", 30, Unit.CALENDAR_DAY),
    Stage("调查", 60, Unit.CALENDAR_DAY),
    Stage("处罚", 15, Unit.CALENDAR_DAY, decides=True),
    Stage("结案"),
)
"""行政处罚法: decision within 90 days of 立案 (art. 60), here 30 and 60; payment within 15 days (art. 67). The 7
working days from registering to opening stand in no statute: they are the portal's own, for the office to change."""

SHIPPED_LICENCE = (
    Stage("受理", 5),
    Stage("初核", 5),
    Stage("审核", 10),
    Stage("批复", 10, decides=True),
    Stage("发证"),
)
"""行政许可法: decision within 20 working days of acceptance (art. 42, 82), here 5, 5 and 10; the licence is handed over
within 10 working days of the decision (art. 44)."""


def stages_of(kept: Iterable[Mapping[str, Any]]) -> list[Stage]:
    """The flow that `kept` holds as JSON."""
    return [Stage(**stage) for stage in kept]


def bands_of(kept: Iterable[Mapping[str, str]]) -> list[Band]:
    """The benchmark that `kept` holds as JSON."""
    return [Band(band["degree"], Decimal(band["least"]), Decimal(band["most"])) for band in kept]


def flow_text(flow: Sequence[Stage]) -> str:
    """The flow as the office writes it, one stage to a line."""
    words = {Unit.WORKING_DAY: "工作日", Unit.CALENDAR_DAY: "日"}
    lines = []
    for stage in flow:
        limit = [] if stage.limit is None else [str(stage.limit), words[Unit(stage.unit)]]
        lines.append(" ".join([stage.name, *limit, *([DECISION] if stage.decides else [])]))
    return "\n".join(lines)


def bands_text(bands: Sequence[Band]) -> str:
    """The benchmark as the office writes it, one degree to a line."""
    return "\n".join(f"{band.degree} {plain(band.least)} {plain(band.most)}" for band in bands)


def read_flow(text: str) -> list[Stage]:
    """What `flow_text` writes. Raises Refused(field="flow") with the line that is wrong."""
    flow = [_stage(line) for line in _lines(text)]
    if not 2 <= len(flow) <= MOST_STAGES:
        raise Refused(_("A flow has between 2 and %(most)d stages.") % {"most": MOST_STAGES}, field="flow")
    if len({stage.name for stage in flow}) < len(flow):
        raise Refused(_("Every stage needs a name of its own."), field="flow")
    if [stage.decides for stage in flow].count(True) != 1 or flow[0].decides:
        raise Refused(_("Mark exactly one stage, not the first, as the decision (决定)."), field="flow")
    if flow[-1].limit is not None:
        raise Refused(_("The last stage ends the case and has no time limit."), field="flow")
    return flow


def _lines(text: str) -> list[list[str]]:
    return [parts for line in text.splitlines() if (parts := re.split(r"[\s,，;；]+", line.strip())) and parts[0]]


def _stage(parts: list[str]) -> Stage:
    name, rest = parts[0], parts[1:]
    decides = DECISION in rest
    said = "".join(part for part in rest if part != DECISION)
    found = re.fullmatch(r"(\d{1,3})(\D*)", said)
    unit = UNITS.get(found[2] or "工作日") if found else None
    if len(name) > LONGEST_NAME or (said and (found is None or unit is None)):
        raise Refused(_("This line is no stage: “%(line)s”.") % {"line": " ".join(parts)[:60]}, field="flow")
    if found is None:
        return Stage(name, decides=decides)
    if not 1 <= int(found[1]) <= LONGEST_LIMIT:
        raise Refused(_("A stage lasts between 1 and %(most)d days.") % {"most": LONGEST_LIMIT}, field="flow")
    return Stage(name, int(found[1]), unit or Unit.WORKING_DAY, decides)


def read_bands(text: str) -> list[Band]:
    """What `bands_text` writes; nothing written is no benchmark. Raises Refused(field="bands")."""
    bands = [_band(line) for line in _lines(text)]
    if len(bands) > MOST_BANDS or len({band.degree for band in bands}) < len(bands):
        raise Refused(_("Every degree stands in the benchmark once, and there are 20 at most."), field="bands")
    return bands


def _band(parts: list[str]) -> Band:
    refused = Refused(_("This line is no band: “%(line)s”.") % {"line": " ".join(parts)[:60]}, field="bands")
    if len(parts) != 3 or len(parts[0]) > LONGEST_NAME:
        raise refused
    try:
        least, most = money(parts[1]), money(parts[2])
    except ValueError:
        raise refused from None
    if least > most:
        raise Refused(_("The least is more than the most: “%(line)s”.") % {"line": " ".join(parts)}, field="bands")
    return Band(parts[0], least, most)


def plain(amount: Decimal) -> str:
    """An amount without needless decimals: 1000, 1000.5."""
    return f"{amount.normalize():f}"


def money(text: str) -> Decimal:
    """An amount with two decimals at most, never negative. Raises ValueError."""
    try:
        amount = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if not amount.is_finite() or not 0 <= amount < BOUND or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(text)
    return amount


def is_disordered(places: Sequence[int]) -> bool:
    """True unless the stages, in the order of their times, are the first, the second, and so on."""
    return list(places) != list(range(1, len(places) + 1))

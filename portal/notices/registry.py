"""What the apps above say about notices: whether one is still true, and what is due for a person this morning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from portal.notices.models import Kind, Notice

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.agencies.models import Agency

Check = Callable[[Notice], bool]

_CHECKS: dict[str, Check] = {}


def still_true(kind: Kind) -> Callable[[Check], Check]:
    """Register the check of `kind`: asked just before sending, False drops the notice. One check per kind."""

    def register(check: Check) -> Check:
        if _CHECKS.setdefault(kind, check) is not check:
            raise ValueError(f"{kind} already has a check.")
        return check

    return register


def is_still_true(notice: Notice) -> bool:
    """What the check of its kind says; a kind without one cannot become untrue."""
    check = _CHECKS.get(notice.kind)
    return check is None or check(notice)


class DueLine(NamedTuple):
    """A line of the morning's mail: what is due, in how many working days (negative: since how many)."""

    days: int
    due_on: dt.date
    text: str
    url: str
    agency: Agency


DueLines = Callable[["User", dt.date], Iterable[DueLine]]

_DUE_LINES: dict[DueLines, frozenset[str]] = {}


def due_lines(*kinds: Kind) -> Callable[[DueLines], DueLines]:
    """Register what is due for a person on a day. Notices of `kinds` are told by these lines, not by their titles."""

    def register(lines: DueLines) -> DueLines:
        _DUE_LINES[lines] = frozenset(kinds)
        return lines

    return register


def due_for(user: User, day: dt.date) -> list[DueLine]:
    """Everything that is due for `user`, the most overdue first."""
    return sorted((line for lines in _DUE_LINES for line in lines(user, day)), key=lambda line: line[:3])


def told_by_lines() -> frozenset[str]:
    """The kinds of notices that the lines tell."""
    return frozenset().union(*_DUE_LINES.values())

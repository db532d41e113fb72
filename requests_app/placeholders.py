"""What a reply template may leave open, and how it is filled in for one request.

The names are Chinese whatever language the reader works in: the texts are letters of a Chinese office.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils import timezone

from requests_app.models import DisclosureRequest

_OPEN = re.compile(r"\{([^{}\n]{0,20})\}")


def _day(day: object) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""  # type: ignore[attr-defined]


def _earlier_day(case: DisclosureRequest) -> str:
    answered_at = case.repeats.answered_at if case.repeats else None
    return _day(timezone.localdate(answered_at) if answered_at else None)


PLACEHOLDERS: dict[str, Callable[[DisclosureRequest], str]] = {
    "受理编号": lambda case: case.number,
    "申请人": lambda case: case.name,
    "申请内容": lambda case: case.subject,
    "收到日期": lambda case: _day(case.received_on),
    "行政机关": lambda case: case.agency.name,
    "今日": lambda _case: _day(timezone.localdate()),
    "原受理编号": lambda case: case.repeats.number if case.repeats else "",
    "原答复日期": _earlier_day,
}


def unknown_in(body: str) -> list[str]:
    """Names in braces that stand for nothing, in their order, each once."""
    return list(dict.fromkeys(name for name in _OPEN.findall(body) if name not in PLACEHOLDERS))


def filled(body: str, case: DisclosureRequest) -> str:
    """`body` with every placeholder filled in; what stands for nothing here is left as it is, to be seen and mended."""

    def value(found: re.Match[str]) -> str:
        of = PLACEHOLDERS.get(found[1])
        return (of(case) if of else "") or found[0]

    return _OPEN.sub(value, body)

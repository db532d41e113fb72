"""Calendars as RFC 5545 has them: read back by rules of its own, not by the writer's."""

import datetime as dt
import re

import pytest

from portal.ics import Event, calendar

NOW = dt.datetime(2026, 9, 25, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DAY = dt.date(2026, 9, 30)


def properties(text: str) -> list[tuple[str, str]]:
    """Names with parameters, and values unescaped, of the unfolded lines (RFC 5545, 3.1 and 3.3.11)."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    unfolded = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    pairs = (line.partition(":")[::2] for line in unfolded)
    return [(name, re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)) for name, value in pairs]


def written(**facts: object) -> tuple[str, dict[str, str]]:
    text = calendar("阳光", [Event(**{"uid": "1@x", "summary": "截止", "start": DAY} | facts)], now=NOW)
    return text, dict(properties(text))


def test_a_calendar_has_what_the_standard_demands() -> None:
    text, found = written(end=DAY + dt.timedelta(days=1))
    assert [name for name, _ in properties(text) if name in {"BEGIN", "END"}] == ["BEGIN", "BEGIN", "END", "END"]
    assert found["VERSION"] == "2.0"
    assert found["PRODID"]
    assert found["UID"] == "1@x"
    assert found["DTSTAMP"] == "20260925T010000Z"
    assert found["DTSTART;VALUE=DATE"] == "20260930"
    assert found["DTEND;VALUE=DATE"] == "20261001"


def test_a_moment_is_told_in_utc() -> None:
    _, found = written(start=NOW, end=NOW + dt.timedelta(hours=2), changed_at=NOW, sequence=3, is_cancelled=True)
    assert (found["DTSTART"], found["DTEND"]) == ("20260925T010000Z", "20260925T030000Z")
    assert (found["LAST-MODIFIED"], found["SEQUENCE"], found["STATUS"]) == ("20260925T010000Z", "3", "CANCELLED")
    assert "TRANSP" not in found


@pytest.mark.parametrize(
    "summary", ["逗号,分号;反斜杠\\n 不是换行", "两\n行\r\n三行", "a" * 400, "关于" * 120, "🀄" * 50, ":;,"]
)
def test_any_text_comes_back_whole_and_no_line_is_too_long(summary: str) -> None:
    text, found = written(summary=summary)
    assert found["SUMMARY"] == summary.replace("\r", "")
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line.decode() is None] == []  # each is whole UTF-8


def test_text_cannot_smuggle_a_line_in() -> None:
    text, _ = written(summary="x\r\nATTENDEE:mailto:a@b", location="\nBEGIN:VALARM")
    assert [name for name, _ in properties(text) if name in {"ATTENDEE", "BEGIN"}] == ["BEGIN", "BEGIN"]

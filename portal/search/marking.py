"""Showing where a text answers: `<mark>` around the words, everything else escaped."""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

from portal.search.folding import HAN, fold_in_place
from portal.search.words import Word

BEFORE, LENGTH = 30, 140  # characters of a snippet before the first mark, and altogether


def pattern(words: list[Word]) -> re.Pattern[str]:
    """Where any of `words` stands in a text folded in place; longer words first."""
    phrases = {way.phrase for word in words for way in word.ways if way.phrase}
    parts = [_expression(phrase) for phrase in phrases] + [_number(*word.number) for word in words if word.number]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)) or "(?!)")


def marked(text: str, marks: re.Pattern[str]) -> SafeString:
    """All of `text` as safe HTML."""
    return _html(text, [found.span() for found in marks.finditer(fold_in_place(text))])


def snippet(text: str, marks: re.Pattern[str]) -> tuple[SafeString, int | None]:
    """The part of `text` around a mark as safe HTML, and where that is; its beginning if there is none."""
    # as it is written first: folding a long text costs more than all else
    first = marks.search(text) or marks.search(fold_in_place(text))
    start = max(0, first.start() - BEFORE) if first else 0
    part = text[start : start + LENGTH]
    html = marked(" ".join(part.split()), marks)
    lead, tail = "…" if start else "", "…" if start + LENGTH < len(text) else ""
    return mark_safe(f"{lead}{html}{tail}"), first and first.start()  # `marked` has escaped it


def _html(text: str, spans: list[tuple[int, int]]) -> SafeString:
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return mark_safe("".join([*pieces, escape(text[end:])]))  # every piece is escaped above


def _number(issuer: str, year: str, serial: str) -> str:
    return rf"{_spaced(issuer)}\s?[〔\[(【]\s?{year}\s?[〕\])】]\s?第?\s?0{{0,5}}{serial}\s?号"


def _expression(phrase: str) -> str:
    expression = _spaced(phrase)
    if re.match(rf"[^{HAN}]", phrase):  # "5" is not meant to light up in "2025"
        expression = rf"(?<![^\W{HAN}_]){expression}"
    return rf"{expression}(?![^\W{HAN}_])" if re.search(rf"[^{HAN}]$", phrase) else expression


def _spaced(phrase: str) -> str:
    return r"\s{0,9}".join(map(re.escape, phrase))

"""What is in a file that must not go out by mistake."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from portal.uploads import formats
from portal.uploads.gate import personal, words
from portal.uploads.gate.finding import Finding, Passage, found
from portal.uploads.gate.words import Vocabulary
from portal.uploads.models import StoredFile
from portal.uploads.reading import Unreadable, told_by

OFFICE = {formats.DOCX.content_type, formats.XLSX.content_type, formats.PPTX.content_type}
PLAIN = {formats.TEXT.content_type, formats.CSV.content_type}
ENCODINGS = ("utf-8-sig", "gb18030")
MOST = 300  # findings of one file: whoever has so many does not need the rest


def inspect(stored: StoredFile, vocabulary: Vocabulary, known: frozenset[str] = frozenset()) -> list[Finding]:
    """Everything found in `stored`, in its order, each thing once to a place; its name is looked at too.

    Reads with the same limits as `reading`. What cannot be read is a finding itself: nothing was checked.
    """
    try:
        findings = [*text_findings(Passage("name", stored.name), vocabulary, known)]
        for finding in _content(stored, vocabulary, known):
            findings.append(finding)
            if len(findings) >= MOST:
                break
    except Unreadable:
        return [found("unreadable", "file", stored.sha256, excerpt=stored.name)]
    return once(findings)


def text_findings(passage: Passage, vocabulary: Vocabulary, known: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Personal data and listed words of one passage."""
    yield from (finding for _at, finding in _scanned(passage, vocabulary, known))


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Without repetitions of the same thing at the same place."""
    return list({(finding.code, finding.place, finding.digest): finding for finding in findings}.values())


def _scanned(passage: Passage, vocabulary: Vocabulary, known: frozenset[str]) -> Iterator[tuple[int, Finding]]:
    yield from personal.scan(passage, known=known)
    yield from words.scan(passage, vocabulary)


def _content(stored: StoredFile, vocabulary: Vocabulary, known: frozenset[str]) -> Iterator[Finding]:
    if stored.content_type in PLAIN:
        yield from text_findings(Passage("text", _plain(stored)), vocabulary, known)
    elif stored.content_type in OFFICE:
        yield from _told("portal.uploads.gate.office_look", stored, vocabulary, known)
    elif stored.content_type == formats.PDF.content_type:
        yield from _told("portal.uploads.gate.pdf_look", stored, vocabulary, known)


def _plain(stored: StoredFile) -> str:
    try:
        with stored.file.open("rb") as source:
            content = source.read()
    except OSError as error:
        raise Unreadable from error
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable


def _told(program: str, stored: StoredFile, vocabulary: Vocabulary, known: frozenset[str]) -> Iterator[Finding]:
    for line in told_by(program, of=stored).splitlines():
        told = json.loads(line)
        if "cells" in told:
            yield from _row(told, vocabulary, known)
            continue
        if "trace" in told:
            yield _trace(told)
        yield from text_findings(Passage(told["place"], told["text"], told.get("about", "")), vocabulary, known)


def _trace(told: dict[str, Any]) -> Finding:
    """Names in the properties are shown whole: that is what has to be removed. Hidden words are not."""
    shown = told["text"] if told["trace"] in ("metadata", "hidden_rows", "hidden_columns", "embedded_file") else None
    return found(told["trace"], told["place"], told["text"], excerpt=shown)


def _row(told: dict[str, Any], vocabulary: Vocabulary, known: frozenset[str]) -> Iterator[Finding]:
    """A row as one passage, for numbers are written over several cells; each finding stands at its first cell."""
    sheet, cells = told["place"], told["cells"]
    text = "\t".join(value for _reference, value in cells)
    for at, finding in _scanned(Passage(sheet, text, told["about"]), vocabulary, known):
        yield finding._replace(place=f"{sheet}!{_cell_at(cells, at)}"[:120])


def _cell_at(cells: list[tuple[str, str]], at: int) -> str:
    """The reference of the cell that holds place `at` of the row."""
    ends = 0
    for reference, value in cells:
        ends += len(value) + 1
        if at < ends:
            return reference
    return ""

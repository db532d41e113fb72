"""The program that looks into Office files: `python -m portal.uploads.gate.office_look < file > lines of JSON`.

It says what stands where (`place`, `text`) and what a reader would not see (`trace`, `place`, `text`). It runs apart
from the portal, with limits on memory, computing time and output. Imports nothing that needs Django settings.
"""

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse

from portal.uploads.gate.told import Told, passage, say, trace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
WORD_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
HEADS = re.compile(r"手机|电话|联系|姓名|银行|卡号|账号|账户|开户|身份证")
NUMBERS = re.compile(r"(\d+)")
IMPERSONAL = {
    "", "python-docx", "openpyxl", "admin", "administrator", "user", "windows 用户", "微软用户", "微软中国",
    "microsoft", "microsoft office user", "china", "wps office", "un-named", "docx4j", "apache poi",
}  # fmt: skip


def look(container: zipfile.ZipFile) -> Iterator[Told]:
    names = container.namelist()
    yield from _properties(container, names)
    for main, looking in LOOKERS.items():
        if main in names:
            yield from looking(container, names)


# --- Word ----------------------------------------------------------------------------------------------------------


def word(container: zipfile.ZipFile, names: list[str]) -> Iterator[Told]:
    for name in names:
        if part := WORD_PARTS.match(name):
            yield from _word_part(fromstring(container.read(name)), part[1])


def _word_part(root: Element, part: str) -> Iterator[Told]:
    if part == "comments":
        for comment in root.iter(f"{W}comment"):
            yield trace("comment", "comments", _words(comment))
    changed = [*root.iter(f"{W}ins"), *root.iter(f"{W}del"), *root.iter(f"{W}moveFrom")]
    texts = [text for element in changed if (text := _words(element))]
    if texts:
        yield trace("tracked_change", part, "; ".join(texts[:5]))
    hidden = "".join(_words(run) for run in root.iter(f"{W}r") if _is_vanished(run))
    if hidden.strip():
        yield trace("hidden_text", part, hidden)
    rows = {paragraph for row in root.iter(f"{W}tr") for paragraph in row.iter(f"{W}p")}
    paragraphs = [_words(one) for one in root.iter(f"{W}p") if one not in rows]
    yield passage(part, "\n".join(paragraphs))
    for table, found in enumerate(root.iter(f"{W}tbl"), 1):
        about = ""
        for number, row in enumerate(found.findall(f"{W}tr"), 1):
            cells = "\t".join(_words(cell) for cell in row.findall(f"{W}tc"))
            about = about or cells
            yield passage(f"{part}, table {table}, row {number}", cells, about)


def _words(element: Element) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}
    return "".join(
        one.text or "" if one.tag in (f"{W}t", f"{W}delText") else signs.get(one.tag, "") for one in element.iter()
    )


def _is_vanished(run: Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off")


# --- Excel ---------------------------------------------------------------------------------------------------------


def excel(container: zipfile.ZipFile, names: list[str]) -> Iterator[Told]:
    strings = _strings(container, names)
    for title, state, name in _sheets(container, names):
        if state != "visible":
            yield trace("hidden_sheet", title, state)
        yield passage(title, title)
        yield from _sheet(container, name, title, strings)
    for name in names:
        if re.match(r"xl/(comments|threadedComments)", name) and name.endswith(".xml"):
            root = fromstring(container.read(name))
            for comment in root.iter():
                if comment.tag.endswith(("}comment", "}threadedComment")):
                    yield trace("comment", comment.get("ref", ""), "".join(comment.itertext()))
        if name.startswith("xl/drawings/") and name.endswith(".xml"):
            yield passage(name, "".join(one.text or "" for one in fromstring(container.read(name)).iter(f"{A}t")))


def _strings(container: zipfile.ZipFile, names: list[str]) -> list[str]:
    if "xl/sharedStrings.xml" not in names:
        return []
    with container.open("xl/sharedStrings.xml") as part:
        return [_clean_text(one) for _event, one in iterparse(part) if one.tag == f"{S}si"]


def _clean_text(element: Element) -> str:
    """The words of a string; readings of Japanese signs (rPh) are none."""
    readings = {text for reading in element.iter(f"{S}rPh") for text in reading.iter(f"{S}t")}
    return "".join(one.text or "" for one in element.iter(f"{S}t") if one not in readings)


def _sheets(container: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str, str]]:
    book = fromstring(container.read("xl/workbook.xml"))
    relations = fromstring(container.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    for sheet in book.iter(f"{S}sheet"):
        target = targets.get(sheet.get(f"{R}id", ""), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if name in names:
            yield sheet.get("name", ""), sheet.get("state", "visible"), name


def _sheet(container: zipfile.ZipFile, name: str, title: str, strings: list[str]) -> Iterator[Told]:
    hidden_rows, hidden_columns, about = [], [], ""
    with container.open(name) as part:
        for _event, element in iterparse(part):
            if element.tag == f"{S}row":
                cells = [(cell.get("r", ""), _value(cell, strings)) for cell in element.iter(f"{S}c")]
                heads = "\t".join(value for _reference, value in cells)
                about = about or heads if HEADS.search(heads) else about
                if element.get("hidden") in ("1", "true"):
                    hidden_rows.append(element.get("r", "?"))
                yield {"place": title, "cells": [cell for cell in cells if cell[1]], "about": about}
                element.clear()
            elif element.tag == f"{S}col" and element.get("hidden") in ("1", "true"):
                hidden_columns.append(element.get("min", "?"))
            elif element.tag in (f"{S}oddHeader", f"{S}oddFooter", f"{S}evenHeader", f"{S}evenFooter"):
                yield passage(f"{title}, header and footer", element.text or "")
    for code, hidden in (("hidden_rows", hidden_rows), ("hidden_columns", hidden_columns)):
        if hidden:
            yield trace(code, title, ", ".join(hidden[:10]))


def _value(cell: Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _clean_text(cell)
    value = cell.findtext(f"{S}v") or ""
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind == "n" and re.search(r"[.eE]", value):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e20 else value
    return value


# --- PowerPoint ----------------------------------------------------------------------------------------------------


def slides(container: zipfile.ZipFile, names: list[str]) -> Iterator[Told]:
    wanted = [name for name in names if re.match(r"ppt/(slides|notesSlides)/\w+\.xml$", name)]
    for name in sorted(wanted, key=lambda name: (len(name), name)):
        root = fromstring(container.read(name))
        number = "".join(NUMBERS.findall(name)[-1:])
        texts = ["".join(run.text or "" for run in one.iter(f"{A}t")) for one in root.iter(f"{A}p")]
        text = "\n".join(texts)
        if "notesSlides" in name and NUMBERS.sub("", text).strip():
            yield trace("notes", f"slide {number}", text)
        if root.get("show") in ("0", "false"):
            yield trace("hidden_slide", f"slide {number}", text)
        yield passage(f"slide {number}", text)
    for name in names:
        if re.match(r"ppt/comments/", name) and name.endswith(".xml"):
            yield trace("comment", name.rpartition("/")[2], "".join(fromstring(container.read(name)).itertext()))


# --- properties ----------------------------------------------------------------------------------------------------


def _properties(container: zipfile.ZipFile, names: list[str]) -> Iterator[Told]:
    for part in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        if part not in names:
            continue
        for element in fromstring(container.read(part)).iter():
            tag = element.tag.rpartition("}")[2]
            text = (element.text or "").strip()
            if tag in ("creator", "lastModifiedBy", "Manager", "Company") and text.lower() not in IMPERSONAL:
                yield trace("metadata", tag, text)
            elif text:
                yield passage("properties", text)


Looker = Callable[[zipfile.ZipFile, list[str]], Iterator[Told]]
LOOKERS: dict[str, Looker] = {"word/document.xml": word, "xl/workbook.xml": excel, "ppt/presentation.xml": slides}


if __name__ == "__main__":
    say(lambda: look(zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))))

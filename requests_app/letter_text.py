"""The few marks in which letters are written, and the filling of their {placeholders}.

`# ` title, `= ` centred, `< ` from the margin, `> ` to the right, `a | b` a row of a table, everything else a
paragraph. What is filled in can never become a mark, so that a letter keeps the layout of its template.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.refusals import Refused

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MARKS = {"# ": "title", "= ": "centred", "< ": "flush", "> ": "right"}
_CELLS = re.compile(r" \| ?")
_HARMLESS = str.maketrans({"|": "\uff5c", "{": "\uff5b", "}": "\uff5d", "\x00": ""})
_AS_MARK = re.compile(r"^([#=<>]) ", re.MULTILINE)
_WIDE = {"#": "\uff03", "=": "\uff1d", "<": "\uff1c", ">": "\uff1e"}


class Block(NamedTuple):
    """One paragraph, or the rows of one table, of a letter."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def checked(text: str, known: Collection[str], field: str = "text") -> str:
    """`text`, if each of its placeholders is `known`. Raises Refused(field) naming the one that is not."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    for name in _PLACEHOLDER.findall(text):
        if name not in known:
            raise Refused(
                _("There is no placeholder {%(name)s}. The list beside the text has all there are.") % {"name": name},
                field=field,
            )
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise Refused(_("A curly bracket stands alone: every placeholder is written {like this}."), field=field)
    if not text.startswith("# "):
        raise Refused(_("The first line is the title: begin it with “# ”."), field=field)
    return text


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with `values` in it; a line of prose whose placeholders are all empty is left out."""
    return "\n".join(line for written in text.splitlines() for line in _filled(written, values))


def _filled(line: str, values: Mapping[str, str]) -> Iterator[str]:
    pieces = _PLACEHOLDER.split(line)  # words and names by turns
    told = [values[name] for name in pieces[1::2]]
    is_row = _CELLS.search(line) is not None
    if told and not is_row and not any(told):
        return
    pieces[1::2] = [" ".join(_harmless(value).split("\n")) if is_row else _harmless(value) for value in told]
    yield "".join(pieces)


def _harmless(value: str) -> str:
    lines = "\n".join(line.strip() for line in value.splitlines() if line.strip())
    return _AS_MARK.sub(lambda found: _WIDE[found[1]] + " ", lines.translate(_HARMLESS))


def blocks(body: str) -> list[Block]:
    """The body of a letter, paragraph by paragraph, with neighbouring rows as one table."""
    found: list[Block] = []
    for is_row, lines in groupby(body.splitlines(), key=lambda line: _CELLS.search(line) is not None):
        if is_row:
            rows = tuple(tuple(cell.strip() for cell in _CELLS.split(line)) for line in lines)
            found.append(Block("table", rows=rows))
        else:
            found += [_paragraph(line) for line in lines if line.strip()]
    return found


def _paragraph(line: str) -> Block:
    kind = _MARKS.get(line[:2])
    return Block(kind, line[2:].strip()) if kind else Block("text", line.strip())

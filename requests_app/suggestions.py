"""Where on a file personal numbers and searched words stand: boxes that a clerk confirms, never drawn by themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from portal.uploads.gate import personal
from portal.uploads.gate.finding import Level, Passage
from portal.uploads.redaction import running
from requests_app.models.release import WHOLE, ReleasedFile

PADDING = 12  # ten-thousandths of the page around a line
MOST = 500  # suggestions shown at once
KINDS = {
    "id_card": gettext_lazy("Number of an identity card"),
    "mobile": gettext_lazy("Mobile number"),
    "bank_card": gettext_lazy("Number of a bank card"),
    "landline": gettext_lazy("Telephone number"),
    "address": gettext_lazy("Address of a home"),
}
Box = tuple[int, int, int, int]


class Suggestion(NamedTuple):
    """One thing found: the page from 1, a box for each of its lines, and what it is."""

    page: int
    boxes: list[Box]
    words: str
    is_certain: bool = True

    @property
    def value(self) -> str:
        """What its checkbox sends."""
        return ";".join(",".join(map(str, (self.page, *box))) for box in self.boxes)


def personal_data(file: ReleasedFile) -> list[Suggestion]:
    """Numbers of identity cards, telephones and bank cards, and addresses of homes. Raises Unworkable."""
    return [
        Suggestion(
            page, lines(boxes[start:end]), f"{KINDS[finding.code]} {finding.excerpt}", finding.level == Level.BLOCK
        )
        for page, text, boxes in _pages(file)
        for start, end, finding in personal.located(Passage(str(page), text))
    ][:MOST]


def occurrences(file: ReleasedFile, word: str) -> list[Suggestion]:
    """Every place where `word` stands, also over a line's end and in other widths and cases. Raises Unworkable."""
    wanted = "".join(plain for sign in word if (plain := _plain(sign)))
    if not wanted:
        return []
    found = []
    for page, text, boxes in _pages(file):
        kept = [(at, _plain(sign)) for at, sign in enumerate(text) if _plain(sign)]
        places = [at for at, plain in kept for _letter in plain]
        for match in re.finditer(re.escape(wanted), "".join(plain for _at, plain in kept)):
            signs = [boxes[at] for at in dict.fromkeys(places[match.start() : match.end()])]
            found.append(Suggestion(page, lines(signs), word))
    return found[:MOST]


def _pages(file: ReleasedFile) -> Iterator[tuple[int, str, list[Box]]]:
    if file.original is None:
        return
    for number, page in enumerate(running.words(file.original), 1):
        yield number, page["text"], [tuple(box) for box in page["boxes"]]


def _plain(sign: str) -> str:
    """Blanks are nothing; full-width signs and capitals are what they stand for."""
    return "" if sign.isspace() else unicodedata.normalize("NFKC", sign).casefold()


def lines(signs: list[Box]) -> list[Box]:
    """One box around the signs of each line."""
    joined: list[Box] = []
    for sign in signs:
        if not sign[2] or not sign[3]:
            continue
        if joined and _side_by_side(joined[-1], sign):
            joined[-1] = _around(joined[-1], sign)
        else:
            joined.append(sign)
    return [_padded(box) for box in joined]


def _side_by_side(one: Box, two: Box) -> bool:
    """True if they share a line or a column and nearly touch."""
    for along, across in ((0, 1), (1, 0)):
        shared = min(one[across] + one[across + 2], two[across] + two[across + 2]) - max(one[across], two[across])
        gap = max(one[along], two[along]) - min(one[along] + one[along + 2], two[along] + two[along + 2])
        if shared * 2 > min(one[across + 2], two[across + 2]) and gap <= 3 * max(two[along + 2], 50):
            return True
    return False


def _around(one: Box, two: Box) -> Box:
    left, top = min(one[0], two[0]), min(one[1], two[1])
    right, bottom = max(one[0] + one[2], two[0] + two[2]), max(one[1] + one[3], two[1] + two[3])
    return left, top, right - left, bottom - top


def _padded(box: Box) -> Box:
    left, top = max(box[0] - PADDING, 0), max(box[1] - PADDING, 0)
    right, bottom = min(box[0] + box[2] + PADDING, WHOLE), min(box[1] + box[3] + PADDING, WHOLE)
    return left, top, right - left, bottom - top

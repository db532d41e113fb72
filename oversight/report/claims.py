"""Figures that the text of a report says, beside the cells that they have to agree with.

Only clauses that name their object in the field's words are read, and none that speaks of a part, of another year or
of one channel: a claim that is missed costs nothing, one that is misread makes an office doubt every other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_NUMBER = r"(?P<number>\d[\d,，]*)\s*(?:余)?(?:件|份|宗|条|个|项)"
_CLAUSE = re.compile(r"[，。；、;\n（）()：:]|,(?!\d)")
_OF_A_PART = re.compile(
    r"其中|通过|网络|网上|平台|信函|邮寄|传真|当面|现场|同比|比上年|较上年|去年|季度|月份|累计|历年|以来"
)
_REQUEST = r"(?:政府)?(?:信息)?(?:公开)?申请"
_OURS = "^(?!.*(?:复议|诉讼|许可|救助))"  # applications of other kinds are not meant
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

# What a clause says, and the sums of cells of which one has to come out; a leading minus takes a cell off.
CLAIMS: tuple[tuple[str, str], ...] = (
    ("accepted", rf"{_OURS}.*?(?:收到|新收|受理|接收).{{0,12}}{_REQUEST}.{{0,4}}?{_NUMBER}"),
    ("accepted", rf"{_OURS}.*?(?:收到|新收|受理|接收)\D{{0,12}}{_NUMBER}.{{0,8}}{_REQUEST}"),
    ("handled", rf"{_OURS}.*?(?:办理|处理|办结|答复).{{0,12}}{_REQUEST}.{{0,4}}?{_NUMBER}"),
    ("carried_in", rf"(?:上年(?:度)?结转|结转上年).{{0,10}}?{_NUMBER}"),
    ("carried_out", rf"结转(?:至|到)?(?:下年|下一年|次年).{{0,10}}?{_NUMBER}"),
    ("granted", rf"^(?:决定)?予以公开的?\D{{0,6}}{_NUMBER}"),
    ("partial", rf"部分公开的?\D{{0,6}}{_NUMBER}"),
    ("denied", rf"不予公开的?\D{{0,6}}{_NUMBER}"),
    ("unable", rf"无法提供的?\D{{0,6}}{_NUMBER}"),
    ("not_processed", rf"不予处理的?\D{{0,6}}{_NUMBER}"),
    ("other", rf"其他处理的?\D{{0,6}}{_NUMBER}"),
    ("reviews", rf"行政复议\D{{0,8}}{_NUMBER}"),
    ("suits", rf"行政诉讼\D{{0,8}}{_NUMBER}"),
    ("normative_issued", rf"(?:制发|制定|印发|新制定)\D{{0,6}}规范性文件\D{{0,4}}{_NUMBER}"),
    ("normative_ended", rf"废止\D{{0,8}}规范性文件\D{{0,4}}{_NUMBER}"),
    ("normative_in_force", rf"现行有效的?\D{{0,6}}规范性文件\D{{0,4}}{_NUMBER}"),
)
_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in CLAIMS)
_NONE_RECEIVED = re.compile(rf"(?:未|没有)(?:收到|接到|受理)(?:过)?[^，。；]{{0,14}}{_REQUEST}")

AGREES_WITH: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "accepted": (("R1",),),
    "handled": (("R3_7",), ("R1", "R2")),
    "carried_in": (("R2",),),
    "carried_out": (("R4",),),
    "granted": (("R3_1",),),
    "partial": (("R3_2",),),
    "denied": (("R3_3",),),
    "unable": (("R3_4",),),
    "not_processed": (("R3_5",),),
    "other": (("R3_6",),),
    "reviews": (("T4.reconsideration.total",),),
    "suits": (("T4.direct_suit.total", "T4.suit_after.total"), ("T4.direct_suit.total",)),
    "normative_issued": (("T2.normative.issued",),),
    "normative_ended": (("T2.normative.ended",),),
    "normative_in_force": (("T2.normative.in_force",),),
}
"""Lines of table 3 (in the column of totals; a heading means its lines) or cells, whose sum the figure has to be."""


class Claim(NamedTuple):
    """A figure of the text, with the words it stands in."""

    key: str
    number: int
    words: str


def claims_in(text: str) -> list[Claim]:
    """What `text` says in figures; of one thing said twice the first, which speaks of the whole year."""
    found: dict[str, Claim] = {}
    for claim in _all(text.translate(_WIDE)):
        found.setdefault(claim.key, claim)
    return list(found.values())


def _all(text: str) -> Iterator[Claim]:
    if (none := _NONE_RECEIVED.search(text)) is not None:
        yield Claim("accepted", 0, none[0])
    for clause in _CLAUSE.split(text):
        words = clause.strip()
        if not words or _OF_A_PART.search(words):
            continue
        for key, pattern in _PATTERNS:
            if (match := pattern.search(words)) is not None:
                yield Claim(key, int(re.sub("[,，]", "", match["number"])), words)


def claims_of(said: Mapping[str, int]) -> list[Claim]:
    """The same out of figures that an import names without their sentences."""
    # next to a number of published texts, `other` is one of their kinds and no way of handling requests
    is_of_items = "published_total" in said
    return [
        Claim(key, number, "")
        for key, number in said.items()
        if key in AGREES_WITH and not (key == "other" and is_of_items)
    ]

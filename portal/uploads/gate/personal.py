"""Personal data in text: numbers of identity cards, telephones and bank cards, and addresses of homes.

Numbers are found as people write them: in full-width digits, in groups with spaces or hyphens, one digit to a box of a
form, or broken over two lines. Every pattern is bounded, so that the time grows with the text and not faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from portal.uploads.gate import checks
from portal.uploads.gate.finding import Finding, Level, Passage, found

# one sign for one sign: places in the text stay what they are
PLAIN = str.maketrans(
    "０１２３４５６７８９ＸｘxХх－–—‐‑‒−―・．\u00a0\u3000\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2060\ufeff\r",
    "0123456789XXXXX--------..           \n",
)
RUN = re.compile(r"\d(?:[ \t\n.\-]{0,3}\d){6,}(?:[ \t\n.\-]{0,3}X)?")
GROUP = re.compile(r"[\dX]+")
WITHIN = 80  # characters before a number that say whose it is
LONGEST = 19

OFFICE_PHONE = re.compile(
    r"(?:咨询|监督|举报|投诉|服务|受理|值班|办公|报名|报警|求助|热线|传真|预约|客服|联系|公开|业务|对外)"
    r"[^。；;\n]{0,12}?(?:电话|热线|方式|人|号码|传真|手机)?[^。；;\n]{0,40}$"
)
PERSON = re.compile(r"姓名|身份证|住址|家庭|户主|申请人|本人|当事人|被处罚人|法定代表人|联系人手机|受益人|低保对象|考生")
ID_WORDS = re.compile(r"身份证|身份号码|证件号|公民身份")
KIND_WORDS = re.compile(r"手机|电话|联系|姓名|银行|卡号|账号|账户|开户")
OTHER_NUMBER = re.compile(r"(?:信用代码|组织机构代码|索引号|项目代码|编号|文号|案号|合同号|订单号|流水号|条码|图号|宗地)\D{0,6}$")
HOME = re.compile(r"\d{1,5}(?:号楼|栋|幢|单元|室|弄\d{1,4}号|组\d{1,4}号|号)")
STREET = re.compile(r"[\u4e00-\u9fff]{1,12}(?:路|街|道|巷|村|镇|乡|小区|花园|新村|苑|弄|里|社区)")
REGION = re.compile(r"省|市|县|区|旗|州|镇|乡")
HOME_OF = re.compile(r"住址|住所|家庭|现住|居住|户籍|住在|家住|姓名|户主|先生|女士|申请人|被处罚人|身份证")


class Run(NamedTuple):
    """Groups of digits that may be one number: the digits, where each begins, and what stands before each."""

    groups: list[str]
    starts: list[int]
    gaps: list[str]


def scan(passage: Passage, *, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, Finding]]:
    """Findings of `passage` with the place of their first sign in its text.

    `known` are telephone numbers (digits only) that an office has published of itself; they are no finding.
    """
    text = passage.text.translate(PLAIN)
    for match in RUN.finditer(text):
        yield from _in_run(_run(match), text, passage.place, known)
    yield from _addresses(text, passage)


def _run(match: re.Match[str]) -> Run:
    parts = list(GROUP.finditer(match[0]))
    groups = [part[0] for part in parts]
    gaps = ["", *(match[0][one.end() : two.start()] for one, two in pairwise(parts))]
    return Run(groups, [match.start() + part.start() for part in parts], gaps)


def _in_run(run: Run, text: str, place: str, known: frozenset[str]) -> Iterator[tuple[int, Finding]]:
    at = 0
    while at < len(run.groups):
        hit = _number_at(run, at, text)
        if hit is None:
            at += 1
            continue
        code, number, used, level = hit
        start = run.starts[at]
        at += used
        if number not in known and _is_bounded(text, start, run.starts[at - 1] + len(run.groups[at - 1])):
            level = _level(code, level, text, start)
            if level is not None:
                yield start, found(code, place, number, level=level)


Hit = tuple[str, str, int, Level]


def _number_at(run: Run, at: int, text: str) -> Hit | None:
    """The number that begins with group `at`: its kind, its signs, and how many groups it takes."""
    for used, number in _joined(run, at):
        shape = [len(group) for group in run.groups[at : at + used]]
        gaps = run.gaps[at + 1 : at + used]
        if checks.is_id(number) or (checks.looks_like_id(number) and ID_WORDS.search(_before(text, run.starts[at]))):
            return "id_card", number, used, Level.BLOCK
        if shape in ([15], [6, 6, 3]) and checks.is_old_id(number):
            return "id_card", number, used, Level.WARN
        if "\n" in "".join(gaps):
            continue
        if _is_card_shape(shape) and checks.is_card(number):
            return "bank_card", number, used, _across(gaps, text, run.starts[at])
        if (phone := _mobile(number, shape)) is not None:
            return "mobile", phone, used, _across(gaps, text, run.starts[at])
        if _is_landline(number, shape):
            return "landline", number, used, Level.WARN
    return None


def _across(gaps: list[str], text: str, start: int) -> Level:
    """Cells of figures may look like the groups of a number; without a word that says so it is a warning."""
    is_sure = "\t" not in "".join(gaps) or KIND_WORDS.search(_before(text, start))
    return Level.BLOCK if is_sure else Level.WARN


def _joined(run: Run, at: int) -> Iterator[tuple[int, str]]:
    """The longest number first: a card of four groups is not a telephone and a rest."""
    tries, number = [], ""
    for used, group in enumerate(run.groups[at : at + LONGEST], 1):
        number += group
        if len(number) > LONGEST:
            break
        tries.append((used, number))
    return reversed(tries)


def _is_card_shape(shape: list[int]) -> bool:
    if len(shape) == 1 or set(shape) == {1}:
        return True
    return shape[:-1] == [4] * (len(shape) - 1) and shape[-1] <= 4 or shape == [6, 13]


def _mobile(number: str, shape: list[int]) -> str | None:
    for prefix in ("0086", "86"):
        if number.startswith(prefix) and len(number) == 11 + len(prefix):
            rest = [len(prefix)]
            if shape[0] == rest[0]:
                shape = shape[1:]
            elif len(shape) == 1:
                shape = [11]
            number = number[len(prefix) :]
    fits = shape in ([11], [3, 4, 4], [4, 4, 3], [3, 8], [7, 4], [4, 3, 4], [3, 3, 5]) or shape == [1] * 11
    return number if fits and re.fullmatch(r"1[3-9]\d{9}", number) else None


def _is_landline(number: str, shape: list[int]) -> bool:
    """An area code with its zero, and seven or eight digits."""
    if len(number) not in (10, 11, 12) or not re.fullmatch(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}", number):
        return False
    return shape[0] in (3, 4) and len(shape) <= 3 or shape == [len(number)]


def _is_bounded(text: str, start: int, end: int) -> bool:
    """False inside a longer code such as 91320583MA1XXXXX or behind a masking star."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not any(sign.isascii() and (sign.isalnum() or sign == "*") for sign in (before, after) if sign)


def _before(text: str, start: int) -> str:
    return text[max(0, start - WITHIN) : start]


def _level(code: str, level: Level, text: str, start: int) -> Level | None:
    """How grave the number is where it stands; None if it is an office's telephone or no such number at all."""
    before = _before(text, start)
    line = before.rpartition("\n")[2]
    if code in ("mobile", "landline"):
        return None if OFFICE_PHONE.search(line) and not PERSON.search(line) else level
    if code == "bank_card" and OTHER_NUMBER.search(before):
        return Level.WARN
    if code == "id_card" and level is Level.WARN:
        if OTHER_NUMBER.search(before):
            return None
        return Level.BLOCK if PERSON.search(before) or ID_WORDS.search(before) else Level.WARN
    return level


def _addresses(text: str, passage: Passage) -> Iterator[tuple[int, Finding]]:
    """Street and house with a room or a number, beside a word that says somebody lives there."""
    last = -1
    for match in HOME.finditer(text):
        begin = max(last, match.start() - 60)
        before = re.split(r"[。；;\n]", text[begin + 1 if begin == last else begin : match.start()])[-1]
        street = STREET.search(before)
        if street and REGION.search(before) and HOME_OF.search(text[max(0, match.start() - 120) : match.end() + 20]):
            last = match.end() + 20
            whole = before[street.start() :] + match[0]
            yield match.start(), found("address", passage.place, whole, excerpt=f"{whole.strip()[:6]}***")

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
SHORTEST, LONGEST = 10, 19  # digits of a telephone with its area code, and of a bank card

OFFICE_PHONE = re.compile(
    r"(?:(?:咨询|监督|举报|投诉|服务|受理|值班|办公|报名|报警|求助|预约|客服|联系|公开|业务|对外|办公室|窗口)[^，。；;,\n]{0,6}"
    r"(?:电话|热线|方式|号码|手机)|联系人|热线|传真)(?P<between>[^。；;\n]{0,40})$"
)
PERSON = re.compile(r"手机|姓名|身份证|住址|家庭|户主|申请人|本人|当事人|被处罚人|法定代表人|受益人|低保对象|考生")
ID_WORDS = re.compile(r"身份证|身份号码|证件号|公民身份")
KIND_WORDS = re.compile(r"手机|电话|联系|姓名|银行|卡号|账号|账户|开户")
OTHER_NUMBER = re.compile(
    r"(?:信用代码|组织机构代码|索引号|项目代码|编号|文号|案号|合同号|订单号|流水号|条码|图号|宗地)\D{0,6}$"
)
HOME = re.compile(r"\d{1,5}(?:号楼|栋|幢|单元|室|弄\d{1,4}号|组\d{1,4}号)|(?<=[路街道巷村弄])\d{1,5}号")
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
    yield from ((start, finding) for start, _end, finding in located(passage, known=known))


def located(passage: Passage, *, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, int, Finding]]:
    """As `scan`, with the place behind the last sign as well."""
    text = passage.text.translate(PLAIN)
    for match in RUN.finditer(text):
        yield from _in_run(_run(match), text, passage, known)
    yield from _addresses(text, passage)


def _run(match: re.Match[str]) -> Run:
    parts = list(GROUP.finditer(match[0]))
    groups = [part[0] for part in parts]
    gaps = ["", *(match[0][one.end() : two.start()] for one, two in pairwise(parts))]
    return Run(groups, [match.start() + part.start() for part in parts], gaps)


def _in_run(run: Run, text: str, passage: Passage, known: frozenset[str]) -> Iterator[tuple[int, int, Finding]]:
    at = 0
    while at < len(run.groups):
        hit = _number_at(run, at, text, passage.about)
        if hit is None:
            at += 1
            continue
        code, number, used, usual = hit
        start = run.starts[at]
        at += used
        end = run.starts[at - 1] + len(run.groups[at - 1])
        if number not in known and _is_bounded(text, start, end):
            level = _level(code, usual, text, start)
            if level is not None:
                yield start, end, found(code, passage.place, number, level=level)


Hit = tuple[str, str, int, Level]


def _number_at(run: Run, at: int, text: str, about: str) -> Hit | None:
    """The number that begins with group `at`: its kind, its signs, and how many groups it takes."""
    if at and run.gaps[at] == "." and run.groups[at - 1] == "0":
        return None  # the digits of a fraction
    for used, number in _joined(run, at):
        if _is_id(number, text, run.starts[at]):
            return "id_card", number, used, Level.BLOCK
        shape = [len(group) for group in run.groups[at : at + used]]
        if shape in ([15], [6, 6, 3]) and checks.is_old_id(number):
            return "id_card", number, used, Level.WARN
        hit = _card_or_telephone(number, shape)
        if hit is not None and _belongs_together(run.gaps[at + 1 : at + used], _before(text, run.starts[at]) + about):
            return *hit[:2], used, hit[2]
    return None


def _is_id(number: str, text: str, start: int) -> bool:
    """By its check sign, or by what it is called: with a slip in one digit it still tells whose it is."""
    if len(number) != 18 or not checks.looks_like_id(number):
        return False
    return checks.is_id(number) or ID_WORDS.search(_before(text, start)) is not None


def _card_or_telephone(number: str, shape: list[int]) -> tuple[str, str, Level] | None:
    if _is_card_shape(shape) and checks.is_card(number):
        return "bank_card", number, Level.BLOCK
    if (phone := _mobile(number, shape)) is not None:
        return "mobile", phone, Level.BLOCK
    return ("landline", number, Level.WARN) if _is_landline(number, shape) else None


def _belongs_together(gaps: list[str], context: str) -> bool:
    """Neighbouring cells of figures look like the groups of a number; only words beside or above tell them apart."""
    between = "".join(gaps)
    if "\n" in between:
        return False
    return "\t" not in between or KIND_WORDS.search(context) is not None


def _joined(run: Run, at: int) -> Iterator[tuple[int, str]]:
    """The longest number first: a card of four groups is not a telephone and a rest."""
    tries: list[tuple[int, str]] = []
    number = ""
    for used, group in enumerate(run.groups[at : at + LONGEST], 1):
        number += group
        if len(number) > LONGEST:
            break
        if len(number) >= SHORTEST:
            tries.append((used, number))
    return reversed(tries)


def _is_card_shape(shape: list[int]) -> bool:
    if len(shape) == 1 or set(shape) == {1}:
        return True
    return (shape[:-1] == [4] * (len(shape) - 1) and shape[-1] <= 4) or shape == [6, 13]


def _mobile(number: str, shape: list[int]) -> str | None:
    if len(number) not in (11, 13, 15):
        return None
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
    return (shape[0] in (3, 4) and len(shape) <= 3) or shape == [len(number)]


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
        office = OFFICE_PHONE.search(line)
        return None if office and not PERSON.search(office["between"]) else level
    if code == "bank_card" and OTHER_NUMBER.search(before):
        return None
    if code == "id_card" and level is Level.WARN:
        if OTHER_NUMBER.search(before):
            return None
        return Level.BLOCK if PERSON.search(before) or ID_WORDS.search(before) else Level.WARN
    return level


def _addresses(text: str, passage: Passage) -> Iterator[tuple[int, int, Finding]]:
    """Region, street and house in one sentence with a word that says somebody lives there."""
    last = 0
    for match in HOME.finditer(text):
        sentence = re.split(r"[。；;\n]", text[max(last, match.start() - WITHIN) : match.start()])[-1]
        street, person = STREET.search(sentence), HOME_OF.search(sentence)
        if street and person and REGION.search(sentence):
            last = match.end() + 20
            whole = sentence[max(street.start(), person.end()) :] + match[0]
            begins = match.end() - len(whole)
            yield begins, match.end(), found("address", passage.place, whole, excerpt=f"{whole.strip('：: ')[:6]}***")

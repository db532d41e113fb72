"""Two hundred files with planted personal data and two hundred clean ones, made from real documents of this project."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl

from portal.uploads.gate import checks
from tests.portal.uploads import samples

ROOT = Path(__file__).resolve().parents[3]
KINDS = ("id_card", "bank_card", "mobile")
FORMATS = ("txt", "docx", "xlsx", "pdf")
NAMES = ["王建国", "李秀英", "张伟", "刘洋", "陈静", "杨帆", "赵敏", "黄丽", "周强", "吴磊"]
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
PROVINCES = sorted(checks.PROVINCES)


class Sample(NamedTuple):
    """A file, and what is planted in it: kind and number, None in a clean one."""

    name: str
    content: bytes
    kind: str | None = None
    number: str = ""


def paragraphs() -> list[str]:
    """Real sentences: documents of 2004 to 2017, notices, and rows of the standard catalog."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "tests/data/documents").glob("*.txt"))]
    with (ROOT / "portal/demo/data/notices.jsonl").open(encoding="utf-8") as lines:
        notices = [json.loads(line) for line in lines]
    with (ROOT / "portal/demo/data/standard_catalog.csv").open(encoding="utf-8-sig") as rows:
        catalog = [" ".join(value for value in row.values() if value) for row in csv.DictReader(rows)]
    spoken = [f"{one['title']} {one['doc_number'] or ''} {one['agency']}。{one['body']}" for one in notices]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()] + spoken + catalog


# --- numbers that pass their own checks -----------------------------------------------------------------------------


def id_card(rng: random.Random) -> str:
    head = f"{rng.choice(PROVINCES)}{rng.randint(1, 30):02}{rng.randint(1, 29):02}"
    born = f"{rng.randint(1940, 2015)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{head}{born}{rng.randint(0, 999):03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, checks.WEIGHTS, strict=True))
    return body + checks.CHECK_SIGNS[total % 11]


def old_id_card(rng: random.Random) -> str:
    number = id_card(rng)
    return number[:6] + "19"[:0] + f"{rng.randint(40, 80)}{number[10:14]}" + f"{rng.randint(1, 999):03}"


def bank_card(rng: random.Random) -> str:
    begin, length = rng.choice([("622848", 19), ("621700", 19), ("622202", 19), ("625912", 16), ("436742", 16)])
    body = begin + "".join(str(rng.randint(0, 9)) for _ in range(length - len(begin) - 1))
    return next(body + str(digit) for digit in range(10) if checks.luhn(body + str(digit)))


def mobile(rng: random.Random) -> str:
    return f"1{rng.choice('3456789')}{rng.randint(0, 999_999_999):09}"


MAKERS: dict[str, Callable[[random.Random], str]] = {"id_card": id_card, "bank_card": bank_card, "mobile": mobile}


def written(number: str, kind: str, rng: random.Random) -> str:
    """As people write it: plain, in full-width digits, in groups."""
    gap = rng.choice([" ", "-", "　", "－", "\u00a0"])
    cuts = {"id_card": (6, 14), "mobile": (3, 7), "bank_card": (4, 8, 12, 16)}[kind]
    ends = [*cuts, len(number)]
    grouped = gap.join(part for part in map(lambda a, b: number[a:b], [0, *cuts], ends) if part)
    return rng.choice([number, number, number.lower(), number.translate(FULL), grouped, grouped.translate(FULL)])


# --- files ----------------------------------------------------------------------------------------------------------


def text_file(lines: list[str]) -> bytes:
    return "\r\n".join(lines).encode("utf-8")


def word_file(lines: list[str], *, place: int, piece: str = "", rng: random.Random | None = None) -> bytes:
    """`piece` is written in the line `place`, cut into runs; or into a table, a header, a comment-like corner."""
    document = docx.Document()
    document.core_properties.author = ""
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        if number != place or not piece or rng is None:
            paragraph.add_run(line)
            continue
        corner = rng.choice(["runs", "runs", "table", "header", "vanish"])
        holder = paragraph
        if corner == "table":
            holder = document.add_table(rows=1, cols=2).rows[0].cells[1].paragraphs[0]
        elif corner == "header":
            holder = document.sections[0].header.paragraphs[0]
        for part in _pieces(piece, rng):
            holder.add_run(part).font.hidden = True if corner == "vanish" else None
    return samples._bytes_of(document.save)


def excel_file(rows: list[list[object]], *, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "目录"
    sheet = book.create_sheet("名单") if hidden else book.active
    if hidden:
        sheet.sheet_state = "hidden"
    for row in rows:
        sheet.append(row)
    return samples._bytes_of(book.save)


def _pieces(text: str, rng: random.Random) -> list[str]:
    cut = rng.randint(1, len(text) - 1)
    return [text[:cut], text[cut:]]


def planted(count: int = 200) -> Iterator[Sample]:
    """Formats and kinds in turn, the same on every machine."""
    rng = random.Random(20191201)
    lines = paragraphs()
    for number in range(count):
        ending, kind = FORMATS[number % 4], KINDS[number // 4 % 3]
        secret = old_id_card(rng) if kind == "id_card" and number % 9 == 0 else MAKERS[kind](rng)
        shown = secret if len(secret) == 15 else written(secret, kind, rng)
        yield Sample(f"文件{number}.{ending}", _with(ending, shown, kind, lines, rng), kind, secret)


def _with(ending: str, shown: str, kind: str, lines: list[str], rng: random.Random) -> bytes:
    around = rng.sample(lines, 6)
    says = {
        "id_card": ("身份证号", "证件号码", ""),
        "bank_card": ("银行卡号", "开户账号", ""),
        "mobile": ("手机", "", ""),
    }
    sentence = f"{rng.choice(NAMES)},{rng.choice(says[kind])}{rng.choice([':', '：', ' '])}{shown}。"
    if ending == "txt":
        return text_file([*around[:3], sentence, *around[3:]])
    if ending == "pdf":
        return samples.pdf(f"{around[0][:30]} {sentence}")
    if ending == "docx":
        return word_file(around, place=3, piece=sentence, rng=rng)
    return excel_file(_sheet(shown, kind, around, rng), hidden=rng.random() < 0.3)


def _sheet(shown: str, kind: str, around: list[str], rng: random.Random) -> list[list[object]]:
    heads = {"id_card": "身份证号", "bank_card": "银行卡号", "mobile": "手机号码"}
    cells: list[object] = [shown]
    plain = shown.isascii() and shown.isdecimal()
    if plain and kind == "mobile" and rng.random() < 0.5:
        cells = [int(shown)]
    elif plain and rng.random() < 0.3:
        cells = {"id_card": [shown[:6], shown[6:14], shown[14:]], "mobile": [shown[:3], shown[3:7], shown[7:]]}.get(
            kind, [shown[at : at + 4] for at in range(0, len(shown), 4)]
        )
    return [["序号", "姓名", heads[kind]], [1, rng.choice(NAMES), *cells], [2, around[0][:40], ""]]


def clean(count: int = 200) -> Iterator[Sample]:
    """Real text with everything in it that looks like a number of a person and is none."""
    rng = random.Random(20080501)
    lines = paragraphs()
    for number in range(count):
        ending = FORMATS[number % 4]
        yield Sample(f"文件{number}.{ending}", _clean(ending, rng.sample(lines, 8), rng))


def harmless(rng: random.Random) -> list[str]:
    """Numbers that a notice is full of."""
    year = rng.randint(2008, 2026)
    code = f"91{rng.randint(110000, 659999)}MA{rng.randint(1000000, 9999999)}X"
    return [
        f"统一社会信用代码：{code}",
        f"统一社会信用代码 11{rng.randint(110000, 659999)}01{rng.randint(1000000, 9999999)}",
        f"索引号：{rng.randint(1000000000, 9999999999)}/{year}-{rng.randint(1, 99999):06}",
        f"昆政办发〔{year}〕{rng.randint(1, 200)}号",
        f"咨询电话：0512-{rng.randint(50000000, 59999999)}，监督电话：0512-12345",
        f"联系电话：{mobile(rng)}（工作时间）",
        f"联系人手续办理窗口电话 {rng.randint(50000000, 59999999)}",
        f"受理时间：{year}年3月1日至{year}年12月31日，上午9:00-11:30，下午13:30-17:00",
        f"项目代码：{year}-320583-{rng.randint(10, 99)}-01-{rng.randint(100000, 999999)}",
        f"合同编号：{rng.randint(10**15, 10**16 - 1)}",
        f"投资{rng.randint(10000, 99999)}.{rng.randint(10, 99)}万元，面积{rng.randint(1000, 99999)}平方米",
        f"2019 2020 2021 2022 2023 {year}",
        f"张某，手机138****{rng.randint(1000, 9999)}，身份证320583********{rng.randint(1000, 9999)}",
        "地址：江苏省昆山市前进中路219号便民服务中心3号楼2楼",
        f"开标时间{year}-05-06 09:30:00，公告期{year}0506至{year}0513",
    ]


def _clean(ending: str, around: list[str], rng: random.Random) -> bytes:
    extra = rng.sample(harmless(rng), 4)
    if ending == "txt":
        return text_file([*around, *extra])
    if ending == "pdf":
        return samples.pdf(f"{around[0][:30]} {extra[0]}")
    if ending == "docx":
        return word_file([*around, *extra], place=-1)
    figures = [[rng.randint(100, 9999) for _ in range(6)] for _ in range(20)]
    return excel_file([["项目", "一", "二", "三", "四", "五"], *figures, *([line] for line in around + extra)])

"""A million notices from a seed: 300 to 800 characters each, over twenty years, with words of every frequency.

Sentences are made of the clauses and words of the real policy documents, the popular ones far more often than the
rest. On top of them words are planted whose share of the texts is known, so that every class of query exists: in
nearly all, in 5–15 %, in 0.2–1 %, in a few dozen, in a few hundred but all of two years; and phrases whose pieces are
everywhere while they themselves are not.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[1] / "portal" / "demo" / "data" / "documents"
YEARS = 20
LAST = dt.date(2026, 11, 20)
AGENCIES = 60  # the first one publishes 12 %
AREAS = 26
POOL = 20_000
OUT_OF_ORDER = 0.03  # of the items were published long before they were entered

EVERYWHERE = {"公开": 0.97, "政府": 0.96, "信息": 0.95, "工作": 0.93}
FREQUENT = {
    "供水": 0.05, "燃气": 0.06, "征收": 0.07, "低保": 0.08, "招标": 0.09, "环评": 0.10, "职称": 0.11, "学区": 0.12,
    "医保": 0.13, "公积金": 0.14, "养老": 0.15, "拆迁": 0.06, "物业": 0.08, "公租房": 0.10, "路灯": 0.12,
}  # fmt: skip
MEDIUM = {
    "农药": 0.002, "殡葬": 0.003, "渔船": 0.004, "消毒": 0.005, "古树": 0.006, "沼气": 0.007, "烟花": 0.008,
    "蚕桑": 0.009, "驾培": 0.01, "婚检": 0.002, "石料厂": 0.003, "旧衣": 0.004, "冰雪": 0.005, "茶园": 0.006,
    "民宿": 0.008,
}  # fmt: skip
BURSTS = {"非典": 2007, "甲流": 2009, "新冠": 2020, "创卫": 2013}  # two years each, in 40 % of their texts
PHRASES = {"供水价格听证": 0.001, "低保对象复核": 0.01, "环评批复文件": 0.03, "养老服务补贴办法": 0.004}
# The pieces of a hard phrase stand in very many texts, the joint in one of twelve, the phrase in one of two thousand.
HARD = {"医保公开": "保公", "燃气工作": "气工", "公积金政府": "金政", "学区信息": "区信"}
JOINT, WHOLE = 0.08, 0.0005
ISSUERS = ("政办发", "青政发", "政发", "教函", "发改", "财综", "民字", "人社发")
KINDS = ("通知", "公告", "意见", "办法", "方案", "公示", "批复", "通报")


@dataclass(frozen=True)
class Notice:
    """One text, and the whole numbers that stand for its agency and area."""

    number: int
    date: dt.date
    agency: int
    area: int
    title: str
    text: str


class Corpus:
    """`count` notices, the same ones for the same seed."""

    def __init__(self, count: int, *, seed: int = 1) -> None:
        self.count, self.chance = count, random.Random(seed)
        han = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
        real = "".join(file.read_text("utf-8") for file in sorted(TEXTS.glob("*.txt"))).replace("\n", "")
        self.clauses = sorted({part for part in re.findall("[\u4e00-\u9fff]+", real) if 4 <= len(part) <= 24})
        words = sorted({real[start : start + size] for size in (2, 3) for start in range(0, len(real) - size, 2)})
        self.words = [word for word in words if re.fullmatch("[\u4e00-\u9fff]+", word)]
        self.chance.shuffle(self.clauses)
        self.chance.shuffle(self.words)
        self.names = ["".join(self.chance.choices(han, k=3)) for _number in range(max(count // 50, 20))]
        self.heads = ["".join(self.chance.choices(han, k=2)) for _number in range(2_000)]
        self._word_weights = _weights(len(self.words), 0.8)
        self._clause_weights = _weights(len(self.clauses), 0.6)
        self.pool = [self._sentence() for _number in range(POOL)]
        self._pool_weights = _weights(POOL, 0.5)
        self._agency_weights = list(accumulate([12.0, *(88 / (AGENCIES - 1) for _rest in range(AGENCIES - 1))]))
        self._area_weights = _weights(AREAS, 0.7)

    def __iter__(self) -> Iterator[Notice]:
        shares = [1 + 2 * year / (YEARS - 1) for year in range(YEARS)]
        begin, number = LAST.replace(year=LAST.year - YEARS), 0
        for year, share in enumerate(shares):
            size = round(self.count * share / sum(shares)) if year < YEARS - 1 else self.count - number
            for place in range(size):
                date = begin + dt.timedelta(days=365.25 * year + 365.25 * place / size)
                if self.chance.random() < OUT_OF_ORDER:
                    date = begin + (date - begin) * self.chance.random()
                number += 1
                yield self._notice(number, min(date, LAST))

    def _notice(self, number: int, date: dt.date) -> Notice:
        chance = self.chance
        topic = self._word(4)
        planted = self._planted(date)
        chance.shuffle(planted)
        if planted and chance.random() < 0.5:
            topic = planted[0] + topic
        if chance.random() < 0.3:
            topic += "信息公开"
        kind = chance.choice(KINDS)
        issuer, serial = chance.choice(ISSUERS), number % 3000 + 1
        parts = [f"{issuer}〔{date.year}〕{serial}号"] if chance.random() < 0.4 else []
        parts += chance.choices(self.pool, cum_weights=self._pool_weights, k=chance.randint(13, 34))
        parts += [f"涉及{word}的按规定办理" for word in planted]
        parts += [word for word, share in EVERYWHERE.items() if chance.random() < share]
        parts.append(f"联系人{chance.choice(self.names)}电话0{chance.randint(310, 999)}{chance.randint(10**6, 10**7)}")
        if chance.random() < 0.1:
            parts.append(f"按照{chance.choice(ISSUERS)}〔{date.year - 1}〕{chance.randint(1, 3000)}号执行")
        head = self.heads[number % len(self.heads)]
        return Notice(
            number=number,
            date=date,
            agency=chance.choices(range(AGENCIES), cum_weights=self._agency_weights)[0],
            area=chance.choices(range(1, AREAS + 1), cum_weights=self._area_weights)[0],
            title=f"{head}县关于{topic}的{kind}",
            text="。\n\n".join("，".join(parts[start : start + 3]) for start in range(0, len(parts), 3)),
        )

    def _planted(self, date: dt.date) -> list[str]:
        chance = self.chance
        words = [
            word for shares in (FREQUENT, MEDIUM, PHRASES) for word, share in shares.items() if chance.random() < share
        ]
        words += [word for word, year in BURSTS.items() if 0 <= date.year - year < 2 and chance.random() < 0.4]
        words += [joint for joint in HARD.values() if chance.random() < JOINT]
        words += [phrase for phrase in HARD if chance.random() < WHOLE]
        return words

    def _word(self, count: int) -> str:
        return "".join(self.chance.choices(self.words, cum_weights=self._word_weights, k=count))

    def _sentence(self) -> str:
        clause = self.chance.choices(self.clauses, cum_weights=self._clause_weights)[0]
        kept = "".join(word for word in re.split("|".join([*FREQUENT, *MEDIUM]), clause) if word)
        return f"{kept}{self._word(self.chance.randint(2, 5))}"


def _weights(size: int, steepness: float) -> list[float]:
    return list(accumulate(1 / rank**steepness for rank in range(1, size + 1)))

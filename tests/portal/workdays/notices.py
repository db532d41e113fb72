"""What the State Council announced, as tables: the oracle of these tests, never computed by the code under test.

2019–2024 lie in `tests/data/`, each row with the address of its notice. 2025 and 2026 are written out here from the
text of the notices, with the weekdays and numbers of days that the text names, so that a slip of the pen shows.
"""

import csv
import datetime as dt
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parents[2] / "data" / "state_council_holidays_2019_2024.csv"
WEEKDAYS = "一二三四五六日"


class Paragraph(NamedTuple):
    """One paragraph of a notice: 1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。"""

    festival: str
    first: str
    last: str
    number: int
    worked: tuple[str, ...]


# 国务院办公厅关于2025年部分节假日安排的通知, 国办发明电〔2024〕12号, 2024-11-12
NOTICE_2025 = (
    Paragraph("元旦", "2025-01-01 三", "2025-01-01 三", 1, ()),
    Paragraph("春节", "2025-01-28 二", "2025-02-04 二", 8, ("2025-01-26 日", "2025-02-08 六")),
    Paragraph("清明节", "2025-04-04 五", "2025-04-06 日", 3, ()),
    Paragraph("劳动节", "2025-05-01 四", "2025-05-05 一", 5, ("2025-04-27 日",)),
    Paragraph("端午节", "2025-05-31 六", "2025-06-02 一", 3, ()),
    Paragraph("国庆节、中秋节", "2025-10-01 三", "2025-10-08 三", 8, ("2025-09-28 日", "2025-10-11 六")),
)
# 国务院办公厅关于2026年部分节假日安排的通知, 国办发明电〔2025〕7号, 2025-11-04
NOTICE_2026 = (
    Paragraph("元旦", "2026-01-01 四", "2026-01-03 六", 3, ("2026-01-04 日",)),
    Paragraph("春节", "2026-02-15 日", "2026-02-23 一", 9, ("2026-02-14 六", "2026-02-28 六")),
    Paragraph("清明节", "2026-04-04 六", "2026-04-06 一", 3, ()),
    Paragraph("劳动节", "2026-05-01 五", "2026-05-05 二", 5, ("2026-05-09 六",)),
    Paragraph("端午节", "2026-06-19 五", "2026-06-21 日", 3, ()),
    Paragraph("中秋节", "2026-09-25 五", "2026-09-27 日", 3, ()),
    Paragraph("国庆节", "2026-10-01 四", "2026-10-07 三", 7, ("2026-09-20 日", "2026-10-10 六")),
)


def day(text: str) -> dt.date:
    """`2026-01-04 日` as a date; fails if the weekday is not the one that the notice names."""
    date, _, weekday = text.partition(" ")
    found = dt.date.fromisoformat(date)
    assert not weekday or WEEKDAYS[found.weekday()] == weekday, text
    return found


def announced() -> dict[dt.date, bool]:
    """Every day that a notice for 2019–2026 sets apart: True if it is worked."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        days = {day(row["date"]): row["kind"] == "work" for row in csv.DictReader(file)}
    for paragraph in (*NOTICE_2025, *NOTICE_2026):
        first, last = day(paragraph.first), day(paragraph.last)
        assert (last - first).days + 1 == paragraph.number, paragraph
        days |= {first + dt.timedelta(days=n): False for n in range(paragraph.number)}
        days |= {day(text): True for text in paragraph.worked}
    return days


ANNOUNCED = announced()


def is_workday(date: dt.date) -> bool:
    """By the notices: a day they do not name is worked from Monday to Friday."""
    return ANNOUNCED.get(date, date.weekday() < 5)

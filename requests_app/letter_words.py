"""Days, numbers and articles as official letters write them."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone

_DIGITS = "〇一二三四五六七八九"


def day(date: dt.date | None) -> str:
    """A day as official letters write it; nothing for None."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def day_of(moment: dt.datetime | None) -> str:
    """The day in China of a moment; nothing for None."""
    return day(timezone.localdate(moment)) if moment else ""


def in_words(number: int) -> str:
    """A number below one hundred in Chinese."""
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return front + (_DIGITS[ones] if ones else "")


def article_in_words(article: str) -> str:
    """`36(1)(2)` as 第三十六条第(一)项、第(二)项."""
    found = re.fullmatch(r"(\d{1,2})((?:\(\d\))*)", article)
    if found is None:
        return article
    points = "、".join(f"第（{in_words(int(point))}）项" for point in re.findall(r"\d", found[2]))
    return f"第{in_words(int(found[1]))}条{points}"

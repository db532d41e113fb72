"""What processing a request costs, by item or by page: 政府信息公开信息处理费管理办法 (国办函〔2020〕109号). Pure.

Both ways are progressive: each step of the number bears its own rate, and what lies below the first step is free.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain, count
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

FREE_ITEMS, FREE_PAGES = 10, 30
PAY_WITHIN = dt.timedelta(days=30)  # calendar days after the notice was received


class Method(models.TextChoices):
    """How a fee is reckoned; one way per request, never both."""

    ITEMS = "items", _("by item")
    PAGES = "pages", _("by page")


class Step(NamedTuple):
    """The numbers `first` to `last`, at `rate` yuan each."""

    first: int
    last: int
    rate: int

    @property
    def number(self) -> int:
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan for the whole step."""
        return self.number * self.rate


class Reckoned(NamedTuple):
    """A fee and how it comes about; the free part is a step at 0 yuan."""

    method: Method
    steps: tuple[Step, ...]

    @property
    def amount(self) -> int:
        """Yuan in all."""
        return sum(step.amount for step in self.steps)


def by_items(before: int, items: int) -> Reckoned:
    """The fee for `items` more, after `before` that the same applicant asked of the agency in the calendar month.

    10 a month are free, 11 to 30 cost 100 yuan each, and from 31 on every further ten cost 100 yuan each more (art. 4).
    Raises ValueError for less than one item.
    """
    rates = chain([(FREE_ITEMS, 0), (30, 100)], ((30 + 10 * n, 100 + 100 * n) for n in count(1)))
    return Reckoned(Method.ITEMS, tuple(_steps(before, items, rates)))


def by_pages(pages: int) -> Reckoned:
    """The fee for `pages` of A4 or smaller, a side each: 30 are free, then 10, from 101 on 20, from 201 on 40 yuan.

    Raises ValueError for less than one page.
    """
    rates = iter([(FREE_PAGES, 0), (100, 10), (200, 20), (10**9, 40)])
    return Reckoned(Method.PAGES, tuple(_steps(0, pages, rates)))


def in_words(reckoned: Reckoned) -> str:
    """The way of reckoning, as the fee notice writes it: letters are Chinese whoever reads the page."""
    unit = "件" if reckoned.method == Method.ITEMS else "页"
    way = "按件计收" if reckoned.method == Method.ITEMS else "按量计收"
    steps = (f"第{step.first}至{step.last}{unit}，每{unit}{step.rate}元，计{step.amount}元" for step in reckoned.steps)
    return f"{way}：{'；'.join(steps)}"


def _steps(before: int, number: int, rates: Iterator[tuple[int, int]]) -> Iterator[Step]:
    """Cut `before + 1` to `before + number` at the upper ends of `rates`."""
    if before < 0 or number < 1:
        raise ValueError("A fee is reckoned for at least one item or page.")
    first, last = before + 1, before + number
    for end, rate in rates:
        if first <= min(end, last):
            yield Step(first, min(end, last), rate)
            first = min(end, last) + 1
        if first > last:
            return

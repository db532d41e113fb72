"""Figures of a survey, counted from its responses each time: four queries, whatever the number of responses."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from disclosure.models.question import SCALE, Asking, Question
from disclosure.models.response import ResponseAnswer, ResponseChoice, ResponseText
from disclosure.models.survey import Survey
from disclosure.row_export import guarded

FEWEST_TEXTS = 5  # with fewer answers a free text could point at its author
MOST_SHOWN = 200  # free texts of one question on the page


class Cell(NamedTuple):
    """One option or step: how often, and its share of those who answered the question in per cent."""

    label: str
    number: int
    share: Decimal


class Figure(NamedTuple):
    """What came of one question. `n` answered it; `mean` and `median` are those of a scale."""

    question: Question
    n: int
    cells: tuple[Cell, ...] = ()
    mean: Decimal | None = None
    median: Decimal | None = None

    @property
    def takes_several(self) -> bool:
        """The shares may add up to more than 100 %."""
        return self.question.asking == Asking.SEVERAL

    def facts(self) -> dict[str, Any]:
        """As JSON says it: numbers as strings, so that nobody rounds them again."""
        return {
            "position": self.question.position,
            "question": self.question.text,
            "type": self.question.asking,
            "n": self.n,
            "cells": [{"label": cell.label, "count": cell.number, "share": str(cell.share)} for cell in self.cells],
            "mean": None if self.mean is None else str(self.mean),
            "median": None if self.median is None else str(self.median),
        }


def figures_of(survey: Survey) -> list[Figure]:
    """The figures of every question, in order; callers decide who may read them."""
    answered = _counted(ResponseAnswer.objects.filter(response__survey=survey), "question")
    chosen = _counted(ResponseChoice.objects.filter(answer__response__survey=survey), "option")
    on_scale = ResponseAnswer.objects.filter(response__survey=survey, number__isnull=False)
    steps = _counted(on_scale, "question", "number")
    return [_figure(question, answered, chosen, steps) for question in Question.objects.of(survey)]


def _counted(rows: Any, *by: str) -> dict[Any, int]:
    counted = rows.order_by().values_list(*by).annotate(rows=Count("pk"))
    return {key[0] if len(by) == 1 else tuple(key): number for *key, number in counted}


def _figure(
    question: Question, answered: Mapping[Any, int], chosen: Mapping[Any, int], steps: Mapping[Any, int]
) -> Figure:
    n = answered.get(question.pk, 0)
    if question.asking == Asking.TEXT:
        return Figure(question, n)
    if question.asking == Asking.SCALE:
        counts = {step: steps.get((question.pk, step), 0) for step in SCALE}
        cells = tuple(Cell(question.label_of(step), count, share(count, n)) for step, count in counts.items())
        return Figure(question, n, cells, mean_of(counts), median_of(counts))
    options = [(option.text, chosen.get(option.pk, 0)) for option in question.options.all()]
    return Figure(question, n, tuple(Cell(text, count, share(count, n)) for text, count in options))


def share(count: int, n: int) -> Decimal:
    """Per cent with one decimal, half rounded up; 0 of nobody."""
    return _rounded(Decimal(100 * count) / n, "0.1") if n else Decimal("0.0")


def mean_of(counts: Mapping[int, int]) -> Decimal | None:
    """Of the steps, with two decimals; None of nobody."""
    n = sum(counts.values())
    return _rounded(Decimal(sum(step * count for step, count in counts.items())) / n, "0.01") if n else None


def median_of(counts: Mapping[int, int]) -> Decimal | None:
    """The step in the middle, or half-way between the two in the middle."""
    n = sum(counts.values())
    if not n:
        return None
    low, high = _at((n - 1) // 2, counts), _at(n // 2, counts)
    return _rounded(Decimal(low + high) / 2, "0.1")


def _at(place: int, counts: Mapping[int, int]) -> int:
    """The step of the answer at `place` among all in order."""
    for step in sorted(counts):
        place -= counts[step]
        if place < 0:
            return step
    raise LookupError(place)


def _rounded(number: Decimal, to: str) -> Decimal:
    return number.quantize(Decimal(to), rounding=ROUND_HALF_UP)


def hash_of(survey: Survey) -> str:
    """SHA-256 of the figures: goes into the audit trail when they are published, and any recount gives it again."""
    facts = json.dumps([figure.facts() for figure in figures_of(survey)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


def released_texts(survey: Survey, figures: list[Figure]) -> dict[int, list[str]]:
    """Free texts that staff let through, by the position of the question; none where fewer than five answered."""
    enough = {figure.question.pk: figure.question.position for figure in figures if figure.n >= FEWEST_TEXTS}
    texts: dict[int, list[str]] = {}
    rows = ResponseText.objects.public().on(survey).filter(answer__question__in=enough).order_by("pk")
    for question, text in rows.values_list("answer__question", "public_text"):
        texts.setdefault(enough[question], []).append(text)
    return texts


def as_csv(survey: Survey) -> bytes:
    """One line for each option and step; UTF-8 with a mark at the beginning, which Excel and WPS need."""
    figures = figures_of(survey)
    texts = released_texts(survey, figures)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("Number"), _("Question"), _("Answers (n)"), _("Option"), _("Count"), _("Share (%)")])
    for figure in figures:
        head = [figure.question.position, guarded(figure.question.text), figure.n]
        writer.writerows([*head, guarded(cell.label), cell.number, cell.share] for cell in figure.cells)
        if figure.mean is not None:
            writer.writerow([*head, _("Mean"), figure.mean, ""])
            writer.writerow([*head, _("Median"), figure.median, ""])
        if figure.question.asking == Asking.TEXT:
            writer.writerow([*head, "", "", ""])
            writer.writerows([*head, guarded(text), "", ""] for text in texts.get(figure.question.position, ()))
    return out.getvalue().encode("utf-8-sig")


def as_json(survey: Survey) -> bytes:
    """What was asked, when, and what came of it, with the hash under which the figures stand in the audit trail."""
    figures = figures_of(survey)
    texts = released_texts(survey, figures)
    whole = {
        "index_no": survey.item.index_no,
        "title": survey.item.title,
        "agency": survey.item.agency.name,
        "field": survey.field,
        "first_day": survey.window.first_day.isoformat(),
        "last_day": survey.window.last_day.isoformat(),
        "responses": survey.last_number,
        "statement": survey.statement,
        "results_hash": survey.results_hash,
        "questions": [figure.facts() | {"texts": texts.get(figure.question.position, [])} for figure in figures],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()

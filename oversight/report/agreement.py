"""Sums that have to come out: within table 3, within table 4, from one year to the next (国办公开办函〔2021〕30号).

A rule is silent where a line that it needs is not there: a report taken over in part is not wrong for that.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from oversight.report.asked import Figures, Found
from oversight.report.scheme import REMEDIES, Cells, name_of, outcomes, rows
from requests_app.models import Applicant, RemedyResult
from requests_app.tables import COLUMNS, TOTAL


def _column(key: str) -> str:
    return str(COLUMNS[key])


def balance(figures: Figures) -> Found:
    for column in COLUMNS:
        cells = tuple(f"{row}.{column}" for row in ("R1", "R2", "R3_7", "R4"))
        new, old, done, left = (figures.at(cell) for cell in cells)
        if figures.has(*cells) and new + old != done + left:
            words = {"column": _column(column), "new": new, "old": old, "done": done, "left": left,
                     "in": new + old, "out": done + left}  # fmt: skip
            sentence = _(
                "Table 3, column “%(column)s”: received %(new)s + carried over from last year %(old)s = "
                "%(in)s, but results %(done)s + carried over into next year %(left)s = %(out)s."
            )
            yield cells, new + old, done + left, sentence % words


def results(figures: Figures) -> Found:
    for column in COLUMNS:
        total, parts = f"R3_7.{column}", tuple(f"{outcome}.{column}" for outcome in outcomes(figures.form))
        if figures.has(total, *parts) and figures.at(total) != figures.at(*parts):
            words = {"column": _column(column), "total": figures.at(total), "sum": figures.at(*parts)}
            sentence = _(
                "Table 3, column “%(column)s”: the total of results is %(total)s, its lines add up to %(sum)s."
            )
            yield (total, *parts), figures.at(total), figures.at(*parts), sentence % words


def columns(figures: Figures) -> Found:
    for row in rows(figures.form):
        total, parts = f"{row.code}.{TOTAL}", tuple(f"{row.code}.{column}" for column in Applicant.values)
        if not row.is_heading and figures.has(total, *parts) and figures.at(total) != figures.at(*parts):
            words = {"line": row.label, "total": figures.at(total), "sum": figures.at(*parts)}
            sentence = _("Table 3, “%(line)s”: the total is %(total)s, the columns of applicants add up to %(sum)s.")
            yield (total, *parts), figures.at(total), figures.at(*parts), sentence % words


def remedies(figures: Figures) -> Found:
    for kind, label in REMEDIES:
        total, parts = f"T4.{kind}.total", tuple(f"T4.{kind}.{result}" for result in RemedyResult.values)
        if figures.has(total, *parts) and figures.at(total) != figures.at(*parts):
            words = {"kind": label, "total": figures.at(total), "sum": figures.at(*parts)}
            sentence = _("Table 4, “%(kind)s”: the total is %(total)s, its four results add up to %(sum)s.")
            yield (total, *parts), figures.at(total), figures.at(*parts), sentence % words


def carried_in(figures: Figures) -> Found:
    yield from _carried(figures.year - 1, figures.before, figures.cells, own="R2")


def carried_out(figures: Figures) -> Found:
    yield from _carried(figures.year, figures.cells, figures.after, own="R4")


def _carried(year: int, first: Cells | None, second: Cells | None, *, own: str) -> Found:
    if first is None or second is None:
        return
    for column in COLUMNS:
        left, right = first.get(f"R4.{column}"), second.get(f"R2.{column}")
        if left is not None and right is not None and left != right:
            words = {"column": _column(column), "year": year, "next": year + 1, "left": left, "right": right}
            sentence = _(
                "Table 3, column “%(column)s”: the report for %(year)s carries over %(left)s into the next "
                "year, the one for %(next)s takes over %(right)s."
            )
            yield (f"{own}.{column}",), left, right, sentence % words


def in_force(figures: Figures) -> Found:
    for line in ("regulations", "normative"):
        now, issued, ended = (f"T2.{line}.{key}" for key in ("in_force", "issued", "ended"))
        if figures.before is None or now not in figures.before or not figures.has(now, issued, ended):
            continue
        due = figures.before[now] + figures.at(issued) - figures.at(ended)
        if figures.at(now) != due:
            words = {"cell": name_of(now), "before": figures.before[now], "issued": figures.at(issued),
                     "ended": figures.at(ended), "due": due, "now": figures.at(now)}  # fmt: skip
            sentence = _(
                "%(cell)s says %(now)s: last year's %(before)s + issued %(issued)s − repealed %(ended)s = %(due)s."
            )
            yield (now, issued, ended), figures.at(now), due, sentence % words

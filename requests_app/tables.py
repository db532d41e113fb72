"""Table 3 of the statutory annual report (国办公开办函〔2021〕30号), and the sums that have to come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.models import Applicant, DisclosureRequestQuerySet
from requests_app.outcomes import Outcome
from requests_app.periods import Period
from requests_app.statistics import cells_of

TOTAL = "c7"
COLUMNS: Mapping[str, str | Promise] = {
    **{column.value: column.label for column in Applicant},
    TOTAL: gettext_lazy("Total"),
}
Cells = Mapping[tuple[str, str], int]


class Row(NamedTuple):
    """A line of table 3. `level` 1 to 3 as it is indented; a heading has no numbers of its own in the report.

    `in_period` is what the line is called when the period is not a year.
    """

    code: str
    label: str | Promise
    level: int
    is_heading: bool = False
    in_period: str | Promise = ""

    def name_in(self, period: Period) -> str | Promise:
        """What the line is called in `period`."""
        return self.label if period.is_year or not self.in_period else self.in_period


ROWS: tuple[Row, ...] = (
    Row("R1", gettext_lazy("I. Received this year"), 1, in_period=gettext_lazy("I. Received")),
    Row("R2", gettext_lazy("II. Carried over from last year"), 1, in_period=gettext_lazy("II. Carried over into it")),
    Row("R3", gettext_lazy("III. Results of this year"), 1, is_heading=True, in_period=gettext_lazy("III. Results")),
    Row("R3_1", gettext_lazy("(1) Disclosed"), 2),
    Row("R3_2", gettext_lazy("(2) Disclosed in part (where parts are severed, only this is counted)"), 2),
    Row("R3_3", gettext_lazy("(3) Not disclosed"), 2, is_heading=True),
    Row("R3_3_1", gettext_lazy("1. State secret"), 3),
    Row("R3_3_2", gettext_lazy("2. Forbidden by another law or regulation"), 3),
    Row("R3_3_3", gettext_lazy("3. Endangers the three securities and stability"), 3),
    Row("R3_3_4", gettext_lazy("4. Protects the lawful interests of a third party"), 3),
    Row("R3_3_5", gettext_lazy("5. One of three kinds of internal affairs"), 3),
    Row("R3_3_6", gettext_lazy("6. One of four kinds of process information"), 3),
    Row("R3_3_7", gettext_lazy("7. Law-enforcement case file"), 3),
    Row("R3_3_8", gettext_lazy("8. Matter of administrative look-up"), 3),
    Row("R3_4", gettext_lazy("(4) Unable to provide"), 2, is_heading=True),
    Row("R3_4_1", gettext_lazy("1. This agency does not hold it"), 3),
    Row("R3_4_2", gettext_lazy("2. Not at hand, would have to be made"), 3),
    Row("R3_4_3", gettext_lazy("3. Still unclear after the supplement"), 3),
    Row("R3_5", gettext_lazy("(5) Not processed"), 2, is_heading=True),
    Row("R3_5_1", gettext_lazy("1. Petition, report or complaint"), 3),
    Row("R3_5_2", gettext_lazy("2. Repeated request"), 3),
    Row("R3_5_3", gettext_lazy("3. Asks for publications"), 3),
    Row("R3_5_4", gettext_lazy("4. Large numbers or repetition without good reason"), 3),
    Row("R3_5_5", gettext_lazy("5. Asks to confirm or reissue what was obtained"), 3),
    Row("R3_6", gettext_lazy("(6) Handled otherwise"), 2, is_heading=True),
    Row("R3_6_1", gettext_lazy("1. Not supplemented in time without good reason, no longer processed"), 3),
    Row("R3_6_2", gettext_lazy("2. Fee not paid in time, no longer processed"), 3),
    Row("R3_6_3", gettext_lazy("3. Other"), 3),
    Row("R3_7", gettext_lazy("(7) Total"), 2),
    Row("R4", gettext_lazy("IV. Carried over into next year"), 1, in_period=gettext_lazy("IV. Carried over out of it")),
)


class Check(NamedTuple):
    """A sum that has to come out, and the columns in which it does not."""

    sentence: str
    failing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.failing


def table3(requests: DisclosureRequestQuerySet, period: Period) -> dict[tuple[str, str], int]:
    """Every cell of table 3 by (row, column), c7 among them; headings have none. Six queries."""
    cells = cells_of(requests, period)
    for row in ROWS:
        if not row.is_heading:
            cells[row.code, TOTAL] = sum(cells[row.code, column.value] for column in Applicant)
    # counted apart, so that the check of the columns is one
    cells["R1", TOTAL] = requests.received_in(period).count()
    return {(row.code, column): cells[row.code, column] for row in ROWS if not row.is_heading for column in COLUMNS}


def carried(requests: DisclosureRequestQuerySet, period: Period) -> Cells:
    """Line R4 of `period` by column: what line R2 of the next has to be. One query."""
    counted = requests.carried_out_of(period).order_by().values_list("category").annotate(Count("pk"))
    cells = {("R4", column): number for column, number in counted}
    return cells | {("R4", TOTAL): sum(cells.values())}


def check_of_carrying(cells: Cells, before: Cells) -> Check:
    """What the period before carried over is what this one took over (R4 of it = R2)."""
    failing = [column for column in COLUMNS if cells.get(("R2", column), 0) != before.get(("R4", column), 0)]
    return Check(_("Carried over into it = carried over out of the period before (R2 = R4 before)"), tuple(failing))


def checks3(cells: Cells) -> list[Check]:
    """The rules that table 3 obeys in all columns; of published figures as well as of our own. Blanks count as 0."""
    outcomes = [outcome.value for outcome in Outcome]
    return [
        _check(
            _("Received and carried over from before = ended and carried over (R1 + R2 = R3_7 + R4)"),
            cells, lambda at: at("R1") + at("R2") == at("R3_7") + at("R4"),
        ),
        _check(
            _("Total of results = sum of its lines (R3_7 = R3_1 + … + R3_6_3)"),
            cells, lambda at: at("R3_7") == sum(at(outcome) for outcome in outcomes),
        ),
        Check(
            _("Total = sum of the columns of applicants, in every line (c7 = c1 + … + c6)"),
            tuple(
                row.code for row in ROWS
                if not row.is_heading
                and cells.get((row.code, TOTAL), 0) != sum(cells.get((row.code, one.value), 0) for one in Applicant)
            ),
        ),
    ]  # fmt: skip


def _check(sentence: str, cells: Cells, holds: Callable[[Callable[[str], int]], bool]) -> Check:
    """The rule `sentence`, asked in every column: `holds` gets what reads a row of it."""
    failing = [column for column in COLUMNS if not holds(lambda row, c=column: cells.get((row, c), 0))]  # type: ignore[misc]
    return Check(sentence, tuple(failing))

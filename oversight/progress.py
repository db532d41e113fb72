"""How far a spot check has come, and what came of it: counted from the forms and findings themselves."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from oversight.checklist import asked
from oversight.models import CheckedAgency, CheckedItem, CheckForm, CheckVerdict, Finding, Grade, Side, SpotCheck
from oversight.states import FindingState


class Sheet(NamedTuple):
    """How far the office's form about an agency or item is filled in."""

    row: CheckedAgency | CheckedItem
    answered: int
    asked: int
    faults: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.asked


class Progress(NamedTuple):
    """A drawn agency: its form, those of its items, whether it checked itself, and its findings."""

    row: CheckedAgency
    sheet: Sheet
    items: list[Sheet]
    has_own: bool
    findings: list[Finding]


def progress_of(check: SpotCheck) -> list[Progress]:
    """Every drawn agency with the state of its forms. Six queries, however many there are."""
    rows = check.agencies.select_related("agency").prefetch_related("items", "forms__answers", "findings__clock")
    return [_progress(row) for row in rows]


def _progress(row: CheckedAgency) -> Progress:
    forms = list(row.forms.all())
    office = {form.checked_item_id: form for form in forms if form.side == Side.OFFICE}
    findings = sorted(row.findings.all(), key=lambda finding: (finding.position or 0, finding.pk))
    return Progress(
        row,
        _sheet(row, office.get(None), of_item=False),
        [_sheet(item, office.get(item.pk), of_item=True) for item in row.items.all()],
        any(form.side == Side.AGENCY for form in forms),
        findings,
    )


def _sheet(row: CheckedAgency | CheckedItem, form: CheckForm | None, *, of_item: bool) -> Sheet:
    verdicts = [answer.verdict for answer in form.answers.all()] if form else []
    return Sheet(row, len(verdicts), len(asked(of_item=of_item)), verdicts.count(CheckVerdict.FAULT))


class Result(NamedTuple):
    """What everybody reads about a checked agency of a closed check: numbers, no words of a finding."""

    row: CheckedAgency
    minor: int
    serious: int
    veto: int
    rectified: int

    @property
    def findings(self) -> int:
        return self.minor + self.serious + self.veto


def results_of(check: SpotCheck) -> list[Result]:
    """The result of every checked agency, in the order of the draw. Three queries."""
    results = []
    for row in check.agencies.prefetch_related("items", "findings"):
        findings = list(row.findings.all())
        grades = Counter(finding.grade for finding in findings)
        rectified = sum(finding.state == FindingState.RECTIFIED for finding in findings)
        results.append(Result(row, grades[Grade.MINOR], grades[Grade.SERIOUS], grades[Grade.VETO], rectified))
    return results


def total_of(results: list[Result]) -> dict[str, int]:
    """The sums of every column."""
    columns = ("findings", "minor", "serious", "veto", "rectified")
    return {column: sum(getattr(result, column) for result in results) for column in columns}

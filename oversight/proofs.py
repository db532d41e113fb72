"""What a stranger needs to draw a sample again: the figures, the recipe and the files."""

from __future__ import annotations

import csv
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _

from disclosure.row_export import guarded
from oversight.frames import stratum_name
from oversight.models import CheckedAgency, CheckedItem, Grade, SpotCheck
from oversight.progress import results_of
from oversight.sampling import Entry, sizes, strata_of


class Stratum(NamedTuple):
    """A stratum, how many lines of the frame it has, and how many of them were drawn."""

    code: str
    name: str
    size: int
    drawn: int


class Proof(NamedTuple):
    """Everything about a draw that was made."""

    agencies: list[Stratum]
    items: list[Stratum]
    recipe: str


def proof_of(check: SpotCheck) -> Proof:
    """The proof of a drawn check."""
    agencies, items = check.frames()
    first = next(iter(strata_of(agencies)))
    recipe = (
        f"grep -P '^{first}\\t' frame.txt | cut -f2 | while read -r n; do "
        f'printf \'%s %s\\n\' "$(printf \'%s\' "{check.seed}|$n" | sha256sum | cut -c1-64)" "$n"; done | sort'
    )
    return Proof(_strata(agencies, check.agency_count), _strata(items, check.item_count), recipe)


def _strata(frame: list[Entry], total: int) -> list[Stratum]:
    strata = strata_of(frame)
    drawn = sizes(strata, total=total) if strata else {}
    return [Stratum(code, stratum_name(code), size, drawn[code]) for code, size in strata.items()]


def _line(row: CheckedAgency | CheckedItem, agency: str) -> list[object]:
    return [stratum_name(row.stratum), row.place, row.number, guarded(str(row)), agency, row.lot]


def frame_file(check: SpotCheck) -> HttpResponse:
    """The frame byte for byte as it was hashed."""
    answer = HttpResponse(check.frame, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="frame.txt"'
    return answer


def sample_file(check: SpotCheck) -> HttpResponse:
    """Every line drawn with its stratum and lot, and the result of each agency, as CSV that Excel opens in Chinese."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="spot-check-{check.year}-{check.serial}.csv"'
    write = csv.writer(answer)
    write.writerow([
        _("stratum"), _("place in the stratum"), _("number"), _("name or title"), _("agency"), _("lot"),
        _("findings"), Grade.MINOR.label, Grade.SERIOUS.label, Grade.VETO.label, _("rectified"),
    ])  # fmt: skip
    for result in results_of(check):
        agency = result.row
        figures = [result.findings, result.minor, result.serious, result.veto, result.rectified]
        write.writerow([*_line(agency, agency.name), *figures])
        for item in agency.items.all():
            write.writerow(_line(item, agency.name))
    return answer

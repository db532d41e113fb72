"""What a stranger needs to draw a sample again: the figures, the recipe and the files."""

from __future__ import annotations

import csv
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _

from oversight.frames import stratum_name
from oversight.models import CheckedAgency, CheckedItem, SpotCheck
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


def frame_file(check: SpotCheck) -> HttpResponse:
    """The frame byte for byte as it was hashed."""
    answer = HttpResponse(check.frame, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="frame.txt"'
    return answer


def sample_file(check: SpotCheck) -> HttpResponse:
    """What was drawn, with stratum and lot of each line, as CSV that Excel opens in Chinese."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="spot-check-{check.year}-{check.serial}.csv"'
    write = csv.writer(answer)
    write.writerow([_("stratum"), _("place in the stratum"), _("number"), _("name or title"), _("agency"), _("lot")])
    for agency in check.agencies.prefetch_related("items"):
        rows: list[CheckedAgency | CheckedItem] = [agency, *agency.items.all()]
        for row in rows:
            write.writerow([stratum_name(row.stratum), row.place, row.number, str(row), agency.name, row.lot])
    return answer

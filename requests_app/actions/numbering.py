"""Numbers without gaps: the row of a series is held until the transaction that takes the next number ends."""

from __future__ import annotations

from portal.agencies.models import Agency
from requests_app.models import NumberSeries


def hold_series(agency: Agency, mark: str, *, year: int) -> NumberSeries:
    """The series of `mark` in which `agency` counts in `year`, held; the caller takes the next number and saves.

    Hold it before the first `record()` of a transaction: the head of the audit trail is held by everybody.
    """
    key = {"root_path": agency.path[: Agency.steplen], "prefix": f"{agency.code.upper()}-{mark}-{year}"}
    held = NumberSeries.objects.select_for_update()
    series = held.filter(**key).first()
    if series is None:  # the first number of a year; whoever creates the row, everybody holds it
        NumberSeries.objects.get_or_create(**key)
        series = held.get(**key)
    return series


def take(series: NumberSeries) -> int:
    """The next number of a series that is held."""
    series.last += 1
    series.save(update_fields=["last"])
    return series.last

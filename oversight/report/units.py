"""Who reports, and whose cases a report counts."""

from __future__ import annotations

from typing import NamedTuple

from portal.agencies.models import Agency, AgencyQuerySet, Kind

REPORTING = frozenset({Kind.GOVERNMENT, Kind.DEPARTMENT, Kind.TOWNSHIP, Kind.POLICE, Kind.ZONE})
"""Administrative agencies that publish a report of their own (article 49)."""

NOT_COUNTED = frozenset(
    {Kind.UTILITY, Kind.SCHOOL, Kind.HOSPITAL, Kind.VILLAGE, Kind.COURT, Kind.PROCURATORATE, Kind.PRISON}
)
"""Utilities follow the rules of their sectors (article 55); villages and courts are no administrative agencies."""


class Reach(NamedTuple):
    """What one report is made of: keys of the agencies whose own cases it counts, and the agencies whose reports it
    adds up. `left_out` are the keys of those below that no report counts.
    """

    own: list[int]
    below: list[Agency]
    left_out: list[int]


def reporting() -> AgencyQuerySet:
    """Every agency that publishes a report of its own."""
    return Agency.objects.public().filter(kind__in=REPORTING)


def is_reporting(agency: Agency) -> bool:
    return agency.is_active and agency.kind in REPORTING


def reach_of(agency: Agency) -> Reach:
    """What the report of `agency` is made of. One query.

    An office or section counts with the nearest agency above it that reports; an agency dissolved in a reform too.
    """
    own, below, left_out = [agency.pk], list[Agency](), list[int]()
    for one in Agency.objects.under(agency):
        if one.pk == agency.pk or any(one.is_under(reported) for reported in below):
            continue
        if is_reporting(one):
            below.append(one)
        else:
            (left_out if one.kind in NOT_COUNTED else own).append(one.pk)
    return Reach(own, below, left_out)

"""Old addresses of agencies: where a code that stood in them leads now, in one hop."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from portal.agencies.models import Agency, Change, Succession


class MovedOn(Exception):
    """The address is that of an agency that has another code now, or another one answers for it."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(agency.code)
        self.agency = agency


def present(code: str, government: Agency) -> Agency | None:
    """The agency at or below `government` that answers now for an old `code`; None where no succession led away."""
    first = Succession.objects.of_code(code, government.path[: Agency.steplen]).order_by("-pk").first()
    agency = first.successor if first is not None else None
    passed: set[int] = set()
    while agency is not None and not agency.is_active and agency.pk not in passed:
        passed.add(agency.pk)
        onward = Succession.objects.filter(predecessor=agency, leads_on=True).exclude(kind=Change.RENAMED)
        following = onward.select_related("successor").first()
        agency = following.successor if following is not None else None
    return agency if agency is not None and agency.is_active and agency.is_under(government) else None


def current(code: str, government: Agency) -> str:
    """The code under which whoever answers for `code` is found now: for filters, which old links fill in."""
    if Agency.objects.public().under(government).filter(code=code).exists():
        return code
    after = present(code, government)
    return after.code if after is not None else code


def agency_or_moved(request: HttpRequest, code: str) -> Agency:
    """The agency of the site with this code. Raises MovedOn where it has another address by now, Http404 for none."""
    government: Agency = request.government  # type: ignore[attr-defined]
    agency = Agency.objects.public().under(government).filter(code=code).first()
    if agency is not None:
        return agency
    after = present(code, government)
    if after is None:
        raise Http404
    raise MovedOn(after)


def names_before(agency: Agency) -> list[Any]:
    """What the page of `agency` says of the past: the successions that led to it, newest first."""
    return list(Succession.objects.before(agency).select_related("predecessor"))

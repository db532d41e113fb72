"""The inbox: cases in groups by days left, with what one looks for most often one click away above the list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from requests_app.admin.casework import soon_until, time_left_of
from requests_app.bands import TONES, Band, band_of
from requests_app.models import DisclosureRequestQuerySet


class WorkFilter(admin.SimpleListFilter):
    """Whose work it is, and what it waits for."""

    title = _("work")
    parameter_name = "work"
    is_strip = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("mine", _("Mine")),
            ("unassigned", _("Nobody's yet")),
            ("helped", _("I help with")),
            ("applicant", _("Waiting for the applicant")),
            ("opinions", _("Waiting for opinions")),
            ("review", _("To review")),
        ]

    def queryset(self, request: HttpRequest, queryset: DisclosureRequestQuerySet) -> models.QuerySet:
        rows, user = queryset, request.user
        chosen = {
            "mine": lambda: rows.in_charge_of(user),
            "unassigned": rows.unassigned,
            "helped": lambda: rows.co_handled_by(user),
            "applicant": rows.waiting_for_applicant,
            "opinions": rows.waiting_for_opinions,
            "review": rows.to_review,
        }.get(self.value() or "")
        return chosen() if chosen else rows


class Choice(NamedTuple):
    """One link of a strip; `number` is empty where nothing is counted."""

    words: str
    query: str
    is_chosen: bool
    number: int | None = None
    tone: str = "quiet"


class Line(NamedTuple):
    """One case of the list."""

    case: Any
    address: str
    time_left: SafeString | str


class Group(NamedTuple):
    """Neighbouring lines of one band."""

    band: Band
    tone: str
    lines: list[Line]


class InboxPage:
    """Adds groups and strips to the list of a `CaseAdmin`."""

    counted: ClassVar[tuple[Band, ...]] = (Band.OVERDUE, Band.TODAY, Band.SOON, Band.LATER, Band.PAUSED)
    change_address: Any
    get_queryset: Any

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)  # type: ignore[misc]
        listed: ChangeList | None = (getattr(answer, "context_data", None) or {}).get("cl")
        if listed is not None:
            numbers = self.get_queryset(request).count_by_band(soon_until=soon_until(request))
            answer.context_data |= {
                "groups": list(self._groups(listed.result_list)),
                "bands": [self._band(listed, band, numbers[band]) for band in self.counted],
                "work": _choices(listed, WorkFilter),
            }
        return answer

    def _groups(self, cases: Any) -> Iterator[Group]:
        for band, rows in groupby(cases, band_of):
            lines = [Line(case, self.change_address(case), time_left_of(case)) for case in rows]
            yield Group(band, TONES.get(band, "quiet"), lines)

    @staticmethod
    def _band(listed: ChangeList, band: Band, number: int) -> Choice:
        is_chosen = listed.params.get("due") == band or band in listed.filter_params.get("due", ())
        query = listed.get_query_string(remove=["due", "p"]) if is_chosen else None
        query = query or listed.get_query_string({"due": band.value}, ["p"])
        return Choice(str(band.label), query, is_chosen, number, TONES.get(band, "quiet"))


def _choices(listed: ChangeList, kind: type[admin.SimpleListFilter]) -> list[Choice]:
    """The links of one filter."""
    specs = [spec for spec in listed.filter_specs if isinstance(spec, kind)]
    return [
        Choice(str(choice["display"]), choice["query_string"], choice["selected"])
        for spec in specs
        for choice in spec.choices(listed)
    ]

"""The filters of public lists. A value that makes no sense is named beside its field, and the rest still filters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.models import Area
from disclosure.models import ItemQuerySet, Kind
from portal.agencies.models import Agency
from portal.agencies.redirects import present

EVERY = [("", _("All"))]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SiteFilterForm(forms.Form):
    """Agency, area and dates, offered as the site of one government has them."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    since = _day(_("From"))
    until = _day(_("Until"))

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.government = government
        # callables: a list that nobody narrows, and whose fields are there already, asks for neither
        self.fields["agency"].choices = self._units  # type: ignore[attr-defined]
        self.fields["area"].choices = self._areas  # type: ignore[attr-defined]
        self._follow(government)
        self.is_valid()

    def _follow(self, government: Agency) -> None:
        """An old address may name an agency by a code that it has no more: it finds whoever answers now."""
        code = self.data.get("agency")
        if code and code not in self.agencies and (after := present(str(code)[:40], government)) is not None:
            followed = self.data.copy()  # type: ignore[attr-defined]
            followed["agency"] = after.code
            self.data = followed

    @cached_property
    def agencies(self) -> dict[str, Agency]:
        """The agencies of the site by their code, in the order of the tree."""
        return {agency.code: agency for agency in Agency.objects.public().under(self.government)}

    def _units(self) -> list[tuple[str, Any]]:
        indents = {code: "\u3000" * (agency.depth - self.government.depth) for code, agency in self.agencies.items()}
        return EVERY + [(code, f"{indents[code]}{agency.name}") for code, agency in self.agencies.items()]

    def _areas(self) -> list[tuple[str, Any]]:
        return EVERY + [(str(area.number), str(area)) for area in Area.objects.public()]

    @property
    def facets(self) -> list[forms.BoundField]:
        """Every field but the words that are searched for."""
        return [field for field in self if field.name != "q"]

    @property
    def is_narrowed(self) -> bool:
        """True if a facet leaves something out; an order leaves nothing out."""
        return any(self.data.get(field.name) for field in self.facets if field.name != "order")

    def chosen(self, name: str) -> Any:
        """What was chosen in the field, None where nothing or nonsense was."""
        return self.cleaned_data.get(name) or None

    @cached_property
    def agency_chosen(self) -> Agency | None:
        return self.agencies.get(code) if (code := self.chosen("agency")) else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned


class ItemFilterForm(SiteFilterForm):
    """Filters of the list of items."""

    kind = forms.ChoiceField(label=_("Genre"), required=False, choices=[*EVERY, *Kind.choices])
    field_order = ("agency", "area", "kind", "since", "until")

    def applied_to(self, items: ItemQuerySet) -> ItemQuerySet:
        """`items` narrowed to what was chosen."""
        if self.agency_chosen is not None:
            items = items.under(self.agency_chosen)
        if self.chosen("area"):
            items = items.of_area(self.chosen("area"))
        if self.chosen("kind"):
            items = items.of_kind(self.chosen("kind"))
        return items.published_between(self.chosen("since"), self.chosen("until"))


class SearchForm(SiteFilterForm):
    """The search and its facets."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("relevance", _("Most relevant first")), ("newest", _("Newest first"))],
    )
    field_order = ("q", "agency", "area", "since", "until", "order")

    def asked(self) -> dict[str, Any]:
        """Keyword arguments of `portal.search.queries.find`, without the query itself."""
        since: dt.date | None = self.chosen("since")
        return {
            "agency": self.agency_chosen,
            "area": self.chosen("area"),
            "since": since,
            "until": self.chosen("until"),
            "order": self.chosen("order") or "relevance",
        }


class AgencySearchForm(forms.Form):
    """Find an agency by a part of its name."""

    q = forms.CharField(
        label=_("Name of the agency"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )

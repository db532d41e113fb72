"""The filters of public lists. A value that makes no sense is named beside its field, and the rest still filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.models import Area
from disclosure.models import ItemQuerySet, Kind, NormativeDocument, Subject, Validity
from portal.agencies.models import Agency
from portal.agencies.redirects import present

EVERY = [("", _("All"))]
ORDERS = [("", _("Newest first")), ("oldest", _("Oldest first")), ("title", _("By title"))]
FIRST_YEAR = 1990  # before it nothing was published on a site


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SiteFilterForm(forms.Form):
    """Agency, area and dates, offered as the site of one government has them."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    since = _day(_("Published from"))
    until = _day(_("Published until"))

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

    @cached_property
    def areas(self) -> list[Area]:
        return list(Area.objects.public())

    def _areas(self) -> list[tuple[str, Any]]:
        return EVERY + [(str(area.number), str(area)) for area in self.areas]

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


def _years() -> list[tuple[str, Any]]:
    """This year and all before it, as the clock has it when the form is made."""
    return EVERY + [(str(year), str(year)) for year in range(timezone.localdate().year, FIRST_YEAR - 1, -1)]


class ItemFilterForm(SiteFilterForm):
    """Filters of the library: every facet narrows, whatever the others say."""

    q = forms.CharField(
        label=_("Words of the title"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    number = forms.CharField(label=_("Document number"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Genre"), required=False, choices=[*EVERY, *Kind.choices])
    subject = forms.ChoiceField(label=_("Subject category"), required=False, choices=[*EVERY, *Subject.choices])
    year = forms.ChoiceField(label=_("Year"), required=False, choices=_years)
    validity = forms.ChoiceField(label=_("Validity"), required=False, choices=[*EVERY, *Validity.choices])
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    field_order = ("q", "number", "kind", "agency", "area", "subject", "year", "validity", "since", "until", "order")

    @property
    def facets(self) -> list[forms.BoundField]:
        """Every field: here the words are one facet among others."""
        return list(self)

    def applied_to(self, items: ItemQuerySet, *, without: str = "") -> ItemQuerySet:
        """`items` narrowed to what was chosen, but for the facet `without`."""
        chosen = {name: self.chosen(name) for name in self.fields if name != without}
        if self.agency_chosen is not None:
            items = items.under(self.agency_chosen)
        for name, narrow in NARROWING.items():
            if chosen.get(name):
                items = narrow(items, chosen[name])
        return items.published_between(chosen["since"], chosen["until"])

    def in_order(self, items: ItemQuerySet) -> ItemQuerySet:
        """`items` in the order that was chosen, the newest first unless another was."""
        match self.chosen("order"):
            case "oldest":
                return items.order_by("published_at", "pk")
            case "title":
                return items.order_by("title", "-pk")
        return items.newest_first()

    def show_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Write the numbers beside the choices; what is empty and not chosen is left out."""
        for name, numbers in counts.items():
            field, kept = self.fields[name], self.chosen(name)
            offered = [(value, f"{label} ({numbers.get(value, 0)})") for value, label in field.choices if value]  # type: ignore[attr-defined]
            field.choices = EVERY + [pair for pair in offered if pair[0] in numbers or pair[0] == kept]  # type: ignore[attr-defined]

    def found(self, counts: Mapping[str, Mapping[str, int]]) -> int:
        """How many items the filters leave: the counts of a facet are made under all the others."""
        kinds, kind = counts.get("kind", {}), self.chosen("kind")
        return kinds.get(kind, 0) if kind else sum(kinds.values())


def _of_validity(items: ItemQuerySet, validity: str) -> ItemQuerySet:
    valid = NormativeDocument.objects.public().with_validity(validity, timezone.localdate())
    return items.filter(pk__in=valid.order_by().values("item"))


NARROWING: Mapping[str, Callable[[ItemQuerySet, str], ItemQuerySet]] = {
    "q": lambda items, words: items.filter(title__icontains=words),
    "number": lambda items, number: items.filter(doc_number__icontains=number),
    "area": lambda items, number: items.of_area(number),
    "kind": lambda items, kind: items.of_kind(kind),
    "subject": lambda items, subject: items.filter(subject=subject),
    "year": lambda items, year: items.filter(published_at__year=int(year)),
    "validity": _of_validity,
}


class GuideFilterForm(forms.Form):
    """Service guides by a word of their name, and by agency."""

    q = forms.CharField(
        label=_("Name of the service"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.code: agency for agency in Agency.objects.public().under(government)}
        self.fields["agency"].choices = EVERY + [(a.code, a.name) for a in self.agencies.values()]  # type: ignore[attr-defined]
        self.is_valid()

    def applied_to(self, guides: ItemQuerySet) -> ItemQuerySet:
        """`guides` narrowed to what was chosen; an agency stands for all below it."""
        if agency := self.agencies.get(self.cleaned_data.get("agency", "")):
            guides = guides.under(agency)
        return guides.filter(title__icontains=self.cleaned_data.get("q", ""))


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

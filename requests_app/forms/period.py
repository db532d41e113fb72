"""Choosing a period: a year, part of one, or any days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.forms.handling import day_field
from requests_app.periods import Period

YEARS_BACK = 8


def _parts() -> list[tuple[str, Any]]:
    quarters = [(f"Q{number}", _("Quarter %(number)s") % {"number": number}) for number in range(1, 5)]
    months = [(f"{number:02d}", _("Month %(number)s") % {"number": number}) for number in range(1, 13)]
    return [("", _("whole year")), *quarters, *months]


def _years() -> list[tuple[int, str]]:
    this = timezone.localdate().year
    return [(year, str(year)) for year in range(this, this - YEARS_BACK, -1)]


class PeriodForm(forms.Form):
    """Days from and to go before year and part. Without anything: the present year."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("Year"), choices=_years, coerce=int, empty_value=None, required=False
    )
    part = forms.ChoiceField(label=gettext_lazy("Part of the year"), choices=_parts, required=False)
    first = day_field(gettext_lazy("or days from"), required=False)
    last = day_field(gettext_lazy("to"), required=False)
    below = forms.BooleanField(label=gettext_lazy("Each with the agencies below it"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", _("Give both days, or none."))
        try:
            cleaned["period"] = Period(first, last) if first and last else Period.parse(self._key())
        except ValueError:
            self.add_error("last", _("The last day comes before the first, or lies too far away."))
        return cleaned

    def _key(self) -> str:
        year, part = self.cleaned_data.get("year") or timezone.localdate().year, self.cleaned_data.get("part")
        return f"{year}-{part}" if part else str(year)


def period_of(data: Any) -> tuple[Period, PeriodForm]:
    """The period that a query string names, by key or field by field; the present year when it names none."""
    try:
        period = Period.parse(data.get("period", ""))
    except ValueError:
        form = PeriodForm(data)
        return (form.cleaned_data["period"] if form.is_valid() else Period.year(timezone.localdate().year)), form
    return period, PeriodForm(_fields_of(period) | {"below": data.get("below", "")})


def _fields_of(period: Period) -> dict[str, Any]:
    year, _hyphen, part = period.key.partition("-")
    if ".." in period.key:
        return {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return {"year": year, "part": part}

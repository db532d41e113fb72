"""What a clerk fills in to blacken a file: the file, the boxes with their ground, and what is searched for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import NegativeGround
from portal.uploads.redaction.running import ACCEPT
from requests_app.actions.blackening import Area
from requests_app.outcomes import SEVERABLE

PER_CENT = 100  # ten-thousandths of the page
SIDES = ("left", "top", "width", "height")


class FileForm(forms.Form):
    """The file as the agency has it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG or JPEG, up to 200 pages. Save Word and Excel files as PDF first."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name for the applicant"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Leave empty to keep the name of the file. It must not tell what the boxes hide."),
    )


def _share(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )


class BoxForm(forms.Form):
    """Boxes that were drawn or suggested (`areas`), or one in figures; all of them for the same ground."""

    page = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)
    left = _share(gettext_lazy("From the left (%)"))
    top = _share(gettext_lazy("From the top (%)"))
    width = _share(gettext_lazy("Width (%)"))
    height = _share(gettext_lazy("Height (%)"))
    ground = forms.ModelChoiceField(
        label=gettext_lazy("Ground"),
        queryset=NegativeGround.objects.public().filter(code__in=SEVERABLE),
        help_text=gettext_lazy("Why these parts are not released."),
    )

    @property
    def sides(self) -> list[forms.BoundField]:
        """The four figures of a box."""
        return [self[side] for side in SIDES]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        areas = [area for value in self._sent() for area in _areas(value)]
        figures = [given.get(side) for side in SIDES]
        if any(figure is not None for figure in figures):
            if None in figures or "page" not in given:
                raise forms.ValidationError(_("A box in figures needs all four."))
            areas.append(Area(given["page"], *(int(Decimal(figure) * PER_CENT) for figure in figures)))
        if not areas:
            raise forms.ValidationError(_("Draw a box, choose a suggestion, or give a box in figures."))
        given["areas"] = areas
        return given

    def _sent(self) -> list[str]:
        return self.data.getlist("areas") if hasattr(self.data, "getlist") else []


def _areas(value: str) -> list[Area]:
    """`page,left,top,width,height`, several divided by semicolons."""
    try:
        rows = [[int(figure) for figure in part.split(",")] for part in value[:4000].split(";")]
        return [Area(page, left, top, width, height) for page, left, top, width, height in rows]
    except ValueError as error:
        raise forms.ValidationError(_("A box was not understood. Please draw it again.")) from error


class FindForm(forms.Form):
    """A word of the file, or nothing, which looks for personal data."""

    word = forms.CharField(label=gettext_lazy("Word in this file"), max_length=60, required=False)

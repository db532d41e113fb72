"""Fields of the answer that say what is withheld, and the outcome of each matter of a request that was split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import NegativeGround
from requests_app.actions.matters import Part
from requests_app.models import DisclosureRequest, Matter
from requests_app.outcomes import SEVERABLE, Outcome

MOST_PARTS = 20
LONGEST_PART = 300


def places_in(typed: Mapping[str, Any]) -> range:
    """Numbers of the parts that a form shows: those it showed when `typed` was sent, and one more if it was asked for.

    One text may stand twice, with two grounds.
    """
    sent = [place for place in range(1, MOST_PARTS + 1) if f"withheld_{place}" in typed]
    return range(1, min(max(sent, default=1) + ("add_part" in typed), MOST_PARTS) + 1)


def add_answer_fields(form: forms.Form, case: DisclosureRequest, places: range) -> str:
    """Give `form` an outcome for every matter in place of the one, and the parts that are withheld.

    Returns the name of the last field of a part, behind which another one can be asked for.
    """
    matters = list(case.matters.all())
    for matter in matters:
        form.fields[f"matter_{matter.number}"] = forms.ChoiceField(label=str(matter), choices=Outcome)
    if matters:
        del form.fields["outcome"]
    for place in places:
        form.fields[f"withheld_{place}"] = forms.CharField(
            label=_("Withheld part %(place)s") % {"place": place},
            required=False,
            max_length=LONGEST_PART,
            help_text=_("Only for what is disclosed in part (article 37): name what is left out.")
            if place == 1
            else "",
        )
        form.fields[f"ground_{place}"] = forms.ModelChoiceField(
            label=_("Ground for part %(place)s") % {"place": place},
            queryset=NegativeGround.objects.public().filter(code__in=SEVERABLE),
            required=False,
        )
        if matters:
            form.fields[f"of_matter_{place}"] = _matter_field(place, matters)
    parts = [name for name in _parts(places) if name in form.fields]
    form.order_fields([*(f"matter_{matter.number}" for matter in matters), "outcome", "text", "grounds", *parts])
    return parts[-1]


def _matter_field(place: int, matters: list[Matter]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Matter of part %(place)s") % {"place": place},
        choices=[("", "—"), *((matter.number, str(matter)) for matter in matters)],
        coerce=int,
        empty_value=None,
        required=False,
    )


def _parts(places: range) -> list[str]:
    return [f"{name}_{place}" for place in places for name in ("withheld", "ground", "of_matter")]


def check_parts(form: forms.Form) -> None:
    """Whatever part is named has a ground, and the other way round; the action checks the rest."""
    for place in places_in(form.fields):
        what, ground = form.cleaned_data.get(f"withheld_{place}"), form.cleaned_data.get(f"ground_{place}")
        if what and ground is None:
            form.add_error(f"ground_{place}", gettext_lazy("Choose the ground."))
        if ground is not None and not what:
            form.add_error(f"withheld_{place}", gettext_lazy("Say what is withheld."))


def answer_content(cleaned: dict[str, Any]) -> dict[str, Any]:
    """`cleaned` as keyword arguments of `actions.decide`."""
    own = {
        name: value
        for name, value in cleaned.items()
        if name.split("_")[0] not in {"matter", "withheld", "ground", "of"}
    }
    rulings = {int(name.split("_")[1]): value for name, value in cleaned.items() if name.startswith("matter_")}
    parts = [
        Part(cleaned[f"withheld_{place}"], cleaned[f"ground_{place}"], cleaned.get(f"of_matter_{place}"))
        for place in places_in(cleaned)
        if cleaned.get(f"withheld_{place}")
    ]
    return own | {"rulings": rulings, "withheld": parts}

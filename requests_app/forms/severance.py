"""Fields of the answer that say what is withheld, and the outcome of each matter of a request that was split."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import NegativeGround
from requests_app.actions.matters import Part
from requests_app.models import DisclosureRequest, Matter
from requests_app.outcomes import SEVERABLE, Outcome

PLACES = range(1, 5)  # parts that can be named without JavaScript; one text may stand twice with two grounds
LONGEST_PART = 300


def add_answer_fields(form: forms.Form, case: DisclosureRequest) -> None:
    """Give `form` an outcome for every matter in place of the one, and the parts that are withheld."""
    matters = list(case.matters.all())
    for matter in matters:
        form.fields[f"matter_{matter.number}"] = forms.ChoiceField(label=str(matter), choices=Outcome)
    if matters:
        del form.fields["outcome"]
    for place in PLACES:
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
    form.order_fields([*(f"matter_{matter.number}" for matter in matters), "outcome", "text", "grounds", *_parts()])


def _matter_field(place: int, matters: list[Matter]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Matter of part %(place)s") % {"place": place},
        choices=[("", "—"), *((matter.number, str(matter)) for matter in matters)],
        coerce=int,
        empty_value=None,
        required=False,
    )


def _parts() -> list[str]:
    return [f"{name}_{place}" for place in PLACES for name in ("withheld", "ground", "of_matter")]


def check_parts(form: forms.Form) -> None:
    """Whatever part is named has a ground, and the other way round; the action checks the rest."""
    for place in PLACES:
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
        for place in PLACES
        if cleaned.get(f"withheld_{place}")
    ]
    return own | {"rulings": rulings, "withheld": parts}

"""Forms about supervision orders."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.actions.orders import LONGEST
from oversight.models import OrderQuerySet, Rung
from oversight.models.orders import USUAL_DAYS
from oversight.narrowing import EVERY, NarrowingForm
from oversight.states import OrderState
from portal.agencies.models import Agency
from requests_app.forms.enclosing import EnclosuresField

TURNS = [
    *EVERY,
    ("agency", _("the agency answers")),
    ("late", _("the answer is overdue")),
    ("office", _("the office judges")),
]


class OrderFilterForm(NarrowingForm):
    """Narrows the list of orders."""

    turn = forms.ChoiceField(label=_("Whose turn"), required=False, choices=TURNS)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*EVERY, *OrderState.choices])
    rung = forms.ChoiceField(label=_("Rung"), required=False, choices=[*EVERY, *Rung.choices])
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    columns = {"state": "state", "rung": "rung", "agency": "agency__code"}

    def narrow(self, orders: OrderQuerySet) -> OrderQuerySet:
        return orders.filter(**self.lookups()).of_turn(self.turn_chosen, timezone.now())


class OrderForm(forms.Form):
    """What is ordered, of whom, by when."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=_("Choose an agency"))
    title = forms.CharField(label=_("Matter"), max_length=120)
    demand = forms.CharField(
        label=_("What is to be done"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is wrong, what has to be put right, and what the answer must prove."),
    )
    working_days = forms.IntegerField(
        label=_("Answer within, working days"), min_value=1, max_value=LONGEST, initial=USUAL_DAYS
    )
    rung = forms.TypedChoiceField(
        label=_("Rung"),
        coerce=int,
        choices=[(rung.value, rung.label) for rung in (Rung.REMINDER, Rung.ORDER)],
        initial=Rung.ORDER,
    )
    is_public = forms.BooleanField(
        label=_("Make it public once its deadline has passed"),
        required=False,
        help_text=_("Everybody then reads the matter, the agency, the dates and your result; not the answer."),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What was done, and what proves it."""

    text = forms.CharField(label=_("What was done"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))
    items = forms.CharField(
        label=_("Index numbers of what was published"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One to a line; only what the agency has public."),
    )
    proofs = EnclosuresField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proofs"].help_text = _(
            "Up to 5 files of 10 megabytes each: PDF, Word, Excel, text or pictures."
            " Read by the agency and its supervisors."
        )

    def clean_items(self) -> list[str]:
        return [number for number in re.split(r"[\s,，、;；]+", self.cleaned_data["items"]) if number]


class ResultForm(forms.Form):
    """How it ended."""

    result = forms.CharField(
        label=_("Result of the order"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it, if the order is public."),
    )

"""Forms about contested figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.figures import CONTESTABLE
from oversight.models import FigureContest


class ContestForm(forms.Form):
    """Which figure, and what is wrong with it."""

    figure = forms.ChoiceField(label=_("Figure"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=FigureContest.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name the cases that are counted wrongly. The office answers with a reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = list(CONTESTABLE.items())  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    """What the office found."""

    finding = forms.CharField(
        label=_("What the office found"), max_length=FigureContest.LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )

"""What is asked before a corrected decision is taken up again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from requests_app.actions.remedying import REDO_LIMIT
from requests_app.forms.handling import VerbForm


class ReopenForm(VerbForm):
    days = forms.IntegerField(
        label=gettext_lazy("Working days"),
        min_value=1,
        max_value=60,
        initial=REDO_LIMIT,
        help_text=gettext_lazy("The term that the reconsideration decision or the judgment sets, from today."),
    )

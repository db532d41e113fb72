"""Forms about opinion cases (舆情)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.actions.opinions import LONGEST
from oversight.models import OpinionCase, OpinionLevel, OpinionSource
from oversight.models.opinions import OpinionQuerySet
from oversight.narrowing import EVERY, NarrowingForm
from oversight.states import OpinionState
from portal.agencies.models import Agency

TURNS = [
    *EVERY,
    ("unanswered", _("waiting for a statement")),
    ("late", _("overdue")),
    ("evaluate", _("to be evaluated")),
]


class OpinionFilterForm(NarrowingForm):
    """Narrows the list."""

    turn = forms.ChoiceField(label=_("What waits"), required=False, choices=TURNS)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[*EVERY, *OpinionLevel.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*EVERY, *OpinionState.choices])
    source = forms.ChoiceField(label=_("Source"), required=False, choices=[*EVERY, *OpinionSource.choices])

    columns = {"level": "level", "state": "state", "source": "source"}

    def narrow(self, cases: OpinionQuerySet) -> OpinionQuerySet:
        return cases.filter(**self.lookups()).of_turn(self.turn_chosen, timezone.now())


class CollectForm(forms.Form):
    """What is said, where, and since when it is known."""

    title = forms.CharField(label=_("What it is about"), max_length=120)
    source = forms.ChoiceField(label=_("Source"), choices=OpinionSource)
    source_name = forms.CharField(label=_("Medium or platform"), max_length=80)
    link = forms.URLField(label=_("Where it can be read"), required=False, max_length=500, assume_scheme="https")
    found_at = forms.DateTimeField(
        label=_("Found"),
        initial=timezone.now,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("The hours until the first statement run from here."),
    )
    summary = forms.CharField(label=_("What is said"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    concerned = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Agencies concerned"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Several with Ctrl or Command held."),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerned"].queryset = agencies  # type: ignore[attr-defined]


class AssessForm(forms.Form):
    """How grave it is, and who answers."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=OpinionLevel)
    owner = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Agency that answers"), empty_label=_("Choose an agency")
    )
    text = forms.CharField(
        label=_("Assessment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is asked in fact, what is right in it, how far it may go."),
    )  # fmt: skip

    def __init__(self, *args: Any, case: OpinionCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Agency.objects.public().under(case.agency)  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """What was done, or why nothing has to be."""

    text = forms.CharField(
        label=_("What was done, or why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class RespondForm(forms.Form):
    """The published response."""

    index_no = forms.CharField(
        label=_("Index number of the response"),
        max_length=64,
        help_text=_("Publish the response first; the time of its publication counts."),
    )
    text = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


SCORES = [(score, str(score)) for score in range(5, 0, -1)]


class EvaluateForm(forms.Form):
    """How it went."""

    timeliness = forms.TypedChoiceField(label=_("In time"), coerce=int, choices=SCORES)
    substance = forms.TypedChoiceField(label=_("To the point"), coerce=int, choices=SCORES)
    effect = forms.TypedChoiceField(label=_("Effect"), coerce=int, choices=SCORES, help_text=_("5 is best."))
    lessons = forms.CharField(label=_("Lessons"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

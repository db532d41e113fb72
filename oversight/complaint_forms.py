"""Forms about complaints that are being heard: the office's, the complainant's with the code, the accused agency's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.actions.complaint_mail import LONGEST
from oversight.actions.complaint_results import LONGEST as LONGEST_SUMMARY
from oversight.forms import ComplaintForm, FollowForm
from oversight.models import Channel, Complaint, ComplaintKind, Identity, Rating
from oversight.models.complaints import ComplaintQuerySet
from oversight.narrowing import EVERY, NarrowingForm
from oversight.states import ComplaintState

TURNS = [*EVERY, ("open", _("waiting for an answer")), ("late", _("overdue")), ("unread", _("with unread messages"))]


class ComplaintFilterForm(NarrowingForm):
    """Narrows the office's list."""

    turn = forms.ChoiceField(label=_("What waits"), required=False, choices=TURNS)
    number = forms.CharField(label=_("Number"), required=False, max_length=20)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*EVERY, *ComplaintState.choices])
    channel = forms.ChoiceField(label=_("Way in"), required=False, choices=[*EVERY, *Channel.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*EVERY, *ComplaintKind.choices])

    columns = {"state": "state", "channel": "channel", "kind": "kind", "number": "number__icontains"}

    def narrow(self, complaints: ComplaintQuerySet) -> ComplaintQuerySet:
        return complaints.filter(**self.lookups()).of_turn(self.turn_chosen, timezone.now())


class IntakeForm(ComplaintForm):
    """What an officer takes in, in the order in which it is told."""

    channel = forms.ChoiceField(
        label=_("How did it come in?"), choices=[pair for pair in Channel.choices if pair[0] != Channel.WEB]
    )
    received_on = forms.DateField(
        label=_("Received on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day on which it reached the government: the time for the answer counts from it."),
    )
    field_order = ("key", "channel", "received_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "accused": _("Agency complained about"), "kind": _("Kind"), "text": _("What is told"),
            "identity": _("How does the complainant wish to file?"), "name": _("Name of the complainant"),
            "may_publish": _("The complainant agrees to the result being published, without a name"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["identity"].choices = Identity.choices  # type: ignore[attr-defined]
        for name in ("name", "contact"):
            self.fields[name].help_text = _("Empty if filed anonymously.")
        self.fields["text"].help_text = self.fields["may_publish"].help_text = ""


class NothingForm(forms.Form):
    """A step that needs no words."""


class ExtractForm(forms.Form):
    """What the agency is to know."""

    text = forms.CharField(
        label=_("Extract for the agency"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("An extract goes to the agency: your own words, nothing that gives the complainant away."),
    )


class AnswerForm(forms.Form):
    """The result for the complainant."""

    result = forms.CharField(
        label=_("Result, for the complainant"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5})
    )


class ComplainantReasonForm(forms.Form):
    """A reason that the complainant reads."""

    reason = forms.CharField(
        label=_("Reason, for the complainant"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EarlierField(forms.ModelChoiceField):
    """A choice among complaints by what tells them apart."""

    def label_from_instance(self, obj: Complaint) -> str:
        return f"{obj.number} · {obj.get_kind_display()} · {obj.get_state_display()}"


class JoinForm(forms.Form):
    """The earlier complaint about the same matter."""

    first = EarlierField(
        Complaint.objects.none(),
        label=_("Earlier complaint"),
        to_field_name="number",
        empty_label=_("Choose a complaint"),
        help_text=_("It is answered with the same result, and keeps its code and its messages."),
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].queryset = Complaint.objects.joinable_to(complaint)  # type: ignore[attr-defined]


class OfficeMessageForm(forms.Form):
    """A message to the complainant."""

    text = forms.CharField(
        label=_("Message to the complainant"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    asks = forms.BooleanField(label=_("I need an answer to go on"), required=False, help_text=_("It stops no clock."))


class SummaryForm(forms.Form):
    """What everybody reads."""

    summary = forms.CharField(
        label=_("Summary for the public"),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands on the public list with the agency, the kind and the days taken. No personal word."),
    )


class CodeForm(FollowForm):
    """A step of the complainant: the code comes along, for there is no session."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)


class WriteForm(CodeForm):
    """A message to the office."""

    text = forms.CharField(
        label=_("Message to the office"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("Encrypted as your complaint is. Leave out what would give you away."),
    )


class ConsentForm(CodeForm):
    """Whether the result may be published."""

    may_publish = forms.BooleanField(label=_("What came of it may be published, without my name"), required=False)


class RateForm(CodeForm):
    """How content the complainant is."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you with the answer?"),
        coerce=int,
        choices=list(reversed(Rating.choices)),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Words for the office"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class ExplanationForm(forms.Form):
    """What the agency says to an extract."""

    text = forms.CharField(label=_("Explanation"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))

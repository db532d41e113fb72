"""What staff fill in: one form for each verb. The actions check again; here the words are kept for mending."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import NegativeGround
from disclosure.models import Item
from portal.accounts.models import User
from portal.agencies.holders import nearest_holders
from requests_app.actions.handling import CONFIRMED_CHANNELS
from requests_app.forms.enclosing import EnclosuresField
from requests_app.forms.replying import StartsFromTemplate
from requests_app.forms.severance import add_answer_fields, answer_content, check_parts, places_in
from requests_app.models import (
    Addressee,
    Case,
    Consultation,
    NoteKind,
    Opinion,
)
from requests_app.outcomes import Outcome
from requests_app.permissions import Permission
from requests_app.remedies import standard_remedies


class VerbForm(forms.Form):
    """Base of the forms of one case's verbs; empty, it is a confirmation.

    `choice` is a form above it whose button fills it in (`StartsFromTemplate`); behind the field `last_part` stands a
    button that adds a part.
    """

    choice: Any = None
    last_part: str = ""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.prepare()

    def prepare(self) -> None:
        """Fit fields to the case."""

    def asked_again(self) -> VerbForm | None:
        """The form again after a button of its own; None if what was typed is for the action."""
        return None

    def content(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        return self.cleaned_data


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A date with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def long_text(label: Any, *, most: int, rows: int = 5, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)


class ItemField(forms.CharField):
    """A public item of the same tree of agencies, named by its index number."""

    root_path = ""

    def clean(self, value: Any) -> Item | None:  # type: ignore[override]
        index_no = super().clean(value)
        if not index_no:
            return None
        item = Item.objects.public().filter(index_no=index_no, agency__root_path=self.root_path).first()
        if item is None:
            raise forms.ValidationError(_("There is no public item with this index number."))
        return item


class ConfirmForm(VerbForm):
    """Nothing to fill in: sending it confirms."""


class RegisterForm(VerbForm):
    confirmed_on = day_field(
        gettext_lazy("Receipt confirmed on"),
        required=False,
        help_text=gettext_lazy(
            "Only if agency and applicant confirmed the receipt later than the day of filing (article 31)."
        ),
    )

    def prepare(self) -> None:
        if self.case.channel not in CONFIRMED_CHANNELS:
            del self.fields["confirmed_on"]


class ProcessForm(VerbForm):
    handler = forms.ModelChoiceField(label=gettext_lazy("Clerk in charge"), queryset=User.objects.none())

    def prepare(self) -> None:
        clerks = [clerk.pk for clerk in nearest_holders(Permission.HANDLE_REQUEST, self.case.agency)]
        self.fields["handler"].queryset = User.objects.filter(pk__in=clerks)  # type: ignore[attr-defined]


class SearchRecordForm(VerbForm):
    places = forms.CharField(
        label=gettext_lazy("Where it was searched"),
        max_length=300,
        help_text=gettext_lazy("Archives, systems and sections, by name."),
    )
    terms = forms.CharField(
        label=gettext_lazy("What was searched for"),
        max_length=300,
        help_text=gettext_lazy("Titles, numbers, keywords and years."),
    )
    result = long_text(gettext_lazy("What was found"), most=2000)


class SupplementAskForm(VerbForm):
    points = long_text(
        gettext_lazy("What to supplement"),
        most=2000,
        help_text=gettext_lazy("Name every point: it can be asked only once (article 30). The applicant reads this."),
    )
    respond_by = day_field(gettext_lazy("Answer until"))

    def prepare(self) -> None:
        self.fields["respond_by"].initial = timezone.localdate() + dt.timedelta(days=15)


class PaperSupplementForm(VerbForm):
    received_on = day_field(
        gettext_lazy("Day of receipt"), help_text=gettext_lazy("The 20 working days begin anew after it (article 30).")
    )
    text = long_text(gettext_lazy("What the applicant supplements"), most=3000)
    enclosures = EnclosuresField()

    def prepare(self) -> None:
        self.fields["received_on"].initial = timezone.localdate()
        self.fields["enclosures"].help_text = gettext_lazy("Scans: up to 5 files of 10 megabytes each.")


class ExtendForm(VerbForm):
    days = forms.IntegerField(
        label=gettext_lazy("Working days"),
        min_value=1,
        max_value=20,
        help_text=gettext_lazy("At most 20 (article 33)."),
    )
    reason = long_text(gettext_lazy("Reason"), most=500, help_text=gettext_lazy("The applicant reads it."))


class ConsultForm(VerbForm):
    addressee = forms.ChoiceField(label=gettext_lazy("Who is asked"), choices=Addressee)
    party = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    letter = long_text(gettext_lazy("Letter"), most=3000)
    delivered_on = day_field(
        gettext_lazy("Delivered on"), help_text=gettext_lazy("The 15 working days run from this day.")
    )

    def prepare(self) -> None:
        self.fields["delivered_on"].initial = timezone.localdate()


class OpinionForm(VerbForm):
    consultation = forms.ModelChoiceField(label=gettext_lazy("Who answered"), queryset=Consultation.objects.none())
    opinion = forms.ChoiceField(label=gettext_lazy("Opinion"), choices=Opinion)
    text = long_text(gettext_lazy("Reasons given"), most=3000, required=False)

    def prepare(self) -> None:
        pending = Consultation.objects.pending().filter(request=self.case)
        self.fields["consultation"].queryset = pending  # type: ignore[attr-defined]


class NoteForm(VerbForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of the note"), choices=NoteKind, required=False)
    text = long_text(
        gettext_lazy("What the note says"),
        most=2000,
        help_text=gettext_lazy("Never shown to the applicant or the public."),
    )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or NoteKind.INTERNAL


class DecideForm(StartsFromTemplate, VerbForm):
    own_buttons = ("fill", "add_part")
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Outcome)
    text = long_text(gettext_lazy("Answer"), most=10000, rows=10)
    grounds = long_text(
        gettext_lazy("Facts and reasons"),
        most=3000,
        required=False,
        help_text=gettext_lazy("Needed for everything but full disclosure (articles 36 and 37)."),
    )
    item = ItemField(
        label=gettext_lazy("Index number of the published item"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("If the answer is public already."),
    )
    remedies = long_text(gettext_lazy("Remedies"), most=1000)

    def prepare(self) -> None:
        self.fields["item"].root_path = self.case.root_path  # type: ignore[attr-defined]
        self.fields["remedies"].initial = standard_remedies(self.case.agency)
        if self.case.repeats_id is not None:
            self.fields["outcome"].initial = Outcome.REPEATED
        places = places_in(self.data if self.is_bound else self.initial)
        self.last_part = add_answer_fields(self, self.case, places)  # type: ignore[arg-type]
        self.offer_templates()

    def clean(self) -> dict[str, Any]:
        check_parts(self)
        return self.cleaned_data

    def content(self) -> dict[str, Any]:
        return answer_content(self.cleaned_data)


class ReturnForm(VerbForm):
    reason = long_text(gettext_lazy("Reason"), most=1000)


class AnswerTopicForm(VerbForm):
    item = ItemField(
        label=gettext_lazy("Index number of the published item"),
        max_length=60,
        help_text=gettext_lazy("Publish it first; this is the answer."),
    )
    answer = long_text(gettext_lazy("Words to go with it"), most=3000, required=False)

    def prepare(self) -> None:
        self.fields["item"].root_path = self.case.root_path  # type: ignore[attr-defined]
        self.fields["item"].initial = self.case.prepared.index_no if self.case.prepared else ""


class RefuseTopicForm(VerbForm):
    facts = long_text(
        gettext_lazy("Facts"), most=3000, help_text=gettext_lazy("What the refusal rests on. Everybody will read it.")
    )
    ground = forms.ModelChoiceField(label=gettext_lazy("Ground"), queryset=NegativeGround.objects.public())
    article = forms.CharField(
        label=gettext_lazy("Article"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave empty to name the article of the ground."),
    )

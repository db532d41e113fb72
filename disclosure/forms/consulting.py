"""What a clerk fills in for each step of a consultation."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Adoption, Channel, Consultation, Item, Kind, Party
from disclosure.moderation import HiddenFor


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def text_field(label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class TermsForm(forms.ModelForm):
    """Window and terms; days, because a window opens and closes at midnight."""

    first = day_field(_("First day"))
    last = day_field(_("Last day"), help_text=_("Opinions are taken until midnight of this day."))

    class Meta:
        model = Consultation
        fields = ("why_short", "basis", "background", "contact", "phone", "email", "address")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("why_short", "basis", "background")}

    field_order = ("first", "last")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        if self.instance.pk:
            window = self.instance.window
            self.initial |= {"first": window.first_day, "last": window.last_day}


class StepForm(forms.Form):
    """A step of one consultation."""

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation


class ExtendForm(StepForm):
    last = day_field(_("New last day"))
    reason = text_field(_("reason"), max_length=300, help_text=_("Everybody reads it."))


class TakeInForm(StepForm):
    """An opinion that came on paper, by e-mail, by phone or at a meeting."""

    key = forms.RegexField(regex=r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("came in"), choices=[c for c in Channel.choices if c[0] != Channel.ONLINE])
    received_on = day_field(_("day on which it came in"))
    party = forms.ChoiceField(label=_("given by"), choices=Party, initial=Party.PERSON)
    name = forms.CharField(label=_("name"), max_length=100, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    paragraph = forms.CharField(label=_("about which part"), max_length=60, required=False)
    text = text_field(_("opinion"), rows=8, max_length=5000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex
        self.fields["received_on"].initial = timezone.localdate


class ChoosingForm(StepForm):
    """Chooses opinions of the consultation by their numbers."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("opinions"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opinions = self.consultation.opinions.order_by("number")
        self.fields["numbers"].choices = [  # type: ignore[attr-defined]
            (opinion.number, f"#{opinion.number} · {opinion.get_state_display()} · {opinion.text[:80]}")
            for opinion in opinions
        ]


class ModerateForm(ChoosingForm):
    verb = forms.ChoiceField(
        label=_("What happens to them"), choices=[("show", _("Show to everybody")), ("hide", _("Do not show"))]
    )
    ground = forms.ChoiceField(
        label=_("not shown because"), choices=[("", _("(shown)")), *HiddenFor.choices], required=False
    )


class AnswerForm(ChoosingForm):
    summary = forms.CharField(label=_("the point in one sentence"), max_length=200)
    result = forms.ChoiceField(label=_("result"), choices=Adoption)
    reason = text_field(_("how it was taken up, or why not"), max_length=1000)


class ConcludeForm(StepForm):
    statement = text_field(
        _("statement on adoption"),
        max_length=5000,
        required=False,
        help_text=_("May be left empty when no opinion was received; then the page says so."),
    )
    document = forms.ModelChoiceField(
        label=_("final document"),
        queryset=Item.objects.none(),
        required=False,
        to_field_name="index_no",
        help_text=_("Once it is public. Draft and document then lead to each other."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        public = Item.objects.public().exclude(kind=Kind.CONSULTATION).newest_first()
        self.fields["document"].queryset = public.of_agency(self.consultation.item.agency.code)  # type: ignore[attr-defined]

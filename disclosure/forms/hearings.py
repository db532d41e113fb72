"""What a citizen fills in to sign up for a hearing, and what a clerk fills in for each step of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.models import Adoption, Hearing, Item, Kind
from portal.filing import FilingForm


class SignupForm(FilingForm):
    """Who wants to take part, and how they are told."""

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    represents = forms.CharField(
        label=_("Your occupation, or whom you speak for"),
        max_length=100,
        help_text=_("Participants are chosen so that all sides are heard."),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        help_text=_("Phone or e-mail: one of them is needed. Only the agency's staff see them."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("You are told of a free seat, of the list, and if the hearing is put off or cancelled."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    view = forms.CharField(
        label=_("What you want to say there"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    shows_name = forms.BooleanField(
        label=_("My full name may stand in the published list of participants."),
        required=False,
        help_text=_("Otherwise only its first character is shown."),
    )


class SignupCodeForm(forms.Form):
    """The receipt code opens one's own sign-up."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=40,
        help_text=_("16 letters and digits, with or without hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _reason(**options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=_("reason"), max_length=300, widget=widget, **options)


class HearingTermsForm(forms.ModelForm):
    """Time, place, seats and rules; sign-up runs in whole days, because it opens and closes at midnight."""

    starts_at = _moment(_("begins"), help_text=_("A hearing: at least 7 days after its notice is published."))
    ends_at = _moment(_("ends"))
    first = _day(_("First day of sign-up"))
    last = _day(_("Last day of sign-up"), help_text=_("Until midnight of this day, before the hearing begins."))
    about = forms.ModelChoiceField(
        label=_("about the draft"), queryset=Item.objects.none(), required=False, to_field_name="index_no"
    )

    class Meta:
        model = Hearing
        fields = ("kind", "place", "seats", "waiting_limit", "who", "rules", "why_soon", "contact", "phone")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("who", "rules", "why_soon")}

    field_order = ("kind", "starts_at", "ends_at", "place", "first", "last", "seats", "waiting_limit")

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        drafts = Item.objects.public().of_kind(Kind.CONSULTATION).of_agency(item.agency.code).newest_first()
        self.fields["about"].queryset = drafts  # type: ignore[attr-defined]
        if self.instance.pk:
            hearing, window = self.instance, self.instance.window
            self.initial |= {
                "starts_at": hearing.starts_at, "ends_at": hearing.ends_at, "first": window.first_day,
                "last": window.last_day, "about": hearing.about.index_no if hearing.about else None,
            }  # fmt: skip


class HearingStepForm(forms.Form):
    """A step of one hearing."""

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hearing = hearing


class ExtendSignupForm(HearingStepForm):
    last = _day(_("New last day"))
    reason = _reason(help_text=_("Everybody reads it."))


class PostponeForm(HearingStepForm):
    starts_at = _moment(_("New beginning"))
    ends_at = _moment(_("New end"))
    place = forms.CharField(
        label=_("venue"), max_length=200, required=False, help_text=_("Left empty: the same place.")
    )
    reason = _reason(help_text=_("Everybody reads it, and whoever signed up is told."))


class CancelForm(HearingStepForm):
    reason = _reason(help_text=_("Everybody reads it, and whoever signed up is told."))


class NumbersForm(HearingStepForm):
    """Chooses rows of the hearing by their numbers."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("sign-ups"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = self.rows()  # type: ignore[attr-defined]

    def rows(self) -> list[tuple[int, str]]:
        return [
            (signup.number, f"#{signup.number} · {signup.get_state_display()} · {signup.name} · {signup.represents}")
            for signup in self.hearing.signups.standing()
        ]


class ChooseForm(NumbersForm):
    verb = forms.ChoiceField(
        label=_("What happens to them"), choices=[("select", _("Takes part")), ("pass_over", _("Not selected"))]
    )
    reason = _reason(required=False, help_text=_("Needed if not selected; each of them reads it."))


class PublishListForm(HearingStepForm):
    """Nothing to fill in: the page says what is published."""


class AttendanceForm(NumbersForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].required = False
        self.fields["numbers"].label = _("Who came")
        self.fields["numbers"].initial = [row.number for row in self.hearing.signups.selected() if row.attended]

    def rows(self) -> list[tuple[int, str]]:
        return [
            (row.number, f"#{row.number} · {row.name} · {row.represents}") for row in self.hearing.signups.selected()
        ]


class RecordViewForm(HearingStepForm):
    speaker = forms.TypedChoiceField(label=_("put forward by"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(label=_("view"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(row.number, f"#{row.number} · {row.name}") for row in self.hearing.signups.selected()]
        self.fields["speaker"].choices = [("", _("somebody else")), *people]  # type: ignore[attr-defined]


class AnswerViewsForm(NumbersForm):
    result = forms.ChoiceField(label=_("result"), choices=Adoption)
    reason = forms.CharField(
        label=_("how it was taken up, or why not"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].label = _("views")

    def rows(self) -> list[tuple[int, str]]:
        return [
            (view.number, f"#{view.number} · {view.get_result_display() or '–'} · {view.text[:80]}")
            for view in self.hearing.views.all()
        ]


class ConcludeHearingForm(HearingStepForm):
    minutes = forms.CharField(
        label=_("minutes"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Everybody reads them, together with the list, the attendance and the answer to every view."),
    )
    document = forms.ModelChoiceField(
        label=_("final document"),
        queryset=Item.objects.none(),
        required=False,
        to_field_name="index_no",
        help_text=_("Once it is public, or the minutes as a file: any public item of the agency."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = Item.objects.public().exclude(pk=self.hearing.item_id).newest_first()
        self.fields["document"].queryset = public.of_agency(self.hearing.agency.code)  # type: ignore[attr-defined]

"""Forms around letters: asking for assistance, the wording of a government, the register to print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.refusals import Refused
from requests_app.forms.handling import VerbForm, day_field, long_text
from requests_app.letter_forms import LetterForm
from requests_app.letter_text import checked
from requests_app.letter_values import PLACEHOLDERS
from requests_app.models import LetterTemplate
from requests_app.permissions import Permission


class AssistForm(VerbForm):
    party = forms.CharField(label=gettext_lazy("Agency that is asked"), max_length=100)
    matters = long_text(gettext_lazy("What help is needed"), most=2000)
    respond_by = day_field(gettext_lazy("Answer wanted by"), required=False)


# an explanation of a field is HTML
escaped = lazy(escape, str)


class WordingForm(forms.Form):
    """The wording of one form for one government; of a kept one only the text can be changed."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Government"), queryset=Agency.objects.none())
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=LetterForm)
    text = long_text(
        gettext_lazy("Text"),
        most=6000,
        rows=24,
        help_text=escaped(
            gettext_lazy(
                "A line that begins with “# ” is the title, “= ” is centred, “< ” stands at the margin, “> ” at the"
                " right; “a | b” is a row of a table. A line whose placeholders are all empty is left out."
            )
        ),
    )

    def __init__(self, *args: Any, user: User, kept: LetterTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        governments = Agency.objects.managed_by(user, Permission.MANAGE_LETTERS).governments()
        self.fields["agency"].queryset = governments  # type: ignore[attr-defined]
        if kept is not None:
            for name in ("agency", "form"):
                self.fields[name].disabled = True
            self.initial = {"agency": kept.agency_id, "form": kept.form, "text": kept.text} | self.initial

    def clean_text(self) -> str:
        try:
            return checked(self.cleaned_data["text"], PLACEHOLDERS)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        agency, form = given.get("agency"), given.get("form")
        if self.kept is None and agency and LetterTemplate.objects.filter(agency=agency, form=form).exists():
            self.add_error("form", _("This government has its own wording of this form already; open that one."))
        return given


class RegisterPeriodForm(forms.Form):
    """Which requests stand in the printed register: those received in a period by an agency and those below it."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    first = day_field(gettext_lazy("Received from"))
    last = day_field(gettext_lazy("Received until"))

    def __init__(self, data: Any, *, user: User) -> None:
        own = Agency.objects.managed_by(user, Permission.VIEW_REQUEST)
        today = timezone.localdate()
        usual = {"agency": getattr(own.first(), "pk", ""), "first": today.replace(month=1, day=1), "last": today}
        super().__init__({name: data.get(name) or value for name, value in usual.items()})
        self.fields["agency"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", _("The last day lies before the first."))
        return given

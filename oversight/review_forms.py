"""Forms of democratic reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.actions.ballots import LONGEST_OPINION, Said
from oversight.actions.reviews import PLAN, invitable, reviewable
from oversight.models import ReviewedAgency, ReviewGrade, ReviewRound
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.filing import FilingForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoundForm(forms.ModelForm):
    """What a round says, and whom it is about."""

    agencies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Agencies to be reviewed"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("title", "explanation", "agencies")

    class Meta:
        model = ReviewRound
        fields = PLAN
        widgets = {"first_day": DAY, "last_day": DAY, "explanation": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "explanation": gettext_lazy("What is reviewed, on what basis and by whom. Public once the round opens."),
            "minimum_n": gettext_lazy(
                "An agency with fewer votes gets no result. Not set by any law: your own setting."
            ),
            "answer_working_days": gettext_lazy("From the closing of the round. Not set by any law: your own setting."),
        }

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = reviewable(government)  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Names, one a line, and accounts."""

    names = forms.CharField(
        label=gettext_lazy("Names, one a line"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Each gets a code, which is shown once. The names are stored encrypted."),
    )
    accounts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Supervisors with an account"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"].queryset = invitable(government)  # type: ignore[attr-defined]

    def clean_names(self) -> list[str]:
        return str(self.cleaned_data["names"]).splitlines()


class BallotForm(FilingForm):
    """One grade and one opinion for each agency; with `asks_code` also the code of the invitation."""

    code = forms.CharField(
        label=gettext_lazy("Code of your invitation"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, rows: Sequence[ReviewedAgency], asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]
        self.rows = rows
        for row in rows:
            self.fields[f"grade_{row.pk}"] = forms.ChoiceField(
                label=row.name, choices=[*ReviewGrade.choices, ("", _("no vote"))], required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"opinion_{row.pk}"] = forms.CharField(
                label=_("Opinion or proposal for %(name)s") % {"name": row.name}, max_length=LONGEST_OPINION,
                required=False, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def said(self) -> dict[int, Said]:
        """What was filled in, by the agency."""
        given = self.cleaned_data
        return {row.pk: Said(given[f"grade_{row.pk}"], given[f"opinion_{row.pk}"]) for row in self.rows}


class ContactForm(forms.Form):
    """Where the letter with the ballot goes."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AnswerForm(forms.Form):
    """The agency's answer."""

    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Published with the opinion."),
    )  # fmt: skip


class WithholdForm(forms.Form):
    """Why the words of an opinion are not published."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200,
        help_text=gettext_lazy("Published in place of the opinion, for instance: names a private person."),
    )  # fmt: skip

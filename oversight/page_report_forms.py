"""Forms about errors on pages: of who reports one, and of who puts it right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.actions.page_reports import LONGEST_REASON, LONGEST_TEXT
from oversight.forms import new_key
from oversight.models import PageErrorKind, PageReportOutcome
from oversight.models.page_reports import PageReportQuerySet
from oversight.narrowing import EVERY, NarrowingForm
from oversight.states import PageReportState
from portal.agencies.models import Agency

TURNS = [*EVERY, ("open", _("waiting for an answer")), ("late", _("overdue"))]


class PageReportForm(forms.Form):
    """What a reader fills in; the address of the page is there already."""

    key = forms.CharField(
        widget=forms.HiddenInput, initial=new_key, validators=[RegexValidator(r"^[0-9a-f]{32}$")], max_length=32
    )
    page = forms.CharField(
        label=_("Address of the page"),
        max_length=500,
        help_text=_("Copy it from the address line of your browser, if it is not there already."),
    )
    kind = forms.ChoiceField(label=_("What kind of error is it?"), choices=PageErrorKind, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Where on the page, and what should be there?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No personal data, please."),
    )
    contact = forms.CharField(
        label=_("Telephone or e-mail"),
        max_length=120,
        required=False,
        help_text=_("Only for a question about your report. Stored encrypted, erased when the report is answered."),
    )


class PageReportFilterForm(NarrowingForm):
    """Narrows the list."""

    turn = forms.ChoiceField(label=_("What waits"), required=False, choices=TURNS)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*EVERY, *PageReportState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*EVERY, *PageErrorKind.choices])
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    columns = {"state": "state", "kind": "kind", "agency": "agency__code"}

    def narrow(self, reports: PageReportQuerySet) -> PageReportQuerySet:
        return reports.filter(**self.lookups()).of_turn(self.turn_chosen, timezone.now())


class PageAnswerForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=PageReportOutcome, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Answer, for who reported it"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )


class PassOnForm(forms.Form):
    """Whose page it really is."""

    to = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Agency"), to_field_name="code", empty_label=_("Choose an agency")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A fault of the platform goes to the government. The time limit goes on."),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = agencies  # type: ignore[attr-defined]

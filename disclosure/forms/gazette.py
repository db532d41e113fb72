"""What is filled in to make an issue of the gazette."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.actions.gazette import usual_sections
from disclosure.models import GazetteEntry, GazetteIssue, GazetteSection, Item

A_MONTH = dt.timedelta(days=31)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class GazetteIssueForm(forms.ModelForm):
    """Cover and sections."""

    sections = forms.CharField(
        label=_("sections"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text=_("In their order, one to a line."),
    )

    class Meta:
        model = GazetteIssue
        fields = ("agency", "title", "cover_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.sections.values_list("name", flat=True) if self.instance.pk else usual_sections()
        self.initial["sections"] = "\n".join(known)


class PeriodForm(forms.Form):
    """Of which days the candidates are."""

    since = _day(_("Published from"))
    until = _day(_("Published until"))

    @classmethod
    def asked(cls, data: Any, issue: GazetteIssue) -> PeriodForm:
        """As the address says, else from the last issue on, else of one month."""
        last = GazetteIssue.objects.public().of(issue.agency).newest_first().first()
        until = max(issue.cover_on, timezone.localdate())
        usual = {"since": last.cover_on if last else until - A_MONTH, "until": until}
        form = cls(data if "since" in data or "until" in data else usual)
        form.is_valid()
        return form

    def day(self, name: str) -> dt.date | None:
        return getattr(self, "cleaned_data", {}).get(name)


class ArrangeForm(forms.Form):
    """One step on the contents: a verb, and what it is about."""

    VERBS = ("add", "remove", "up", "down", "place", "renew")

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    entry = forms.ModelChoiceField(queryset=GazetteEntry.objects.none(), required=False)
    section = forms.ModelChoiceField(queryset=GazetteSection.objects.none(), required=False)
    items = forms.ModelMultipleChoiceField(queryset=Item.objects.none(), required=False)

    def __init__(self, *args: Any, issue: GazetteIssue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = issue.entries.select_related("issue__agency")  # type: ignore[attr-defined]
        self.fields["section"].queryset = issue.sections.all()  # type: ignore[attr-defined]
        self.fields["items"].queryset = Item.objects.public().under(issue.agency)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each verb with what it needs."""
        given: dict[str, Any] = super().clean() or {}
        verb = given.get("verb")
        if verb == "add" and not given.get("items"):
            self.add_error(None, _("Choose at least one text."))
        if verb in {"add", "place"} and not given.get("section"):
            self.add_error(None, _("Choose a section of this issue."))
        if verb not in {"add", None} and not given.get("entry"):
            self.add_error(None, _("Somebody else has taken this text out of the issue."))
        return given


class PublishIssueForm(forms.Form):
    """Where the numbers begin is asked once, for the first issue."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    first_number = forms.IntegerField(label=_("Number in the year"), min_value=1, max_value=999, initial=1)
    first_total = forms.IntegerField(
        label=_("Running number"), min_value=1, max_value=99999, initial=1,
        help_text=_("Higher than 1 if the gazette was printed before; every later issue gets the next number."),
    )  # fmt: skip

    def __init__(self, *args: Any, issue: GazetteIssue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = issue.digest()
        if GazetteIssue.objects.public().of(issue.agency).exists():
            del self.fields["first_number"], self.fields["first_total"]

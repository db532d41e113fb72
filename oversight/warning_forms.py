"""Forms about warnings: the filter of their list, a reason, a time of platform faults."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.grades import Grade
from oversight.models.warnings import EarlyWarningQuerySet
from oversight.narrowing import EVERY, NarrowingForm
from oversight.rules import RULES
from oversight.states import WarningState


def _rules() -> list[tuple[str, Any]]:
    return [*EVERY, *((rule.key, rule.label) for rule in RULES.values())]


class WarningFilterForm(NarrowingForm):
    """Narrows the list."""

    grade = forms.ChoiceField(label=_("Grade"), required=False, choices=[*EVERY, *Grade.choices])
    rule = forms.ChoiceField(label=_("Rule"), required=False, choices=_rules)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=WarningState.choices)

    columns = {"grade": "grade", "rule": "rule", "agency": "agency__code"}

    def narrow(self, warnings: EarlyWarningQuerySet) -> EarlyWarningQuerySet:
        """The warnings that were asked for; open ones, unless closed ones were."""
        state = self.cleaned_data.get("state") or WarningState.OPEN
        return warnings.filter(state=state, **self.lookups())


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class FaultForm(forms.Form):
    """From when to when the portal failed, and how."""

    first_on = _day(_("First day"))
    last_on = _day(_("Last day"))
    reason = forms.CharField(label=_("What failed"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

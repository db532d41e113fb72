"""Forms about warnings: the filter of their list, a reason, a time of platform faults."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.grades import Grade
from oversight.models.warnings import EarlyWarningQuerySet
from oversight.rules import RULES
from oversight.states import WarningState
from portal.agencies.models import Agency

EVERY = [("", _("All"))]


class WarningFilterForm(forms.Form):
    """Narrows the list; a value that makes no sense is named beside its field, and the rest still filters."""

    grade = forms.ChoiceField(label=_("Grade"), required=False, choices=[*EVERY, *Grade.choices])
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=WarningState.choices)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [(rule.key, rule.label) for rule in RULES.values()]
        self.fields["rule"].choices = [*EVERY, *rules]  # type: ignore[attr-defined]
        units = [(agency.code, agency.name) for agency in agencies]
        self.fields["agency"].choices = [*EVERY, *units]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def is_narrowed(self) -> bool:
        """True if something was chosen, so that the fold stays open."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, warnings: EarlyWarningQuerySet) -> EarlyWarningQuerySet:
        """The warnings that were asked for; open ones, unless closed ones were."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        warnings = warnings.filter(state=chosen.get("state", WarningState.OPEN))
        names = {"grade": "grade", "rule": "rule", "agency": "agency__code"}
        return warnings.filter(**{field: chosen[name] for name, field in names.items() if name in chosen})


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

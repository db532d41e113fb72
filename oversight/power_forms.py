"""Forms about powers and their cases, for those who run and those who keep them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.actions.power_decisions import LONGEST_DECISION, outcomes_of
from oversight.models import (
    PowerCase,
    PowerCaseQuerySet,
    PowerItem,
    PowerItemQuerySet,
    PowerKind,
    Source,
    outcome_words,
)
from oversight.narrowing import EVERY, NarrowingForm
from oversight.powers.flows import Band, Stage, bands_text, flow_text, read_bands, read_flow
from oversight.powers.parties import Party
from oversight.states import PowerState
from portal.agencies.models import Agency, AgencyQuerySet
from portal.refusals import Refused

TURNS = [
    *EVERY,
    ("late", _("a stage is late")),
    ("unpublished", _("the result is to be made public")),
    ("office", _("the office has to receive or accept something")),
]


class CaseFilterForm(NarrowingForm):
    """Narrows the list of cases."""

    turn = forms.ChoiceField(label=_("What waits"), required=False, choices=TURNS)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*EVERY, *PowerState.choices])
    kind = forms.ChoiceField(label=_("Kind of power"), required=False, choices=[*EVERY, *PowerKind.choices])
    source = forms.ChoiceField(label=_("Source"), required=False, choices=[*EVERY, *Source.choices])
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    number = forms.CharField(label=_("Case number"), required=False, max_length=100)

    columns = {"state": "state", "kind": "item__kind", "source": "source", "agency": "agency__code"}

    def narrow(self, cases: PowerCaseQuerySet) -> PowerCaseQuerySet:
        found = cases.filter(**self.lookups()).numbered_like(self.cleaned_data.get("number", "").strip())
        return found.of_turn(self.turn_chosen, timezone.now())


class ItemFilterForm(NarrowingForm):
    """Narrows the list of powers."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind of power"), required=False, choices=[*EVERY, *PowerKind.choices])
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def narrow(self, items: PowerItemQuerySet) -> PowerItemQuerySet:
        said = {name: self.cleaned_data.get(name, "") for name in ("q", "kind", "agency")}
        return items.narrowed(query=said.pop("q"), **said)


class CaseForm(forms.Form):
    """A new case."""

    item = forms.ModelChoiceField(PowerItem.objects.none(), label=_("Power"), empty_label=_("Choose a power"))
    party_kind = forms.ChoiceField(label=_("Kind of party"), choices=Party, widget=forms.RadioSelect)
    party_name = forms.CharField(
        label=_("Party"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Stored encrypted; the public reads the family name of a person and stars."),
    )  # fmt: skip
    party_number = forms.CharField(
        label=_("Identity number or credit code"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    matter = forms.CharField(
        label=_("Matter of the case"), max_length=120,
        help_text=_("What it is about, without the name of a person: those who supervise read it too."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, items: PowerItemQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        self.fields["item"].label_from_instance = lambda item: f"{item.agency.short_name} · {item.name}"  # type: ignore[attr-defined]


class _OfCase(forms.Form):
    def __init__(self, *args: Any, case: PowerCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class AdvanceForm(_OfCase):
    """Into the next stage; the deciding one asks for the decision."""

    stage = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = self.case.following
        self.fields["stage"].initial = following.name if following else ""
        # a form for another stage asks for no decision: the action says that the case has moved on
        if following is not None and following.decides and self.data.get("stage", following.name) == following.name:
            self.fields |= _decision_fields(self.case.item)


def _decision_fields(item: PowerItem) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "outcome": forms.ChoiceField(
            label=_("Outcome"), choices=[(one.value, outcome_words(item.kind, one)) for one in outcomes_of(item.kind)],
            widget=forms.RadioSelect,
        ),
        "text": forms.CharField(
            label=_("What was decided"), max_length=LONGEST_DECISION, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("In words that can be made public: no name or number of a person."),
        ),
    }  # fmt: skip
    if item.bands:
        said = [
            (band.degree, f"{band.degree} ({band.least:g}–{band.most:g} {item.measure})") for band in item.benchmark
        ]
        fields["degree"] = forms.ChoiceField(label=_("Degree"), required=False, choices=[("", "—"), *said])
    if item.bands or item.major_from is not None:
        fields["amount"] = forms.DecimalField(
            label=_("Amount (%(measure)s)") % {"measure": item.measure}, required=False, min_value=Decimal(0),
            max_digits=14, decimal_places=2,
        )  # fmt: skip
    if item.bands:
        fields["reason"] = forms.CharField(
            label=_("Why it lies outside the benchmark"), max_length=500, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Only if it does. The office reads the reason and accepts it or not."),
        )  # fmt: skip
    fields["is_major"] = forms.BooleanField(
        label=_("Major case"), required=False,
        help_text=_("It is reported to the office at once; from the threshold of the power on by itself."),
    )  # fmt: skip
    return fields


class EndForm(_OfCase):
    """Why a case ends without a decision."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PublishForm(_OfCase):
    """The words in which everybody reads the result."""

    text = forms.CharField(
        label=_("What everybody reads"), max_length=LONGEST_DECISION, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = self.case.decision


class WithdrawForm(_OfCase):
    """Why a public result goes, for everybody."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it, without the name or number of a person."),
    )  # fmt: skip


class ReceiveForm(_OfCase):
    """The office has it."""

    note = forms.CharField(label=_("Remark"), max_length=500, required=False)


class SettleForm(_OfCase):
    """Why the office accepts what does not agree."""

    note = forms.CharField(label=_("Why it is accepted"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PowerForm(forms.Form):
    """A power as the office keeps it; flow and benchmark one line each."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=_("Choose an agency"))
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Letters, digits and hyphens; it stays."))
    name = forms.CharField(label=_("Name of the power"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of power"), choices=PowerKind)
    basis = forms.CharField(label=_("Basis of the power"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    flow = forms.CharField(
        label=_("Flow"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "A stage to a line: its name, how long a case may stay in it (5 工作日, 60 日), and 决定 for the stage that"
            " decides. Blank: the shipped flow. Cases that run keep the flow with which they began."
        ),
    )  # fmt: skip
    bands = forms.CharField(
        label=_("Benchmark of discretion"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A degree to a line: its name, the least, the most, such as 较轻 0 1000. Blank: none."),
    )  # fmt: skip
    measure = forms.CharField(label=_("Unit of amounts"), max_length=10, initial="元")
    major_from = forms.DecimalField(
        label=_("Major from"), required=False, max_digits=14, decimal_places=2, min_value=Decimal("0.01"),
        help_text=_("From this amount on a decision is reported to the office. Blank: only where the clerk says so."),
    )  # fmt: skip
    is_result_public = forms.BooleanField(
        label=_("Results are made public"), required=False, initial=True,
        help_text=_("Within 7 working days of the decision (双公示)."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, agencies: AgencyQuerySet, item: PowerItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {name: getattr(item, name) for name in self.base_fields if name != "agency"} | {
                "flow": flow_text(item.stages), "bands": bands_text(item.benchmark),
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        if item is not None:
            del self.fields["agency"], self.fields["code"]

    def clean_flow(self) -> list[Stage]:
        return self._read(read_flow, "flow") if self.cleaned_data["flow"].strip() else []

    def clean_bands(self) -> list[Band]:
        return self._read(read_bands, "bands")

    def _read(self, read: Any, name: str) -> Any:
        try:
            return read(self.cleaned_data[name])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class PowerFileForm(forms.Form):
    """A file of stages, and the agency whose cases they are."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=None)
    file = forms.FileField(
        label=_("File"), help_text=_("XLSX or CSV with a row of headers; at most 300 rows, one stage to a row."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class ProgressForm(forms.Form):
    """The number of the case and the code that the agency handed to the party."""

    number = forms.CharField(label=_("Case number"), max_length=100)
    code = forms.CharField(
        label=_("Progress code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("16 letters and digits, as the agency handed them to you."),
    )  # fmt: skip

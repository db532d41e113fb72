"""What staff fill in about reasons, later dates, fees and other agencies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.models import Agency
from requests_app.actions.charging import MOST_UNITS, items_before
from requests_app.fees import Method
from requests_app.forms.handling import VerbForm, day_field, long_text
from requests_app.models import FormWanted


class AskReasonsForm(VerbForm):
    why = long_text(
        gettext_lazy("What is beyond reason"),
        most=2000,
        help_text=gettext_lazy("How many requests, how often, about what (article 35). The applicant reads this."),
    )
    respond_by = day_field(
        gettext_lazy("Reasons until"),
        help_text=gettext_lazy("The time for the answer is not stopped: choose a day well before it ends."),
    )

    def prepare(self) -> None:
        self.fields["respond_by"].initial = timezone.localdate() + dt.timedelta(days=7)


class OwnDateForm(VerbForm):
    due_on = day_field(
        gettext_lazy("Answer is due on"),
        help_text=gettext_lazy("A reasonable later day, because the reasons hold (article 35). It is set only once."),
    )
    reason = long_text(gettext_lazy("Reason"), most=500, help_text=gettext_lazy("The applicant reads it."))


class ChargeForm(VerbForm):
    method = forms.ChoiceField(label=gettext_lazy("How the fee is reckoned"), choices=Method)
    units = forms.IntegerField(
        label=gettext_lazy("Items or pages"), min_value=1, max_value=MOST_UNITS, initial=1,
    )  # fmt: skip
    how_to_pay = long_text(gettext_lazy("Where and how to pay"), most=1000, rows=3)
    delivered_on = day_field(
        gettext_lazy("Notice received on"), help_text=gettext_lazy("The 30 days to pay run from the day after it.")
    )

    def prepare(self) -> None:
        self.fields["delivered_on"].initial = timezone.localdate()
        facts = {"number": items_before(self.case)}
        self.fields["units"].help_text = (
            _("By item: how many matters this request holds; earlier in this month there were %(number)s.") % facts
        )
        if self.case.form_wanted == FormWanted.INSPECTION:
            self.fields["method"].choices = [(Method.ITEMS.value, Method.ITEMS.label)]  # type: ignore[attr-defined]


class PaymentForm(VerbForm):
    paid_on = day_field(gettext_lazy("Paid on"), help_text=gettext_lazy("The 20 working days begin anew after it."))
    receipt_number = forms.CharField(label=gettext_lazy("Number of the receipt"), max_length=60, required=False)

    def prepare(self) -> None:
        self.fields["paid_on"].initial = timezone.localdate()


class TransferForm(VerbForm):
    target = forms.ModelChoiceField(
        label=gettext_lazy("Pass on to"),
        queryset=Agency.objects.none(),
        help_text=gettext_lazy("An agency of the same government. The due date stays; the applicant is told."),
    )
    reason = long_text(gettext_lazy("Reason"), most=1000, help_text=gettext_lazy("The applicant reads it."))

    def prepare(self) -> None:
        tree = Agency.objects.public().filter(root_path=self.case.root_path).exclude(pk=self.case.agency_id)
        self.fields["target"].queryset = tree  # type: ignore[attr-defined]


class ResponsibleForm(VerbForm):
    name = forms.CharField(label=gettext_lazy("Agency that is responsible"), max_length=100)
    contact = forms.CharField(
        label=gettext_lazy("How to reach it"),
        max_length=300,
        help_text=gettext_lazy("Address and telephone; the applicant reads it with the answer (article 36(5))."),
    )

    def prepare(self) -> None:
        named: Any = getattr(self.case, "responsible", None)
        if named is not None:
            self.fields["name"].initial, self.fields["contact"].initial = named.name, named.contact

"""What the public calculator of due days asks for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.workdays.days import Days
from requests_app.actions.handling import CONFIRMED_CHANNELS
from requests_app.actions.supplementing import SUPPLEMENT_LIMIT
from requests_app.actions.timing import EXTENSION_LIMIT
from requests_app.deadline import Course
from requests_app.models import Channel

FIRST_YEAR, LAST_YEAR = 2019, 2099  # the Regulations of 2019; beyond that nobody asks


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class DeadlineForm(forms.Form):
    """Days of a course of events; they must follow one another, and pauses must not lie in one another."""

    received_on = _day(gettext_lazy("Filed or arrived on"), required=True)
    channel = forms.ChoiceField(label=gettext_lazy("Came in"), choices=Channel)
    confirmed_on = _day(
        gettext_lazy("Confirmed by both sides on"),
        help_text=gettext_lazy("Online, by fax and by ordinary post (article 31)."),
    )
    supplement_asked_on = _day(gettext_lazy("Supplement asked for on"))
    supplemented_on = _day(gettext_lazy("Supplemented on"))
    paused_on = _day(
        gettext_lazy("Opinion of others asked for on"),
        help_text=gettext_lazy("The time for opinions is not counted (article 33)."),
    )
    resumed_on = _day(gettext_lazy("Opinion received on"))
    extension = forms.IntegerField(
        label=gettext_lazy("Extended by working days"), required=False, min_value=0, max_value=EXTENSION_LIMIT
    )

    def __init__(self, *args: Any, calendar: Days, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar

    def clean(self) -> dict[str, Any]:
        super().clean()
        known = dict(self.cleaned_data)  # add_error takes a value out of the other
        for name, value in list(known.items()):
            if isinstance(value, dt.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
                self.add_error(name, _("Choose a day from %(first)s on.") % {"first": FIRST_YEAR})
        if self.errors:
            return self.cleaned_data
        received = self._received(known)
        self._in_order(known, "supplement_asked_on", "supplemented_on", received)
        self._in_order(known, "paused_on", "resumed_on", received)
        self._in_time(known, received)
        self._apart(known)
        return self.cleaned_data

    def _received(self, known: dict[str, Any]) -> dt.date:
        """The day of receipt: that of confirmation where article 31 asks for one."""
        confirmed, is_confirmed = known["confirmed_on"], CONFIRMED_CHANNELS | {Channel.ORDINARY_POST}
        if confirmed is None or known["channel"] not in is_confirmed:
            return known["received_on"]
        if confirmed < known["received_on"]:
            self.add_error("confirmed_on", _("The receipt cannot be confirmed before the request was filed."))
        return confirmed

    def _in_order(self, known: dict[str, Any], first: str, last: str, received: dt.date) -> None:
        if known[first] is None:
            if known[last] is not None:
                self.add_error(first, _("Name the day on which it was asked for."))
        elif known[first] < received:
            self.add_error(first, _("This lies before the receipt."))
        elif known[last] is not None and known[last] < known[first]:
            self.add_error(last, _("This lies before the asking."))

    def _in_time(self, known: dict[str, Any], received: dt.date) -> None:
        asked = known["supplement_asked_on"]
        if asked is not None and asked > self.calendar.add_workdays(received, SUPPLEMENT_LIMIT):
            self.add_error(
                "supplement_asked_on", _("A supplement may be asked for only within 7 working days of receipt.")
            )

    def _apart(self, known: dict[str, Any]) -> None:
        """One thing is waited for at a time."""
        asked, paused = known["supplement_asked_on"], known["paused_on"]
        if asked is None or paused is None or self.errors:
            return
        ended, begun = (known["supplemented_on"], paused) if asked <= paused else (known["resumed_on"], asked)
        if ended is None or ended > begun:
            self.add_error("paused_on", _("Only one thing can be waited for at a time: let one end before the other."))

    @property
    def course(self) -> Course:
        """What `deadline.reckon` takes; the form must be valid."""
        known = self.cleaned_data
        return Course(
            self._received(known), known["supplement_asked_on"], known["supplemented_on"], known["paused_on"],
            known["resumed_on"], known["extension"] or 0,
        )  # fmt: skip

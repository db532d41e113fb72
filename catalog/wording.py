"""Time limits in plain words, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.limits import Cadence, Trigger
from catalog.models.entry import CatalogEntry
from portal.workdays.vocabulary import Unit

WITHIN = {
    Unit.WORKING_DAY: gettext_lazy("within %(number)s working days"),
    Unit.CALENDAR_DAY: gettext_lazy("within %(number)s days"),
    Unit.HOUR: gettext_lazy("within %(number)s hours"),
}
AFTER = {
    Unit.WORKING_DAY: gettext_lazy("within %(number)s working days after %(event)s"),
    Unit.CALENDAR_DAY: gettext_lazy("within %(number)s days after %(event)s"),
    Unit.HOUR: gettext_lazy("within %(number)s hours after %(event)s"),
}
SHOWN = {
    Unit.WORKING_DAY: gettext_lazy("shown for %(number)s working days"),
    Unit.CALENDAR_DAY: gettext_lazy("shown for %(number)s days"),
    Unit.HOUR: gettext_lazy("shown for %(number)s hours"),
}


def in_words(entry: CatalogEntry) -> list[str]:
    """One sentence for each limit that was read out of the entry's text; none when there was nothing to read."""
    return [limit_in_words(limit) for limit in entry.limits]


def limit_in_words(limit: Mapping[str, Any]) -> str:
    """One limit (as `CatalogEntry.limits` holds it), beginning with what it is about, if it says so."""
    sentence = _counted(limit) if limit["number"] else _paced(limit)
    return _("%(part)s: %(limit)s") % {"part": limit["about"], "limit": sentence} if limit["about"] else sentence


def _counted(limit: Mapping[str, Any]) -> str:
    number = {"number": limit["number"]}
    if limit["cadence"] == Cadence.DISPLAYED:
        return SHOWN[limit["unit"]] % number
    if limit["trigger"] == Trigger.UNSTATED:
        return WITHIN[limit["unit"]] % number
    return AFTER[limit["unit"]] % (number | {"event": Trigger(limit["trigger"]).label})


def _paced(limit: Mapping[str, Any]) -> str:
    if limit["cadence"] == Cadence.AT_EVENT:
        return _("when %(event)s") % {"event": Trigger(limit["trigger"]).label}
    return str(Cadence(limit["cadence"]).label)

"""Transition tables: which verb leads from which states to which, as data that `states.py` of each app holds."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _

from portal.refusals import Refused


class Transition(NamedTuple):
    """One row of a table: a verb is allowed from `sources` and leads to `target`."""

    sources: frozenset[str]
    target: str


class HasState(Protocol):
    state: str

    def get_state_display(self) -> str: ...


def advance(subject: HasState, verb: str, table: Mapping[str, Transition]) -> str:
    """Set `subject.state` to where `verb` leads and return the state it came from; the caller saves.

    Raises Refused when the table does not allow the verb in the present state. Call it on a locked row only.
    """
    transition = table[verb]
    before = subject.state
    if before not in transition.sources:
        raise Refused(
            _("This cannot be done any more: the case is now “%(state)s”.") % {"state": subject.get_state_display()}
        )
    subject.state = transition.target
    return before

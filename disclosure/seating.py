"""Where somebody stands who signed up for a hearing, from the seat or the waiting list to the list of participants."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition


class Seating(models.TextChoices):
    """A seat or a place on the waiting list first; then chosen by the published rules, or not."""

    SEATED = "seated", _("Has a seat")
    WAITING = "waiting", _("On the waiting list")
    SELECTED = "selected", _("Takes part")
    PASSED = "passed", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TAKING = frozenset({Seating.SEATED, Seating.SELECTED})  # what uses up a seat
_ALIVE = frozenset({Seating.SEATED, Seating.WAITING, Seating.SELECTED, Seating.PASSED})

TABLE: dict[str, Transition] = {
    "move_up": Transition(frozenset({Seating.WAITING}), Seating.SEATED),
    "select": Transition(_ALIVE, Seating.SELECTED),
    "pass_over": Transition(_ALIVE, Seating.PASSED),
    "leave": Transition(_ALIVE, Seating.WITHDRAWN),
}

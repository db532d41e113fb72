"""The way of a registration for a meeting: a seat, or a place on the waiting list until a seat becomes free."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition


class Seat(models.TextChoices):
    GIVEN = "given", _("Has a seat")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", _("Cancelled")


TABLE: dict[str, Transition] = {
    "give": Transition(frozenset({Seat.WAITING}), Seat.GIVEN),
    "cancel": Transition(frozenset({Seat.GIVEN, Seat.WAITING}), Seat.CANCELLED),
}

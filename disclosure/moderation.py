"""What becomes of a text that a citizen wrote, before and after it is shown to everybody.

Nothing is ever deleted: what is hidden stays readable for the agency and for whoever wrote it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition


class Showing(models.TextChoices):
    """Whether citizens read it."""

    WAITING = "waiting", _("Waiting to be looked at")
    SHOWN = "shown", _("Shown to everybody")
    HIDDEN = "hidden", _("Not shown")


class HiddenFor(models.TextChoices):
    """The only grounds on which what somebody wrote is not shown; that it is unwelcome is none."""

    ABUSIVE = "abusive", _("Insults or attacks somebody")
    OFF_TOPIC = "off_topic", _("Is not about this matter")
    PERSONAL = "personal", _("Holds personal data that cannot be masked")


TABLE: dict[str, Transition] = {
    "show": Transition(frozenset(Showing), Showing.SHOWN),
    "hide": Transition(frozenset(Showing), Showing.HIDDEN),
}

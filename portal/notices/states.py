"""The life of a notice, from the outbox to the reader."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition


class State(models.TextChoices):
    PENDING = "pending", _("waiting")
    INFLIGHT = "inflight", _("being sent")
    SENT = "sent", _("sent")
    RETRY = "retry", _("to be tried again")
    ABORTED = "aborted", _("no longer true")
    FAILED = "failed", _("given up")


_INFLIGHT = frozenset({State.INFLIGHT})

TABLE: dict[str, Transition] = {
    "claim": Transition(frozenset({State.PENDING, State.RETRY}), State.INFLIGHT),
    "deliver": Transition(_INFLIGHT, State.SENT),
    "postpone": Transition(_INFLIGHT, State.RETRY),
    "abort": Transition(_INFLIGHT, State.ABORTED),
    "give_up": Transition(_INFLIGHT, State.FAILED),
    "revive": Transition(frozenset({State.FAILED}), State.PENDING),
}

"""The life of a file that goes out with an answer: boxes are drawn, the file is blackened, and the result is proved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition
from requests_app.states import State


class ReleaseState(models.TextChoices):
    """Where a file stands; only a proved one may be released."""

    UPLOADED = "uploaded", _("Uploaded")
    BOXED = "boxed", _("Boxes drawn")
    ORDERED = "ordered", _("Being blackened")
    VERIFIED = "verified", _("Blackened and proved")
    FAILED = "failed", _("Blackening failed")


# While the answer is under review its files stay what the reviewer looks at; sent back, they may be changed again.
PREPARING = frozenset({State.REGISTERED, State.PROCESSING, State.SUPPLEMENTING, State.CONSULTING})

_AT_REST = frozenset({ReleaseState.UPLOADED, ReleaseState.BOXED, ReleaseState.VERIFIED, ReleaseState.FAILED})

RELEASE_TABLE: dict[str, Transition] = {
    "box": Transition(_AT_REST, ReleaseState.BOXED),
    "order": Transition(_AT_REST - {ReleaseState.VERIFIED}, ReleaseState.ORDERED),
    "verify": Transition(frozenset({ReleaseState.ORDERED}), ReleaseState.VERIFIED),
    "fail": Transition(frozenset({ReleaseState.ORDERED}), ReleaseState.FAILED),
}

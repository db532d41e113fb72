"""The way of an item from draft to publication, as a table.

The state is that of the work on the newest version. What citizens read is `Item.live_version`: a new draft of a
published item begins this way again, and the version before stays public until it is replaced or withdrawn.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.transitions import Transition


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TABLE: dict[str, Transition] = {
    # Editing is possible at any time and always leads back to a draft: an approval holds for one text only.
    "revise": Transition(frozenset(State), State.DRAFT),
    "submit": Transition(frozenset({State.DRAFT, State.RETURNED}), State.IN_REVIEW),
    "return": Transition(frozenset({State.IN_REVIEW, State.APPROVED}), State.RETURNED),
    # A signature that is not the last of the chain leaves it in review, at the next step; so does a question upward.
    "sign": Transition(frozenset({State.IN_REVIEW}), State.IN_REVIEW),
    "approve": Transition(frozenset({State.IN_REVIEW}), State.APPROVED),
    "publish": Transition(frozenset({State.APPROVED}), State.PUBLISHED),
    # A moment for the publication is set, and called off, without a change of state: until it comes nothing is public.
    "schedule": Transition(frozenset({State.APPROVED}), State.APPROVED),
    "emergency": Transition(frozenset({State.DRAFT, State.RETURNED, State.IN_REVIEW, State.APPROVED}), State.PUBLISHED),
    # What is public ends at its time; a draft that is being prepared meanwhile goes its own way (the action asks).
    "expire": Transition(frozenset({State.PUBLISHED}), State.WITHDRAWN),
    # Whatever is being prepared, what is public can be taken back at once (whether it is public, the action asks).
    "withdraw": Transition(frozenset(State) - {State.WITHDRAWN}, State.WITHDRAWN),
}

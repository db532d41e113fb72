"""The steps of a chain of review: who signs a text before it can be published, and the right that each signature takes.

Order is fixed (预审 → 保密审查 → 审批): whether a text may be public is asked before the one who answers for it signs.
"""

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.permissions import Permission


class Step(models.TextChoices):
    PRE_REVIEW = "pre_review", _("Pre-review")
    SECRECY = "secrecy", _("Secrecy review")
    APPROVAL = "approval", _("Approval")


RIGHTS: Mapping[str, Permission] = {
    Step.PRE_REVIEW: Permission.PRE_REVIEW_ITEM,
    Step.SECRECY: Permission.SECRECY_REVIEW_ITEM,
    Step.APPROVAL: Permission.REVIEW_ITEM,
}

SHIPPED = (Step.APPROVAL,)  # what holds where no agency has set a chain: one approval by a second person


def in_order(steps: Iterable[str]) -> list[str]:
    """The steps in the order in which they are signed, each once; unknown ones are left out."""
    chosen = set(steps)
    return [step.value for step in Step if step in chosen]

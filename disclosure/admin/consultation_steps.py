"""The steps of a consultation as pages of the workbench: GET asks, POST acts, each calling one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.actions import consulting, opinions
from disclosure.forms.consulting import AnswerForm, ConcludeForm, ExtendForm, ModerateForm, StepForm, TakeInForm
from disclosure.models import Consultation, Phase
from disclosure.permissions import Permission
from portal.agencies.permissions import can


class Step(NamedTuple):
    """A decision as a button: `slug` in the URL, the right it takes, the phases in which it makes sense."""

    slug: str
    permission: str
    form: type[StepForm]
    act: Callable[..., Any]
    label: Promise
    done: Promise
    phases: frozenset[str]

    @property
    def url_name(self) -> str:
        return f"disclosure_consultation_{self.slug.replace('-', '_')}"


_UNTIL_OUTCOME = frozenset({Phase.OPEN, Phase.CLOSED})

STEPS = (
    Step(
        "take-in",
        Permission.EDIT_ITEM,
        TakeInForm,
        opinions.give_opinion,
        _("Take in an opinion"),
        _("The opinion was entered."),
        frozenset({Phase.OPEN}),
    ),
    Step(
        "moderate",
        Permission.EDIT_ITEM,
        ModerateForm,
        opinions.moderate,
        _("Look at opinions"),
        _("Noted."),
        _UNTIL_OUTCOME | {Phase.OUTCOME},
    ),
    Step(
        "answer",
        Permission.EDIT_ITEM,
        AnswerForm,
        opinions.answer,
        _("Answer opinions"),
        _("The answer stands in the adoption table."),
        _UNTIL_OUTCOME,
    ),
    Step(
        "extend",
        Permission.PUBLISH_ITEM,
        ExtendForm,
        consulting.extend,
        _("Extend the window"),
        _("The window was extended; everybody reads why."),
        frozenset({Phase.ANNOUNCED, Phase.OPEN}),
    ),
    Step(
        "conclude",
        Permission.PUBLISH_ITEM,
        ConcludeForm,
        consulting.conclude,
        _("Publish the outcome"),
        _("The outcome is public; everybody who left an e-mail address is being told."),
        frozenset({Phase.CLOSED}),
    ),
)


def offered(consultation: Consultation, user: Any) -> list[Step]:
    """The steps that `user` may take on `consultation` as it stands."""
    if not consultation.item.is_live:
        return []
    return [step for step in STEPS if consultation.phase in step.phases and can(user, step.permission, on=consultation)]

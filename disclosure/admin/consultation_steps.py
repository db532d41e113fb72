"""The steps of a consultation as pages of the workbench: GET asks, POST acts, each calling one action."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from disclosure.actions import consulting, opinions
from disclosure.admin.steps import Step, in_phase
from disclosure.forms.consulting import AnswerForm, ConcludeForm, ExtendForm, ModerateForm, TakeInForm
from disclosure.models import Phase
from disclosure.permissions import Permission

_step = partial(Step, "consultation")


STEPS = (
    _step(
        "take-in",
        Permission.EDIT_ITEM,
        TakeInForm,
        opinions.give_opinion,
        _("Take in an opinion"),
        _("The opinion was entered."),
        in_phase(Phase.OPEN),
    ),
    _step(
        "moderate",
        Permission.EDIT_ITEM,
        ModerateForm,
        opinions.moderate,
        _("Look at opinions"),
        _("Noted."),
        in_phase(Phase.OPEN, Phase.CLOSED, Phase.OUTCOME),
    ),
    _step(
        "answer",
        Permission.EDIT_ITEM,
        AnswerForm,
        opinions.answer,
        _("Answer opinions"),
        _("The answer stands in the adoption table."),
        in_phase(Phase.OPEN, Phase.CLOSED),
    ),
    _step(
        "extend",
        Permission.PUBLISH_ITEM,
        ExtendForm,
        consulting.extend,
        _("Extend the window"),
        _("The window was extended; everybody reads why."),
        in_phase(Phase.ANNOUNCED, Phase.OPEN),
    ),
    _step(
        "conclude",
        Permission.PUBLISH_ITEM,
        ConcludeForm,
        consulting.conclude,
        _("Publish the outcome"),
        _("The outcome is public; everybody who left an e-mail address is being told."),
        in_phase(Phase.CLOSED),
    ),
)

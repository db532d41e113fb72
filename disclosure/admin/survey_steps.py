"""The steps of a survey as pages of the workbench: GET asks, POST acts, each calling one action."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from disclosure.actions import responding, surveying
from disclosure.admin.steps import Step, in_phase
from disclosure.forms.surveying import SurveyConcludeForm, SurveyExtendForm, SurveyTextsForm
from disclosure.models import SurveyPhase
from disclosure.permissions import Permission

_step = partial(Step, "survey")


STEPS = (
    _step(
        "moderate",
        Permission.EDIT_ITEM,
        SurveyTextsForm,
        responding.moderate_texts,
        _("Look at free texts"),
        _("Noted."),
        in_phase(SurveyPhase.CLOSED, SurveyPhase.RESULTS),
    ),
    _step(
        "extend",
        Permission.PUBLISH_ITEM,
        SurveyExtendForm,
        surveying.extend,
        _("Extend the window"),
        _("The window was extended; everybody reads why."),
        in_phase(SurveyPhase.ANNOUNCED, SurveyPhase.OPEN),
    ),
    _step(
        "conclude",
        Permission.PUBLISH_ITEM,
        SurveyConcludeForm,
        surveying.conclude,
        _("Publish the results"),
        _("The results are public and stay as they are."),
        in_phase(SurveyPhase.CLOSED),
    ),
)

"""The steps of a survey as pages of the workbench: GET asks, POST acts, each calling one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.actions import responding, surveying
from disclosure.forms.surveying import SurveyConcludeForm, SurveyExtendForm, SurveyStepForm, SurveyTextsForm
from disclosure.models import Survey, SurveyPhase
from disclosure.permissions import Permission
from portal.agencies.permissions import can


class Step(NamedTuple):
    """A decision as a button: `slug` in the URL, the right it takes, the phases in which it makes sense."""

    slug: str
    permission: str
    form: type[SurveyStepForm]
    act: Callable[..., Any]
    label: Promise
    done: Promise
    phases: frozenset[str]

    @property
    def url_name(self) -> str:
        return f"disclosure_survey_{self.slug}"


STEPS = (
    Step(
        "moderate",
        Permission.EDIT_ITEM,
        SurveyTextsForm,
        responding.moderate_texts,
        _("Look at free texts"),
        _("Noted."),
        frozenset({SurveyPhase.CLOSED, SurveyPhase.RESULTS}),
    ),
    Step(
        "extend",
        Permission.PUBLISH_ITEM,
        SurveyExtendForm,
        surveying.extend,
        _("Extend the window"),
        _("The window was extended; everybody reads why."),
        frozenset({SurveyPhase.ANNOUNCED, SurveyPhase.OPEN}),
    ),
    Step(
        "conclude",
        Permission.PUBLISH_ITEM,
        SurveyConcludeForm,
        surveying.conclude,
        _("Publish the results"),
        _("The results are public and stay as they are."),
        frozenset({SurveyPhase.CLOSED}),
    ),
)


def offered(survey: Survey, user: Any) -> list[Step]:
    """The steps that `user` may take on `survey` as it stands."""
    if not survey.item.is_live:
        return []
    return [step for step in STEPS if survey.phase in step.phases and can(user, step.permission, on=survey)]

"""The steps of a hearing as pages of the workbench: GET asks, POST acts, each calling one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.actions import hearing_outcome, hearings, participants
from disclosure.forms.hearings import (
    AnswerViewsForm,
    AttendanceForm,
    CancelForm,
    ChooseForm,
    ConcludeHearingForm,
    ExtendSignupForm,
    HearingStepForm,
    PostponeForm,
    PublishListForm,
    RecordViewForm,
)
from disclosure.models import Hearing
from disclosure.models import HearingPhase as Phase
from disclosure.permissions import Permission
from portal.agencies.permissions import can


class Step(NamedTuple):
    """A decision as a button: `slug` in the URL, the right it takes, and when it makes sense."""

    slug: str
    permission: str
    form: type[HearingStepForm]
    act: Callable[..., Any]
    label: Promise
    done: Promise
    fits: Callable[[Hearing], bool]

    @property
    def url_name(self) -> str:
        return f"disclosure_hearing_{self.slug.replace('-', '_')}"


def _before_it_begins(hearing: Hearing) -> bool:
    return hearing.phase in {Phase.ANNOUNCED, Phase.OPEN, Phase.CLOSED}


def _while_signing_up(hearing: Hearing) -> bool:
    return hearing.phase in {Phase.ANNOUNCED, Phase.OPEN}


def _while_choosing(hearing: Hearing) -> bool:
    return hearing.list_at is None and hearing.phase in {Phase.CLOSED, Phase.UNDER_WAY, Phase.HELD}


def _once_begun(hearing: Hearing) -> bool:
    return hearing.phase in {Phase.UNDER_WAY, Phase.HELD}


STEPS = (
    Step(
        "choose",
        Permission.EDIT_ITEM,
        ChooseForm,
        participants.choose,
        _("Choose participants"),
        _("Noted."),
        _while_choosing,
    ),
    Step(
        "publish-list",
        Permission.PUBLISH_ITEM,
        PublishListForm,
        participants.publish_list,
        _("Publish the list of participants"),
        _("The list is public; everybody who left an e-mail address is being told."),
        _while_choosing,
    ),
    Step(
        "attendance",
        Permission.EDIT_ITEM,
        AttendanceForm,
        participants.record_attendance,
        _("Record who came"),
        _("The attendance is noted."),
        lambda hearing: _once_begun(hearing) and hearing.list_at is not None,
    ),
    Step(
        "view",
        Permission.EDIT_ITEM,
        RecordViewForm,
        hearing_outcome.record_view,
        _("Record a view"),
        _("The view is noted; it needs an answer."),
        _once_begun,
    ),
    Step(
        "answer",
        Permission.EDIT_ITEM,
        AnswerViewsForm,
        hearing_outcome.answer_views,
        _("Answer views"),
        _("The answer stands in the adoption table."),
        _once_begun,
    ),
    Step(
        "conclude",
        Permission.PUBLISH_ITEM,
        ConcludeHearingForm,
        hearing_outcome.conclude_hearing,
        _("Publish the outcome"),
        _("The outcome is public; everybody who left an e-mail address is being told."),
        lambda hearing: hearing.phase == Phase.HELD,
    ),
    Step(
        "extend",
        Permission.PUBLISH_ITEM,
        ExtendSignupForm,
        hearings.extend_signup,
        _("Extend the sign-up"),
        _("The window was extended; everybody reads why."),
        _while_signing_up,
    ),
    Step(
        "postpone",
        Permission.PUBLISH_ITEM,
        PostponeForm,
        hearings.postpone,
        _("Put the hearing off"),
        _("The new time is public; everybody who left an e-mail address is being told."),
        _before_it_begins,
    ),
    Step(
        "cancel",
        Permission.PUBLISH_ITEM,
        CancelForm,
        hearings.cancel,
        _("Cancel the hearing"),
        _("The hearing is cancelled; everybody who left an e-mail address is being told."),
        _before_it_begins,
    ),
)


def offered(hearing: Hearing, user: Any) -> list[Step]:
    """The steps that `user` may take on `hearing` as it stands."""
    if not hearing.item.is_live:
        return []
    return [step for step in STEPS if step.fits(hearing) and can(user, step.permission, on=hearing)]

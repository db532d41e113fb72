"""The steps of a hearing as pages of the workbench: GET asks, POST acts, each calling one action."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from disclosure.actions import hearing_outcome, hearings, participants
from disclosure.admin.steps import Step, in_phase
from disclosure.forms.hearings import (
    AnswerViewsForm,
    AttendanceForm,
    CancelForm,
    ChooseForm,
    ConcludeHearingForm,
    ExtendSignupForm,
    PostponeForm,
    PublishListForm,
    RecordViewForm,
)
from disclosure.models import Hearing
from disclosure.models import HearingPhase as Phase
from disclosure.permissions import Permission

_step = partial(Step, "hearing")
_while_signing_up = in_phase(Phase.ANNOUNCED, Phase.OPEN)
_before_it_begins = in_phase(Phase.ANNOUNCED, Phase.OPEN, Phase.CLOSED)
_once_begun = in_phase(Phase.UNDER_WAY, Phase.HELD)


def _while_choosing(hearing: Hearing) -> bool:
    return hearing.list_at is None and hearing.phase in {Phase.CLOSED, Phase.UNDER_WAY, Phase.HELD}


STEPS = (
    _step(
        "choose",
        Permission.EDIT_ITEM,
        ChooseForm,
        participants.choose,
        _("Choose participants"),
        _("Noted."),
        _while_choosing,
    ),
    _step(
        "publish-list",
        Permission.PUBLISH_ITEM,
        PublishListForm,
        participants.publish_list,
        _("Publish the list of participants"),
        _("The list is public; everybody who left an e-mail address is being told."),
        _while_choosing,
    ),
    _step(
        "attendance",
        Permission.EDIT_ITEM,
        AttendanceForm,
        participants.record_attendance,
        _("Record who came"),
        _("The attendance is noted."),
        lambda hearing: _once_begun(hearing) and hearing.list_at is not None,
    ),
    _step(
        "view",
        Permission.EDIT_ITEM,
        RecordViewForm,
        hearing_outcome.record_view,
        _("Record a view"),
        _("The view is noted; it needs an answer."),
        _once_begun,
    ),
    _step(
        "answer",
        Permission.EDIT_ITEM,
        AnswerViewsForm,
        hearing_outcome.answer_views,
        _("Answer views"),
        _("The answer stands in the adoption table."),
        _once_begun,
    ),
    _step(
        "conclude",
        Permission.PUBLISH_ITEM,
        ConcludeHearingForm,
        hearing_outcome.conclude_hearing,
        _("Publish the outcome"),
        _("The outcome is public; everybody who left an e-mail address is being told."),
        in_phase(Phase.HELD),
    ),
    _step(
        "extend",
        Permission.PUBLISH_ITEM,
        ExtendSignupForm,
        hearings.extend_signup,
        _("Extend the sign-up"),
        _("The window was extended; everybody reads why."),
        _while_signing_up,
    ),
    _step(
        "postpone",
        Permission.PUBLISH_ITEM,
        PostponeForm,
        hearings.postpone,
        _("Put the hearing off"),
        _("The new time is public; everybody who left an e-mail address is being told."),
        _before_it_begins,
    ),
    _step(
        "cancel",
        Permission.PUBLISH_ITEM,
        CancelForm,
        hearings.cancel,
        _("Cancel the hearing"),
        _("The hearing is cancelled; everybody who left an e-mail address is being told."),
        _before_it_begins,
    ),
)

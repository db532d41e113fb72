"""Forms: what citizens send, and what a clerk fills in for each verb."""

from requests_app.forms.asking import DisclosureRequestForm, TopicRequestForm
from requests_app.forms.following import FollowForm, SupplementForm, WithdrawForm
from requests_app.forms.handling import (
    AnswerTopicForm,
    ConfirmForm,
    ConsultForm,
    DecideForm,
    ExtendForm,
    IntakeForm,
    NoteForm,
    OpinionForm,
    ProcessForm,
    RefuseTopicForm,
    RegisterForm,
    ReturnForm,
    SearchRecordForm,
    SupplementAskForm,
    VerbForm,
)
from requests_app.forms.matters import SplitForm
from requests_app.forms.remedying import ReopenForm

__all__ = [
    "AnswerTopicForm",
    "ConfirmForm",
    "ConsultForm",
    "DecideForm",
    "DisclosureRequestForm",
    "ExtendForm",
    "FollowForm",
    "IntakeForm",
    "NoteForm",
    "OpinionForm",
    "ProcessForm",
    "RefuseTopicForm",
    "RegisterForm",
    "ReopenForm",
    "ReturnForm",
    "SearchRecordForm",
    "SplitForm",
    "SupplementAskForm",
    "SupplementForm",
    "TopicRequestForm",
    "VerbForm",
    "WithdrawForm",
]

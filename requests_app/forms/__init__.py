"""Forms: what citizens send, and what a clerk fills in for each verb."""

from requests_app.forms.asking import DisclosureRequestForm, TopicRequestForm
from requests_app.forms.clockwork import (
    AskReasonsForm,
    ChargeForm,
    OwnDateForm,
    PaymentForm,
    ResponsibleForm,
    TransferForm,
)
from requests_app.forms.deadline import DeadlineForm
from requests_app.forms.following import FollowForm, ReasonsForm, SupplementForm, UnlinkForm, WithdrawForm
from requests_app.forms.handling import (
    AnswerTopicForm,
    ConfirmForm,
    ConsultForm,
    DecideForm,
    ExtendForm,
    NoteForm,
    OpinionForm,
    PaperSupplementForm,
    ProcessForm,
    RefuseTopicForm,
    RegisterForm,
    ReturnForm,
    SearchRecordForm,
    SupplementAskForm,
    VerbForm,
)
from requests_app.forms.intake import IntakeForm
from requests_app.forms.matters import SplitForm
from requests_app.forms.remedying import ReopenForm

__all__ = [
    "AnswerTopicForm",
    "AskReasonsForm",
    "ChargeForm",
    "ConfirmForm",
    "ConsultForm",
    "DeadlineForm",
    "DecideForm",
    "DisclosureRequestForm",
    "ExtendForm",
    "FollowForm",
    "IntakeForm",
    "NoteForm",
    "OpinionForm",
    "OwnDateForm",
    "PaperSupplementForm",
    "PaymentForm",
    "ProcessForm",
    "ReasonsForm",
    "RefuseTopicForm",
    "RegisterForm",
    "ReopenForm",
    "ResponsibleForm",
    "ReturnForm",
    "SearchRecordForm",
    "SplitForm",
    "SupplementAskForm",
    "SupplementForm",
    "TopicRequestForm",
    "TransferForm",
    "UnlinkForm",
    "VerbForm",
    "WithdrawForm",
]

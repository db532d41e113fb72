"""The verbs of the workbench: label, right, form and action of each, in the order in which work is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.permissions import Permission as ItemPermission
from portal.agencies.permissions import can
from requests_app import actions, forms
from requests_app.actions.supplementing import supplement_possible_until
from requests_app.forms.assigning import AssignForm, CoHandleForm, EndCoHandlingForm
from requests_app.forms.lettering import AssistForm
from requests_app.forms.merging import MergeRepeatForm, MergeTopicForm
from requests_app.forms.publishing import PrepareForm, PublishAnswerForm, PublishForm
from requests_app.models import Case, DisclosureRequest, Remedy, TopicRequest
from requests_app.people import is_cohandler, may_search
from requests_app.permissions import Permission
from requests_app.states import DECIDE, TOPIC_TABLE, State, allows

if TYPE_CHECKING:
    from portal.accounts.models import User


def may_be_supplemented(case: DisclosureRequest) -> bool:
    """True if a supplement can be asked for: once, and within 7 working days of receipt (article 30)."""
    return getattr(case, "supplement", None) is None and timezone.localdate() <= supplement_possible_until(case)


def not_extended(case: DisclosureRequest) -> bool:
    """True if the time was not extended yet: it may be only once (article 33)."""
    return getattr(case, "extension", None) is None


def has_cohandlers(case: DisclosureRequest) -> bool:
    return case.cohandlers.serving().exists()


def repeats_another(case: DisclosureRequest) -> bool:
    return DisclosureRequest.objects.repeatable_by(case).exists()


def is_releasable(case: DisclosureRequest) -> bool:
    return case.decisions.filter(outcome__in=actions.DISCLOSING, released_as=None).exists()


def has_earlier_topics(topic: TopicRequest) -> bool:
    return TopicRequest.objects.earlier_than(topic).unmerged().public().exists()


SENDING = frozenset(
    "register ask-supplement consult assist ask-reasons charge transfer own-date extend approve".split()  # noqa: SIM905
)


class Verb(NamedTuple):
    """One button and the page behind it. `state_verb` is its row in the tables of `states.py`."""

    name: str
    label: str | Promise
    permission: str
    form: type[forms.VerbForm]
    act: Callable[..., Any]
    state_verb: str
    needs: Callable[[Any], bool] | None = None  # what the case must have beside its state
    also: Callable[[Any, User], bool] | None = None  # who else may, without the right
    second: str = ""  # another right that it takes

    @property
    def sends_letters(self) -> bool:
        """True if its page offers to look at the letters first."""
        return self.name in SENDING

    def is_allowed(self, case: Case, user: User) -> bool:
        """True if the right allows it, whatever the state."""
        may = can(user, self.permission, on=case) or (self.also is not None and self.also(case, user))
        return may and (not self.second or can(user, self.second, on=case))

    def is_offered(self, case: Case, user: User) -> bool:
        """True if state and right allow it now; the action decides again."""
        if isinstance(case, DisclosureRequest):
            is_possible = allows(case, self.state_verb) or (self.name == "decide" and State(case.state) in DECIDE)
        else:
            is_possible = case.state in TOPIC_TABLE[self.state_verb].sources
        return is_possible and self.is_allowed(case, user) and (self.needs is None or self.needs(case))


def _record_opinion(case: DisclosureRequest, *, by: User, consultation: Any, opinion: str, text: str) -> None:
    actions.record_opinion(consultation, by=by, opinion=opinion, text=text)


_HANDLE, _REVIEW = Permission.HANDLE_REQUEST, Permission.REVIEW_REQUEST

REQUEST_VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("register", _("Register"), _HANDLE, forms.RegisterForm, actions.register, "register"),
        Verb("process", _("Take charge"), _HANDLE, forms.ProcessForm, actions.process, "process"),
        Verb("search", _("Record a search"), _HANDLE, forms.SearchRecordForm, actions.record_search, "record_search",
             also=may_search),
        Verb("split", _("Split into matters"), _HANDLE, forms.SplitForm, actions.split, "split"),
        Verb(
            "ask-supplement", _("Ask for a supplement"), _HANDLE, forms.SupplementAskForm, actions.ask_supplement,
            "ask_supplement", needs=may_be_supplemented,
        ),
        Verb(
            "supplement", _("Key in the supplement"), _HANDLE, forms.PaperSupplementForm, actions.supplement_on_paper,
            "supplement",
        ),
        Verb("consult", _("Ask for an opinion"), _HANDLE, forms.ConsultForm, actions.consult, "consult"),
        Verb("record-opinion", _("Record an opinion"), _HANDLE, forms.OpinionForm, _record_opinion, "record_opinion"),
        Verb("assist", _("Ask for assistance"), _HANDLE, AssistForm, actions.ask_assistance, "ask_assistance"),
        Verb("ask-reasons", _("Ask for reasons"), _HANDLE, forms.AskReasonsForm, actions.ask_reasons, "ask_reasons"),
        Verb("charge", _("Charge a fee"), _HANDLE, forms.ChargeForm, actions.charge_fee, "charge_fee"),
        Verb(
            "payment", _("Record the payment"), _HANDLE, forms.PaymentForm, actions.record_payment, "record_payment",
        ),
        Verb("transfer", _("Pass on"), _HANDLE, forms.TransferForm, actions.transfer, "transfer"),
        Verb(
            "responsible", _("Name who is responsible"), _HANDLE, forms.ResponsibleForm, actions.name_responsible,
            "name_responsible",
        ),
        Verb(
            "own-date", _("Set a later date"), Permission.EXTEND_REQUEST, forms.OwnDateForm, actions.set_own_date,
            "set_own_date",
        ),
        Verb("extend", _("Extend the time"), Permission.EXTEND_REQUEST, forms.ExtendForm, actions.extend, "extend",
             needs=not_extended),
        Verb("decide", _("Draft the answer"), _HANDLE, forms.DecideForm, actions.decide, "decide"),
        Verb("return", _("Send back"), _REVIEW, forms.ReturnForm, actions.return_decision, "return_decision"),
        Verb(
            "approve", _("Approve and send"), _REVIEW, forms.ConfirmForm, actions.approve_decision, "approve_decision",
        ),
        Verb("assign", _("Assign"), _HANDLE, AssignForm, actions.assign, "assign"),
        Verb("co-handle", _("Ask a colleague to help"), _HANDLE, CoHandleForm, actions.co_handle, "co_handle"),
        Verb(
            "end-co-handling", _("End a colleague's part"), _HANDLE, EndCoHandlingForm, actions.end_co_handling,
            "end_co_handling", also=is_cohandler, needs=has_cohandlers,
        ),
        Verb(
            "merge-repeat", _("Link to an earlier request"), _HANDLE, MergeRepeatForm, actions.merge_repeat,
            "merge_repeat", needs=repeats_another,
        ),
        Verb(
            "publish", _("Publish the answer for everybody"), _HANDLE, PublishForm, actions.publish_request_answer,
            "publish",
            needs=is_releasable, second=ItemPermission.EDIT_ITEM,
        ),
        Verb("archive", _("Archive"), _HANDLE, forms.ConfirmForm, actions.archive, "archive"),
        Verb(
            "reopen", _("Decide anew"), _HANDLE, forms.ReopenForm, actions.reopen, "reopen",
            needs=lambda case: Remedy.objects.to_reopen().filter(request=case).exists(),
        ),
        Verb("note", _("Write a note"), Permission.VIEW_REQUEST, forms.NoteForm, actions.add_note, "note"),
    )
}  # fmt: skip

TOPIC_VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            "answer", _("Answer by publishing"), Permission.HANDLE_TOPIC, forms.AnswerTopicForm, actions.answer_topic,
            "answer",
        ),
        Verb(
            "prepare", _("Begin the item that answers it"), Permission.HANDLE_TOPIC, PrepareForm,
            actions.prepare_answer, "answer", needs=lambda topic: topic.prepared_id is None,
            second=ItemPermission.EDIT_ITEM,
        ),
        Verb(
            "publish-answer", _("Publish and answer"), Permission.HANDLE_TOPIC, PublishAnswerForm,
            actions.publish_and_answer, "answer", needs=lambda topic: topic.prepared_id is not None,
            second=ItemPermission.PUBLISH_ITEM,
        ),
        Verb(
            "merge", _("Merge into an earlier topic"), Permission.HANDLE_TOPIC, MergeTopicForm, actions.merge_topic,
            "merge", needs=has_earlier_topics,
        ),
        Verb(
            "refuse", _("Refuse in public"), Permission.HANDLE_TOPIC, forms.RefuseTopicForm, actions.refuse_topic,
            "refuse",
        ),
    )
}  # fmt: skip

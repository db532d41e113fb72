"""The life of a request: six stages (接受 登记 办理 审核 答复 归档), and where it may wait in between."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.refusals import Refused
from portal.transitions import HasState, Transition


class State(models.TextChoices):
    """Where a disclosure request stands."""

    RECEIVED = "received", gettext_lazy("Received")
    REGISTERED = "registered", gettext_lazy("Registered")
    PROCESSING = "processing", gettext_lazy("Being processed")
    SUPPLEMENTING = "supplementing", gettext_lazy("Waiting for the supplement")
    CONSULTING = "consulting", gettext_lazy("Waiting for opinions")
    PAYING = "paying", gettext_lazy("Waiting for the fee")
    REVIEWING = "reviewing", gettext_lazy("Under review")
    ANSWERED = "answered", gettext_lazy("Answered")
    ARCHIVED = "archived", gettext_lazy("Archived")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn by the applicant")


class StageName(models.TextChoices):
    """The six stages that every request leaves a time stamp and a person in."""

    RECEIVE = "receive", gettext_lazy("Acceptance")
    REGISTER = "register", gettext_lazy("Registration")
    PROCESS = "process", gettext_lazy("Processing")
    REVIEW = "review", gettext_lazy("Review")
    REPLY = "reply", gettext_lazy("Reply")
    ARCHIVE = "archive", gettext_lazy("Archiving")


class TopicState(models.TextChoices):
    """Where a topic request stands: it ends published or refused in public, or with the one it was merged into."""

    RECEIVED = "received", gettext_lazy("Waiting for an answer")
    ANSWERED = "answered", gettext_lazy("Published")
    REFUSED = "refused", gettext_lazy("Refused with reasons")
    MERGED = "merged", gettext_lazy("Merged into another topic")


class ProposalState(models.TextChoices):
    """Where a proposal to publish proactively stands (article 44)."""

    OPEN = "open", gettext_lazy("Waiting for a decision")
    ACCEPTED = "accepted", gettext_lazy("To be published for everybody")
    DECLINED = "declined", gettext_lazy("Not to be published for everybody")


class DecisionState(models.TextChoices):
    """Where a drafted answer stands."""

    DRAFTED = "drafted", gettext_lazy("Drafted")
    RETURNED = "returned", gettext_lazy("Sent back")
    APPROVED = "approved", gettext_lazy("Approved and sent")


OPEN = frozenset(
    {
        State.RECEIVED, State.REGISTERED, State.PROCESSING, State.SUPPLEMENTING, State.CONSULTING, State.PAYING,
        State.REVIEWING,
    }
)  # fmt: skip
WORKING = frozenset({State.REGISTERED, State.PROCESSING})
WAITING = frozenset({State.SUPPLEMENTING, State.CONSULTING, State.PAYING})

TABLE: dict[str, Transition] = {
    "register": Transition(frozenset({State.RECEIVED}), State.REGISTERED),
    "process": Transition(frozenset({State.REGISTERED}), State.PROCESSING),
    "transfer": Transition(WORKING | {State.RECEIVED}, State.RECEIVED),
    "ask_supplement": Transition(WORKING, State.SUPPLEMENTING),
    "supplement": Transition(frozenset({State.SUPPLEMENTING}), State.PROCESSING),
    "consult": Transition(frozenset({State.PROCESSING, State.CONSULTING}), State.CONSULTING),
    "conclude_consultation": Transition(frozenset({State.CONSULTING}), State.PROCESSING),
    "charge_fee": Transition(WORKING, State.PAYING),
    "record_payment": Transition(frozenset({State.PAYING}), State.PROCESSING),
    "decide": Transition(frozenset({State.PROCESSING}), State.REVIEWING),
    "decide_unsupplemented": Transition(frozenset({State.SUPPLEMENTING}), State.REVIEWING),
    "decide_unpaid": Transition(frozenset({State.PAYING}), State.REVIEWING),
    "return_decision": Transition(frozenset({State.REVIEWING}), State.PROCESSING),
    "return_unsupplemented": Transition(frozenset({State.REVIEWING}), State.SUPPLEMENTING),
    "return_unpaid": Transition(frozenset({State.REVIEWING}), State.PAYING),
    "approve_decision": Transition(frozenset({State.REVIEWING}), State.ANSWERED),
    "archive": Transition(frozenset({State.ANSWERED, State.WITHDRAWN}), State.ARCHIVED),
    "reopen": Transition(frozenset({State.ANSWERED, State.ARCHIVED}), State.PROCESSING),
    "withdraw": Transition(OPEN, State.WITHDRAWN),
}

# Verbs that leave the request where it is, and where they are allowed.
STAYING: dict[str, frozenset[str]] = {
    "split": WORKING,
    "record_search": WORKING | WAITING,
    "extend": WORKING | {State.REVIEWING},
    "ask_reasons": WORKING,
    "give_reasons": WORKING | WAITING,
    "set_own_date": WORKING | {State.REVIEWING},
    "name_responsible": WORKING | WAITING,
    "record_opinion": frozenset({State.CONSULTING}),
    "note": OPEN | {State.ANSWERED},
    "assign": OPEN,
    "co_handle": OPEN,
    "end_co_handling": OPEN | {State.ANSWERED, State.ARCHIVED, State.WITHDRAWN},
    "ask_assistance": frozenset({State.REGISTERED, State.PROCESSING, State.CONSULTING}),
    "merge_repeat": OPEN - {State.RECEIVED, State.REVIEWING},
    "publish": frozenset({State.ANSWERED, State.ARCHIVED}),
    "propose": frozenset({State.ANSWERED, State.ARCHIVED}),
}

# How the answer is drafted, and how it is sent back, where something is still waited for in vain.
DECIDE = {State.SUPPLEMENTING: "decide_unsupplemented", State.PAYING: "decide_unpaid"}

TOPIC_TABLE: dict[str, Transition] = {
    "answer": Transition(frozenset({TopicState.RECEIVED}), TopicState.ANSWERED),
    "refuse": Transition(frozenset({TopicState.RECEIVED}), TopicState.REFUSED),
    "merge": Transition(frozenset({TopicState.RECEIVED}), TopicState.MERGED),
}

# Both by those who handle the agency's requests.
PROPOSAL_TABLE: dict[str, Transition] = {
    "accept": Transition(frozenset({ProposalState.OPEN}), ProposalState.ACCEPTED),
    "decline": Transition(frozenset({ProposalState.OPEN}), ProposalState.DECLINED),
}

DECISION_TABLE: dict[str, Transition] = {
    "return": Transition(frozenset({DecisionState.DRAFTED}), DecisionState.RETURNED),
    "approve": Transition(frozenset({DecisionState.DRAFTED}), DecisionState.APPROVED),
}


def allows(subject: HasState, verb: str) -> bool:
    """True if the state of `subject` allows `verb`, moving or staying."""
    sources = STAYING[verb] if verb in STAYING else TABLE[verb].sources
    return subject.state in sources


def ensure(subject: HasState, verb: str) -> None:
    """Raise Refused unless the state allows the staying `verb`; call it on a locked row only."""
    if not allows(subject, verb):
        raise Refused(
            _("This cannot be done any more: the case is now “%(state)s”.") % {"state": subject.get_state_display()}
        )

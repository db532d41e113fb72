"""What a case page offers first: the verb that the stage demands, the likely ones beside it, all others by subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.admin.verbs import Verb
from requests_app.models import Case, DisclosureRequest, Remedy, SearchRecord
from requests_app.states import DecisionState, State, TopicState

MOST_BESIDE = 3  # what stands beside the leading verb can be taken in at a glance


class Step(NamedTuple):
    """Why something is next, which verb does it, and what must hold for it; without a verb others are waited for."""

    reason: Promise
    verb: str = ""
    holds: Callable[[Any], bool] | None = None


class Arranged(NamedTuple):
    """The verbs of a case page. `lead` is None where nobody, or somebody else, is to act."""

    reason: str | Promise
    lead: Verb | None
    beside: Sequence[Verb]
    folded: Sequence[tuple[Promise, Sequence[Verb]]]


def _was_searched(case: DisclosureRequest) -> bool:
    return SearchRecord.objects.counting_for(case).exists()


def _was_sent_back(case: DisclosureRequest) -> bool:
    last = case.decisions.last()
    return last is not None and last.state == DecisionState.RETURNED


def _is_unsupplemented(case: DisclosureRequest) -> bool:
    return timezone.localdate() > case.supplement.respond_by


def _is_to_reopen(case: DisclosureRequest) -> bool:
    return Remedy.objects.to_reopen().filter(request=case).exists()


_REOPEN = Step(_("The decision was set aside or is to be changed; it is to be decided anew."), "reopen", _is_to_reopen)

# The first step that holds is the next one.
STEPS: dict[str, tuple[Step, ...]] = {
    State.RECEIVED: (Step(_("Received, but not in the register yet."), "register"),),
    State.REGISTERED: (Step(_("Registered, but nobody is in charge of it yet."), "process"),),
    State.PROCESSING: (
        Step(_("The draft was sent back; see the reason under “Answer”."), "decide", _was_sent_back),
        Step(_("A search is on record; the answer can be drafted."), "decide", _was_searched),
        Step(_("No search is on record; without one there is no reply."), "search"),
    ),
    State.SUPPLEMENTING: (
        Step(_("The time for the supplement has passed without an answer."), "decide", _is_unsupplemented),
        Step(_("The applicant is to supplement the request; time stands still until then.")),
    ),
    State.CONSULTING: (Step(_("An opinion has been asked for; record it when it comes."), "record-opinion"),),
    State.PAYING: (
        Step(_("The fee was not paid in time."), "decide", lambda case: case.fee.is_unpaid()),
        Step(_("The applicant is to pay the fee; time stands still until then."), "payment"),
    ),
    State.REVIEWING: (Step(_("The answer is drafted and waits for review."), "approve"),),
    State.ANSWERED: (_REOPEN, Step(_("The answer has been sent; the case can be put on file."), "archive")),
    State.ARCHIVED: (_REOPEN,),
    State.WITHDRAWN: (Step(_("The applicant has withdrawn the request; it can be put on file."), "archive"),),
}
TOPIC_STEPS: dict[str, tuple[Step, ...]] = {
    TopicState.RECEIVED: (
        Step(_("The item that answers it has been begun."), "publish-answer", lambda topic: topic.prepared_id),
        Step(_("The topic waits for an answer: publish, or refuse with reasons."), "answer"),
    ),
}

BESIDE: dict[str, tuple[str, ...]] = {
    State.RECEIVED: ("transfer", "assign"),
    State.REGISTERED: ("ask-supplement", "search", "transfer"),
    State.PROCESSING: ("decide", "search", "ask-supplement", "extend", "consult"),
    State.SUPPLEMENTING: ("supplement", "search", "note"),
    State.CONSULTING: ("search", "consult", "note"),
    State.PAYING: ("search", "note"),
    State.REVIEWING: ("return", "extend", "note"),
    State.ANSWERED: ("publish", "note"),
    State.ARCHIVED: ("publish",),
}
TOPIC_BESIDE: dict[str, tuple[str, ...]] = {TopicState.RECEIVED: ("prepare", "answer", "refuse")}

SUBJECTS: tuple[tuple[Promise, frozenset[str]], ...] = (
    (_("The case"), frozenset({"register", "search", "split", "merge-repeat", "note"})),
    (
        _("The clock"),
        frozenset(["ask-supplement", "supplement", "extend", "own-date", "ask-reasons", "charge", "payment"]),
    ),
    (_("People"), frozenset({"process", "assign", "co-handle", "end-co-handling", "transfer", "responsible"})),
    (_("Letters to others"), frozenset({"consult", "record-opinion", "assist"})),
    (
        _("The ending"),
        frozenset({"decide", "return", "approve", "publish", "archive", "reopen"})
        | {"answer", "prepare", "publish-answer", "merge", "refuse"},
    ),
)


def arranged(case: Case, offered: Sequence[Verb]) -> Arranged:
    """`offered`, in the order of what the stage of `case` demands; each verb stands once."""
    is_request = isinstance(case, DisclosureRequest)
    steps, likely = (STEPS, BESIDE) if is_request else (TOPIC_STEPS, TOPIC_BESIDE)
    step = next((one for one in steps.get(case.state, ()) if one.holds is None or one.holds(case)), None)
    by_name = {verb.name: verb for verb in offered}
    lead = by_name.pop(step.verb, None) if step is not None else None
    near = [name for name in likely.get(case.state, ()) if name in by_name][:MOST_BESIDE]
    beside = [by_name.pop(name) for name in near]
    folded = [(subject, [verb for name, verb in by_name.items() if name in names]) for subject, names in SUBJECTS]
    return Arranged(step.reason if step else "", lead, beside, [group for group in folded if group[1]])

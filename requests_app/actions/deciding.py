"""Review, reply and archive: 审核, 答复, 归档; and withdrawal by the applicant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.models import Item
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance
from portal.workdays import actions as clocks
from requests_app.actions.bearing import borne_outcome
from requests_app.actions.ending import end
from requests_app.actions.lettering import write
from requests_app.actions.locking import enter, locked, said
from requests_app.actions.matters import Answers, Part, outcome_of_each
from requests_app.actions.releasing import check_files, release_files
from requests_app.letter_forms import LetterForm
from requests_app.letters import tell_applicant, tell_author, tell_reviewers
from requests_app.models import Addressee, Case, Decision, DisclosureRequest, Opinion, SearchRecord
from requests_app.outcomes import Outcome, counted_as
from requests_app.permissions import Permission
from requests_app.remedies import standard_remedies
from requests_app.states import DECIDE, DECISION_TABLE, TABLE, DecisionState, StageName, State

if TYPE_CHECKING:
    from portal.accounts.models import User

# Where a draft goes back to that was written while something was waited for in vain.
RETURN = {Outcome.NOT_SUPPLEMENTED: "return_unsupplemented", Outcome.FEE_NOT_PAID: "return_unpaid"}


@transaction.atomic
def decide(
    request: DisclosureRequest,
    *,
    by: User,
    text: str,
    outcome: str = "",
    rulings: Mapping[int, str] | None = None,
    withheld: Sequence[Part] = (),
    grounds: str = "",
    remedies: str = "",
    item: Item | None = None,
) -> Decision:
    """Draft the answer and hand it to review.

    `outcome` is a row of table 3 (`outcomes.py`), which brings its article. A request that was split has `rulings`, an
    outcome by the number of each matter, or one `outcome` for all. `withheld` is what partly disclosed texts leave out.
    `grounds` are facts and reasons, needed for everything but full disclosure; `remedies` default to the standard
    paragraph; `item` is what was published with it.
    Raises NotAllowed, Refused with the field: no search on record, an empty text, an outcome the case does not bear.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    of_each = {
        matter: borne_outcome(request, value, field=f"matter_{matter.number}" if matter and rulings else "outcome")
        for matter, value in outcome_of_each(request, outcome, rulings).items()
    }
    counted = counted_as(of_each.values())
    before = advance(request, DECIDE.get(State(request.state), "decide"), TABLE)
    if not SearchRecord.objects.counting_for(request).exists():
        raise Refused(_("There is no reply without a search: record first what was searched, where and by whom."))
    check_files(request, counted)
    decision = Decision.objects.create(
        request=request,
        outcome=counted,
        article=counted.article,
        text=said(text, "text", _("The answer is empty.")),
        grounds=_grounds(counted, grounds),
        remedies=(remedies or "").strip() or standard_remedies(request.agency),
        item=live_item(item, request),
        author=by,
    )
    Answers.checked(of_each, withheld).keep_with(decision)
    request.save(update_fields=["state"])
    enter(request, StageName.REVIEW, by=by)
    after = {"state": request.state, "outcome": decision.outcome}
    record(Event.REQUEST_DECIDED, by=by, agency=request.agency, subject=request, before={"state": before}, after=after)
    tell_reviewers(request, decision_pk=decision.pk, author=by)
    return decision


def _grounds(outcome: Outcome, grounds: str) -> str:
    if outcome.needs_grounds:
        return said(grounds, "grounds", _("State the facts and reasons (articles 36 and 37)."))
    return (grounds or "").strip()


def live_item(item: Item | None, case: Case) -> Item | None:
    """`item`, if citizens can read it and it belongs to the same tree. Raises Refused(field="item")."""
    if item is not None and (not item.is_live or item.agency.root_path != case.root_path):
        raise Refused(_("Only an item that is public can be named as the answer."), field="item")
    return item


def _drafted(request: DisclosureRequest) -> Decision:
    """The draft under review, held."""
    drafts = Decision.objects.select_for_update(of=("self",)).select_related("author")
    draft = drafts.filter(request=request, state=DecisionState.DRAFTED).first()
    if draft is None:
        raise Refused(_("There is no draft to review."))
    return draft


@transaction.atomic
def return_decision(request: DisclosureRequest, *, by: User, reason: str) -> Decision:
    """Send the draft back to its author. Raises NotAllowed, Refused(field="reason")."""
    require(by, Permission.REVIEW_REQUEST, on=request)
    request = locked(request)
    draft = _drafted(request)
    before = advance(request, RETURN.get(Outcome(draft.outcome), "return_decision"), TABLE)
    _not_the_author(draft, by)
    draft.return_reason = said(reason, "reason", _("Give a reason."))
    _review(draft, "return", by=by)
    request.save(update_fields=["state"])
    enter(request, StageName.PROCESS, by=request.handler)
    facts = {"state": request.state}
    record(
        Event.REQUEST_DECISION_RETURNED, by=by, agency=request.agency, subject=request,
        before={"state": before}, after=facts,
    )  # fmt: skip
    tell_author(request, decision_pk=draft.pk, author=draft.author, reason=draft.return_reason)
    return draft


@transaction.atomic
def approve_decision(request: DisclosureRequest, *, by: User) -> Decision:
    """Let the draft through and send it: the applicant can read it from this moment, and the clock stops.

    Raises NotAllowed without the right or for the author (审核: not by the author alone), Refused.
    """
    require(by, Permission.REVIEW_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "approve_decision", TABLE)
    draft = _drafted(request)
    _not_the_author(draft, by)
    _review(draft, "approve", by=by)
    files = release_files(request, draft)
    answered_at = close(request)
    request.save(update_fields=["state", "answered_at", "working_days"])
    end(request, outcome=draft.outcome, at=answered_at, decision=draft)
    enter(request, StageName.REPLY, by=by)
    _write_answer(request, draft, by=by)
    facts = {"state": request.state, "outcome": draft.outcome, "working_days": request.working_days, "files": files}
    record(Event.REQUEST_ANSWERED, by=by, agency=request.agency, subject=request, before={"state": before}, after=facts)
    tell_applicant(Kind.REQUEST_ANSWERED, request, occasion="answered", title=gettext_lazy("Answered: %(number)s"))
    return draft


def _write_answer(request: DisclosureRequest, decision: Decision, *, by: User) -> None:
    """The decision letter; and whoever objected is told what is disclosed all the same, and why (article 32)."""
    write(request, LetterForm.DECISION, by=by, decision=decision)
    if decision.outcome in {Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED}:
        for asked in request.consultations.filter(opinion=Opinion.OBJECTION, addressee=Addressee.THIRD_PARTY):
            write(
                request, LetterForm.THIRD_PARTY_NOTICE, by=by, addressee=asked.party, consultation=asked,
                decision=decision,
            )  # fmt: skip


def _not_the_author(draft: Decision, by: User) -> None:
    if draft.author_id == by.pk:
        raise NotAllowed(_("You drafted this answer; somebody else has to review it."))


def _review(draft: Decision, verb: str, *, by: User) -> None:
    advance(draft, verb, DECISION_TABLE)
    draft.reviewer, draft.reviewed_at = by, timezone.now()
    draft.save(update_fields=["state", "reviewer", "reviewed_at", "return_reason"])


def close(case: Case) -> dt.datetime:
    """Stop the clock now and set `answered_at` and `working_days`, the days counted until today; the caller saves.

    Both stay those of the first answer when a corrected decision is replaced (`reopen`).
    """
    now = timezone.now()
    clocks.stop(case.clock, at=now)
    if case.answered_at is not None:
        return now
    case.answered_at = now
    case.working_days = max(case.clock.total - case.clock.days_left(), 0)
    return now


@transaction.atomic
def withdraw(request: DisclosureRequest, *, by: User | None) -> DisclosureRequest:
    """End the request because the applicant no longer wants an answer; the report counts it under R3_6_3.

    Whoever calls has shown the receipt code or is the applicant. Raises Refused once it is answered.
    """
    request = locked(request)
    before = advance(request, "withdraw", TABLE)
    for draft in Decision.objects.filter(request=request, state=DecisionState.DRAFTED):
        draft.delete()  # never sent, and no longer to be
    for letter in request.consultations.filter(opinion="").select_related("clock"):
        clocks.stop(letter.clock, at=timezone.now())
    now = timezone.now()
    clocks.stop(request.clock, at=now)
    request.save(update_fields=["state"])
    end(request, outcome=Outcome.OTHER, at=now)
    facts = {"state": request.state}
    record(
        Event.REQUEST_WITHDRAWN, by=None, agency=request.agency, subject=request, before={"state": before}, after=facts
    )
    return request


@transaction.atomic
def archive(request: DisclosureRequest, *, by: User) -> DisclosureRequest:
    """File an answered or withdrawn request away (归档). Raises NotAllowed, Refused."""
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "archive", TABLE)
    request.save(update_fields=["state"])
    enter(request, StageName.ARCHIVE, by=by)
    facts = {"state": request.state}
    record(Event.REQUEST_ARCHIVED, by=by, agency=request.agency, subject=request, before={"state": before}, after=facts)
    return request

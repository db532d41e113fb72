"""Reconsideration and lawsuits: recorded, answered, concluded; and the case taken up again when it was corrected."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays import actions as clocks
from portal.workdays.models import Unit
from requests_app.actions.locking import enter, locked, moment_on, not_in_the_future, said
from requests_app.models import DisclosureRequest, Remedy, RemedyKind, RemedyResult
from requests_app.permissions import Permission
from requests_app.states import TABLE, StageName

if TYPE_CHECKING:
    from portal.accounts.models import User

SIMPLIFIED_LIMIT = 5  # working days, 行政复议法 54
ORDINARY_LIMIT = 10  # working days, 行政复议法 48
REDO_LIMIT = 20  # working days, as for a request (条例 33), where the decision or judgment sets no term


@transaction.atomic
def record_remedy(
    agency: Agency,
    *,
    by: User,
    kind: str,
    body: str,
    reference_number: str,
    filed_on: dt.date,
    request: DisclosureRequest | None = None,
    earlier_number: str = "",
    reconsideration: Remedy | None = None,
    is_co_defendant: bool = False,
    is_simplified: bool = True,
    note: str = "",
    **days: dt.date | None,
) -> Remedy:
    """Enter a reconsideration or lawsuit about `request`, or about one from before the portal by its number.

    `days` are `accepted_on`, `notified_on` and `answered_on`, as for `follow_remedy`. Raises NotAllowed, Refused with
    the field: neither or both cases named, another agency's case, a lawsuit after nothing, a number entered before.
    """
    require(by, Permission.HANDLE_REQUEST, on=agency)
    remedy = Remedy(
        agency=agency,
        root_path=agency.root_path,
        kind=_kind(kind),
        body=said(body, "body", _("Name the reconsideration body or the court.")),
        reference_number=said(reference_number, "reference_number", _("Give the reference number.")),
        filed_on=not_in_the_future(filed_on, "filed_on"),
        is_co_defendant=is_co_defendant,
        is_simplified=is_simplified,
        note=(note or "").strip(),
    )
    _about(remedy, request, (earlier_number or "").strip())
    _after(remedy, reconsideration)
    _set_days(remedy, **days)
    try:
        with transaction.atomic():
            remedy.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This number has been entered before."), field="reference_number") from None
    record(Event.REMEDY_RECORDED, by=by, agency=agency, subject=remedy, after=_facts(remedy))
    return remedy


def _kind(value: str) -> RemedyKind:
    if value not in RemedyKind.values:
        raise Refused(_("Choose the kind."), field="kind")
    return RemedyKind(value)


def _about(remedy: Remedy, request: DisclosureRequest | None, earlier_number: str) -> None:
    if (request is None) == (not earlier_number):
        raise Refused(_("Name either a request of this register or the number of one from before."), field="number")
    if request is not None and request.agency_id != remedy.agency_id and not remedy.is_co_defendant:
        raise Refused(_("This request was made to another agency."), field="number")
    remedy.request, remedy.earlier_number = request, earlier_number


def _after(remedy: Remedy, reconsideration: Remedy | None) -> None:
    """A lawsuit after reconsideration names it, unless that was before the portal. Raises Refused."""
    if remedy.kind != RemedyKind.SUIT_AFTER:
        if reconsideration is not None:
            raise Refused(_("Only a lawsuit after reconsideration follows one."), field="reconsideration")
        if remedy.is_co_defendant:
            raise Refused(_("Only a lawsuit after reconsideration has a co-defendant."), field="is_co_defendant")
        return
    if reconsideration is None:
        if remedy.request is not None and not remedy.is_co_defendant:
            raise Refused(_("Name the reconsideration that this lawsuit follows."), field="reconsideration")
        return
    is_same_case = (reconsideration.request_id, reconsideration.earlier_number) == (
        remedy.request_id,
        remedy.earlier_number,
    )
    if reconsideration.kind != RemedyKind.RECONSIDERATION or not is_same_case:
        raise Refused(_("The reconsideration is about another case."), field="reconsideration")
    remedy.reconsideration = reconsideration


def _set_days(remedy: Remedy, **days: dt.date | None) -> None:
    """Set the days that are given and let the clock of the answer follow them. Raises Refused with the field."""
    for name, day in days.items():
        if day is not None and not_in_the_future(day, name) < remedy.filed_on:
            raise Refused(_("This cannot lie before the day of filing."), field=name)
        setattr(remedy, name, day)
    if remedy.answered_on is not None and (remedy.notified_on is None or remedy.answered_on < remedy.notified_on):
        raise Refused(_("The answer follows the day on which the copy was received."), field="answered_on")
    if remedy.notified_on is not None and remedy.kind == RemedyKind.RECONSIDERATION and remedy.clock is None:
        limit = SIMPLIFIED_LIMIT if remedy.is_simplified else ORDINARY_LIMIT
        remedy.clock = clocks.start_clock(
            scope=remedy.agency.path, unit=Unit.WORKING_DAY, limit=limit, at=moment_on(remedy.notified_on)
        )
    if remedy.answered_on is not None:
        _stop(remedy, moment_on(remedy.answered_on))


def _stop(remedy: Remedy, at: dt.datetime) -> None:
    if remedy.clock is not None and remedy.clock.is_running:
        clocks.stop(remedy.clock, at=max(at, remedy.clock.started_at))


@transaction.atomic
def follow_remedy(remedy: Remedy, *, by: User, note: str = "", **days: dt.date | None) -> Remedy:
    """Note how it goes on: `accepted_on`, `notified_on` (starts the time for the answer), `answered_on` (ends it).

    Raises NotAllowed, Refused with the field: concluded already, a day out of order, a day that was set before.
    """
    require(by, Permission.HANDLE_REQUEST, on=remedy)
    remedy = _held(remedy)
    before = _facts(remedy)
    if remedy.clock is not None and days.get("notified_on", remedy.notified_on) != remedy.notified_on:
        raise Refused(_("The time for the answer runs from this day already."), field="notified_on")
    if remedy.answered_on is not None and days.get("answered_on", remedy.answered_on) != remedy.answered_on:
        raise Refused(_("This day has been entered before."), field="answered_on")
    _set_days(remedy, **days)
    remedy.note = (note or "").strip()
    remedy.save(update_fields=["accepted_on", "notified_on", "answered_on", "clock", "note"])
    record(Event.REMEDY_FOLLOWED, by=by, agency=remedy.agency, subject=remedy, before=before, after=_facts(remedy))
    return remedy


@transaction.atomic
def conclude_remedy(remedy: Remedy, *, by: User, result: str, concluded_on: dt.date | None) -> Remedy:
    """Enter the result, once; the time for the answer ends with it. Raises NotAllowed, Refused with the field."""
    require(by, Permission.HANDLE_REQUEST, on=remedy)
    remedy = _held(remedy)
    if result not in RemedyResult.values or result == RemedyResult.PENDING:
        raise Refused(_("Choose the result."), field="result")
    if concluded_on is None or not_in_the_future(concluded_on, "concluded_on") < remedy.filed_on:
        raise Refused(_("Give the day of the result, on or after the day of filing."), field="concluded_on")
    before = _facts(remedy)
    remedy.result, remedy.concluded_on = result, concluded_on
    _stop(remedy, moment_on(concluded_on))
    remedy.save(update_fields=["result", "concluded_on"])
    record(Event.REMEDY_CONCLUDED, by=by, agency=remedy.agency, subject=remedy, before=before, after=_facts(remedy))
    return remedy


def _held(remedy: Remedy) -> Remedy:
    """The row as it is now, held. Raises Refused once it is concluded."""
    rows = Remedy.objects.select_for_update(of=("self",)).select_related("agency", "clock", "request")
    held = rows.get(pk=remedy.pk)
    if not held.is_pending:
        raise Refused(_("This has been concluded already."))
    return held


def _facts(remedy: Remedy) -> dict[str, Any]:
    """For the audit trail: never the note, which may name people."""
    days = {name: getattr(remedy, name) for name in ("accepted_on", "notified_on", "answered_on", "concluded_on")}
    return {"kind": remedy.kind, "number": remedy.reference_number, "result": remedy.result} | {
        name: day.isoformat() for name, day in days.items() if day is not None
    }


@transaction.atomic
def reopen(request: DisclosureRequest, *, by: User, days: int = REDO_LIMIT) -> DisclosureRequest:
    """Take up a case again whose decision was corrected, to decide it anew within `days` working days from today.

    The first answer stays as it was, with its day and outcome, and stays the one that is counted: the report of that
    year has been published with it, and what was received once is ended once (R1+R2 = R3_7+R4). Raises NotAllowed,
    Refused when no decision was corrected or it has been taken up before.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    remedy = Remedy.objects.to_reopen().select_for_update(of=("self",)).filter(request=request).first()
    if remedy is None:
        raise Refused(_("No reconsideration or judgment has corrected this decision."))
    if days < 1:
        raise Refused(_("Give the working days that the decision or judgment sets."), field="days")
    before = advance(request, "reopen", TABLE)
    now = timezone.now()
    request.first_due_at = request.first_due_at or request.clock.due_at
    request.clock = clocks.start_clock(scope=request.agency.path, unit=Unit.WORKING_DAY, limit=days, at=now)
    request.save(update_fields=["state", "clock", "first_due_at"])
    remedy.reopened_at = now
    remedy.save(update_fields=["reopened_at"])
    enter(request, StageName.PROCESS, by=by)
    facts = {"state": request.state, "remedy": remedy.reference_number, "due_on": request.clock.due_on.isoformat()}
    record(Event.REQUEST_REOPENED, by=by, agency=request.agency, subject=request, before={"state": before}, after=facts)
    return request

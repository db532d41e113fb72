"""Cases run in the portal: register, advance stage by stage, decide, end, make public, hand out the progress code."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.masking import masked
from oversight.actions.power_decisions import Decision, decide
from oversight.models import PowerCase, PowerItem, PowerSeries, PowerStep, Source
from oversight.permissions import Permission
from oversight.powers.parties import Party
from oversight.states import POWER_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.receipts import code_for, index_of
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.actions import start_clock, stop
from portal.workdays.models import Clock
from portal.workdays.vocabulary import Unit
from requests_app.public_text import names_a_person

if TYPE_CHECKING:
    from portal.accounts.models import User

TWINS = dt.timedelta(minutes=1)
LONGEST_PARTY, LONGEST_MATTER, LONGEST_NOTE = 100, 120, 300


@transaction.atomic
def register_case(
    item: PowerItem, *, by: User, party_kind: str, party_name: str, party_number: str = "", matter: str, note: str = ""
) -> PowerCase:
    """Open a case in the first stage of the flow, now; the same again within a minute is the same case.

    Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.RUN_POWER, on=item.agency)
    Agency.objects.select_for_update(no_key=True).get(pk=item.agency_id)
    check_party(item, party_kind=party_kind, party_name=party_name, party_number=party_number, matter=matter)
    now = timezone.now()
    for twin in PowerCase.objects.filter(item=item, registered_by=by, matter=matter.strip(), opened_at__gt=now - TWINS):
        if (twin.party_name, twin.party_number) == (party_name.strip(), party_number.strip()):
            return twin
    case = new_case(
        item, by=by, at=now, party_kind=party_kind, party_name=party_name.strip(), party_number=party_number.strip(),
        matter=matter.strip(),
    )  # fmt: skip
    PowerStep.objects.create(case=case, place=1, at=now, by=by, officer=by.full_name[:60], note=_note(note))
    facts = {"number": case.number, "item": item.code, "stage": case.present.name}
    record(Event.POWER_CASE_OPENED, by=by, agency=case.agency, subject=case, after=facts)
    return case


def check_party(item: PowerItem, *, party_kind: str, party_name: str, party_number: str, matter: str) -> None:
    """Raise Refused beside the field for a case that cannot be opened."""
    if not item.is_active:
        raise Refused(_("This power is not in use any more."), field="item")
    if party_kind not in Party.values:
        raise Refused(_("Choose the kind of party."), field="party_kind")
    if not party_name.strip() or len(party_name) > LONGEST_PARTY:
        raise Refused(_("Name the party, in at most 100 characters."), field="party_name")
    if len(party_number) > LONGEST_PARTY:
        raise Refused(_("At most %(limit)d characters are possible here.") % {"limit": 100}, field="party_number")
    if not matter.strip() or len(matter) > LONGEST_MATTER:
        raise Refused(_("Say what the case is about, in at most 120 characters."), field="matter")
    if names_a_person(matter) or (party_kind == Party.PERSON and party_name.strip() in matter):
        raise Refused(_("The matter is read by many; leave out who the party is."), field="matter")


def new_case(item: PowerItem, *, by: User, at: dt.datetime, **facts: object) -> PowerCase:
    """Number a case that began at `at` and start the clock of its first stage; nothing is recorded yet.

    The series is held before the first `record()` of a transaction.
    """
    year = timezone.localdate(at).year
    serial = _next_number(item.agency, year)
    case = PowerCase(
        agency=item.agency, item=item, number=f"{item.agency.code}-{year}-{serial:04d}", year=year, serial=serial,
        flow=item.flow, opened_at=at, registered_by=by, **facts,
    )  # fmt: skip
    case.clock = _started(case, at)
    case.save(force_insert=True)
    return case


def _next_number(agency: Agency, year: int) -> int:
    PowerSeries.objects.get_or_create(code=agency.code, year=year)
    series = PowerSeries.objects.select_for_update().get(code=agency.code, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _started(case: PowerCase, at: dt.datetime) -> Clock | None:
    """The clock of the stage that `case` is in since `at`; None if nothing limits it."""
    stage = case.present
    if stage.limit is None:
        return None
    return start_clock(scope=case.agency.path, unit=Unit(stage.unit), limit=stage.limit, at=at)


def enter_stage(case: PowerCase, place: int, *, at: dt.datetime) -> None:
    """Put `case` into the stage at `place` since `at`: the clock before stops, that of the stage starts."""
    if case.clock is not None and case.clock.is_running:
        stop(case.clock, at=max(at, case.clock.last_event_at))
    case.stage = place
    case.clock = _started(case, at) if place < len(case.flow) else case.clock


def hold(case: PowerCase, *, by: User) -> PowerCase:
    """Lock `case`. Raises NotAllowed for whoever does not run it."""
    rows = PowerCase.objects.select_for_update(of=("self",)).select_related("agency", "item", "clock")
    held = rows.get(pk=case.pk)
    require(by, Permission.RUN_POWER, on=held.agency)
    return held


@transaction.atomic
def advance_case(
    case: PowerCase, *, by: User, stage: str, note: str = "", decision: Decision | None = None
) -> PowerCase:
    """Enter `stage`, which must be the one that follows; the deciding one with its decision, the last one closes.

    `stage` guards against a form that was open while somebody else advanced the case. Raises NotAllowed, Refused beside
    the field: another stage, a case of an outside system, a decision where none belongs, none where one does.
    """
    held = hold(case, by=by)
    if held.source != Source.DESK:
        raise Refused(_("The stages of this case are reported by the agency's own system."))
    following = held.following
    if following is None or following.name != stage:
        raise Refused(_("The case is in another stage by now. Look at it again."))
    is_last = held.stage + 1 == len(held.flow)
    if following.decides:
        verb = "decide_and_close" if is_last else "decide"
    elif is_last:
        verb = "close"
    else:
        verb = "carry_out" if held.outcome else "advance"
    advance(held, verb, POWER_TABLE)
    if (decision is not None) != following.decides:
        raise Refused(_("The decision belongs to the stage “%(stage)s”.") % {"stage": following.name}, field="outcome")
    now = timezone.now()
    enter_stage(held, held.stage + 1, at=now)
    held.concluded_at = now if is_last else None
    PowerStep.objects.create(case=held, place=held.stage, at=now, by=by, officer=by.full_name[:60], note=_note(note))
    if decision is not None:
        decide(held, decision, by=by, at=now)
    held.save(update_fields=["state", "stage", "clock", "concluded_at"])
    facts = {"number": held.number, "stage": following.name}
    record(Event.POWER_CASE_ADVANCED, by=by, agency=held.agency, subject=held, after=facts)
    return held


def _note(note: str) -> str:
    if len(note.strip()) > LONGEST_NOTE:
        raise Refused(_("At most %(limit)d characters are possible here.") % {"limit": LONGEST_NOTE}, field="note")
    return note.strip()


@transaction.atomic
def end_case(case: PowerCase, *, by: User, reason: str) -> PowerCase:
    """End a case before its decision: withdrawn, dropped, passed to another authority. Raises NotAllowed, Refused."""
    held = hold(case, by=by)
    advance(held, "end", POWER_TABLE)
    if not reason.strip():
        raise Refused(_("Please give a reason."), field="reason")
    held.concluded_at, held.end_reason = timezone.now(), reason.strip()[:500]
    if held.clock is not None and held.clock.is_running:
        stop(held.clock, at=held.concluded_at)
    held.save(update_fields=["state", "concluded_at", "end_reason"])
    facts = {"number": held.number, "reason": held.end_reason}
    record(Event.POWER_CASE_ENDED, by=by, agency=held.agency, subject=held, after=facts)
    return held


@transaction.atomic
def publish_result(case: PowerCase, *, by: User, text: str) -> PowerCase:
    """Make the result public in these words (双公示); numbers that name a person are masked before they are stored.

    Raises NotAllowed; Refused for a case whose result is not to be public, one that is public, and words that name the
    party.
    """
    held = hold(case, by=by)
    if held.publish_clock is None:
        raise Refused(_("The result of this case is not made public."))
    if held.published_at is not None:
        raise Refused(_("The result is public already."))
    words = masked(text.strip())[:1000]
    if not words:
        raise Refused(_("Say what was decided."), field="text")
    if names_a_person(words) or (held.party_kind == Party.PERSON and held.party_name in words):
        raise Refused(_("The name of a natural person is not made public."), field="text")
    held.decision, held.published_at, held.published_by = words, timezone.now(), by
    held.save(update_fields=["decision", "published_at", "published_by"])
    stop(held.publish_clock, at=held.published_at)
    facts = {"number": held.number, "text": words}
    record(Event.POWER_RESULT_PUBLISHED, by=by, agency=held.agency, subject=held, after=facts)
    return held


@transaction.atomic
def withdraw_result(case: PowerCase, *, by: User, reason: str) -> PowerCase:
    """Take a public result back because the decision was changed, revoked or found void; everybody reads the reason.

    The agency has three working days for it (行政处罚法 art. 48). Raises NotAllowed; Refused for what is not public,
    without a reason, and with one that names a person.
    """
    held = hold(case, by=by)
    if held.published_at is None or held.withdrawn_at is not None:
        raise Refused(_("No result of this case is public."))
    said = reason.strip()[:500]
    if not said:
        raise Refused(_("Please give a reason."), field="reason")
    if names_a_person(said) or (held.party_kind == Party.PERSON and held.party_name in said):
        raise Refused(_("The name of a natural person is not made public."), field="reason")
    held.withdrawn_at, held.withdrawn_by, held.withdrawal = timezone.now(), by, said
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal"])
    facts = {"number": held.number, "reason": said}
    record(Event.POWER_RESULT_WITHDRAWN, by=by, agency=held.agency, subject=held, after=facts)
    return held


@transaction.atomic
def issue_code(case: PowerCase, *, by: User) -> str:
    """A new progress code for the party, returned once; an earlier one opens the case no more. Raises NotAllowed."""
    held = hold(case, by=by)
    code = code_for(uuid.uuid4().hex)
    had_one = held.receipt_index is not None
    held.receipt_index = index_of(code)
    held.save(update_fields=["receipt_index"])
    facts = {"number": held.number, "replaces": had_one}
    record(Event.POWER_CODE_ISSUED, by=by, agency=held.agency, subject=held, after=facts)
    return code

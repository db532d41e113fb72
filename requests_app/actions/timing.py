"""What moves the due date: supplement (art. 30), extension (art. 33), opinions of others (art. 32, 34)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays import actions as clocks
from portal.workdays.models import Unit
from requests_app.actions.lettering import write
from requests_app.actions.locking import for_the_record, locked, moment_on, not_in_the_future, said
from requests_app.letter_forms import LetterForm
from requests_app.letters import tell_applicant
from requests_app.models import Addressee, Consultation, DisclosureRequest, Extension, Opinion
from requests_app.permissions import Permission
from requests_app.states import TABLE, State, ensure

if TYPE_CHECKING:
    from portal.accounts.models import User

EXTENSION_LIMIT = 20  # working days, article 33
OPINION_LIMIT = 15  # working days from delivery of the letter, articles 32 and 34


@transaction.atomic
def extend(request: DisclosureRequest, *, by: User, days: int, reason: str) -> Extension:
    """Consent, as head of the office in charge, to `days` more working days, and tell the applicant (article 33).

    Raises NotAllowed, Refused: extended before, more than 20 days, no reason, or overdue already.
    """
    require(by, Permission.EXTEND_REQUEST, on=request)
    request = locked(request)
    ensure(request, "extend")
    if Extension.objects.filter(request=request).exists():
        raise Refused(_("The time for the answer may be extended only once."))
    if not 1 <= days <= EXTENSION_LIMIT:
        raise Refused(_("Extend by 1 to 20 working days."), field="days")
    if request.clock.is_overdue():
        raise Refused(_("The time has run out; it can no longer be extended."))
    reason = said(reason, "reason", _("Give the reason; the applicant reads it."))
    due_before = request.clock.due_on
    clocks.extend(request.clock, units=days, at=timezone.now(), reason=reason[:500])
    extension = Extension.objects.create(
        request=request, days=days, reason=reason, due_before=due_before, due_after=request.clock.due_on, by=by
    )
    write(request, LetterForm.EXTENSION_NOTICE, by=by, extension=extension)
    facts = {"days": days, "due_on": extension.due_after.isoformat()}
    record(
        Event.REQUEST_EXTENDED, by=by, agency=request.agency, subject=request,
        before={"due_on": due_before.isoformat()}, after=facts,
    )  # fmt: skip
    tell_applicant(
        Kind.REQUEST_EXTENDED, request, occasion="extension", title=gettext_lazy("More time needed: %(number)s")
    )
    return extension


@transaction.atomic
def consult(
    request: DisclosureRequest,
    *,
    by: User,
    addressee: str,
    party: str,
    letter: str,
    delivered_on: dt.date | None = None,
) -> Consultation:
    """Ask a third party (article 32) or a co-making agency (article 34) for an opinion within 15 working days.

    They run from `delivered_on` (today if None), the day the letter arrived; until every opinion is in, the time for
    the answer is not counted (article 33(3)). Raises NotAllowed, Refused with the field.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "consult", TABLE)
    day = not_in_the_future(delivered_on or timezone.localdate(), "delivered_on")
    if day < request.received_on:
        raise Refused(_("The letter cannot be older than the request."), field="delivered_on")
    asked = Consultation.objects.create(
        request=request,
        addressee=addressee,
        party=said(party, "party", _("Name who is asked.")),
        letter=said(letter, "letter", _("The letter is empty.")),
        clock=clocks.start_clock(
            scope=request.agency.path, unit=Unit.WORKING_DAY, limit=OPINION_LIMIT, at=moment_on(day)
        ),
        asked_by=by,
    )
    if before != State.CONSULTING:  # the first letter; what ran out before it is paused too, though it moves nothing
        clocks.pause(request.clock, at=timezone.now(), reason=for_the_record(gettext_lazy("opinion asked for")))
    request.save(update_fields=["state"])
    form = LetterForm.JOINT_MAKER_LETTER if addressee == Addressee.CO_MAKER else LetterForm.THIRD_PARTY_LETTER
    write(request, form, by=by, addressee=asked.party, consultation=asked)
    write(request, LetterForm.APPLICANT_NOTICE, by=by, consultation=asked)
    after = {"state": request.state, "addressee": addressee}
    record(
        Event.REQUEST_CONSULTED, by=by, agency=request.agency, subject=request, before={"state": before}, after=after
    )
    return asked


@transaction.atomic
def record_opinion(consultation: Consultation, *, by: User, opinion: str, text: str = "") -> Consultation:
    """Record what the party answered. With the last opinion the time for the answer is counted again.

    Silence can be recorded only after the 15 working days. Raises NotAllowed, Refused with the field.
    """
    require(by, Permission.HANDLE_REQUEST, on=consultation.request)
    request, asked = _pending(consultation)
    if opinion == Opinion.SILENCE and not asked.clock.is_overdue():
        raise Refused(_("The party still has time to answer."), field="opinion")
    if opinion == Opinion.OBJECTION:
        text = said(text, "text", _("An objection needs reasons."))
    return _conclude(request, asked, by=by, opinion=opinion, text=text, at=timezone.now())


@transaction.atomic
def lapse(consultation: Consultation) -> Consultation:
    """Record that the party was silent for 15 working days: the agency decides (article 32), or it counts as consent
    (article 34). The time for the answer is counted again from the end of that period, whenever this is called.
    """
    request, asked = _pending(consultation)
    if not asked.clock.is_overdue():
        raise Refused(_("The party still has time to answer."))
    return _conclude(request, asked, by=None, opinion=Opinion.SILENCE, text="", at=asked.clock.due_at)


def _pending(consultation: Consultation) -> tuple[DisclosureRequest, Consultation]:
    request = locked(consultation.request)
    ensure(request, "record_opinion")
    asked = Consultation.objects.select_for_update(of=("self",)).select_related("clock").get(pk=consultation.pk)
    if asked.opinion:
        raise Refused(_("This opinion has been recorded already."))
    return request, asked


def _conclude(
    request: DisclosureRequest, asked: Consultation, *, by: User | None, opinion: str, text: str, at: dt.datetime
) -> Consultation:
    asked.opinion, asked.opinion_text, asked.received_at = opinion, text, at
    asked.save(update_fields=["opinion", "opinion_text", "received_at"])
    clocks.stop(asked.clock, at=at)
    letters = list(request.consultations.select_related("clock"))
    before = request.state
    if all(letter.opinion for letter in letters):
        advance(request, "conclude_consultation", TABLE)
        request.save(update_fields=["state"])
        # an answer that came after its 15 working days does not hold up the count for longer than those
        counted_from = max(min(letter.received_at, letter.clock.due_at) for letter in letters if letter.received_at)
        clocks.resume(
            request.clock,
            at=max(counted_from, request.clock.last_event_at),  # letters may be older than the asking was recorded
            reason=for_the_record(gettext_lazy("opinions received")),
        )
    after = {"state": request.state, "opinion": opinion}
    record(
        Event.REQUEST_OPINION_RECEIVED, by=by, agency=request.agency, subject=request,
        before={"state": before}, after=after,
    )  # fmt: skip
    return asked

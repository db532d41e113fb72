"""The list of participants: chosen by the published rules, published before the hearing, and who then came.

重大行政决策程序暂行条例 article 16: the rules and the list are published ahead of the hearing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.hearing_letters import tell_of_list
from disclosure.actions.hearings import locked_hearing
from disclosure.models import Hearing, HearingPhase, Signup
from disclosure.permissions import Permission
from disclosure.seating import TABLE, Seating
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def choose(hearing: Hearing, *, by: User, numbers: Collection[int], verb: str, reason: str = "") -> Hearing:
    """`select` the sign-ups with these numbers, or `pass_over` them with a reason that each of them reads.

    After sign-up has closed, and until the list is published. Raises NotAllowed, Refused beside the field.
    """
    require(by, Permission.EDIT_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    _require_unpublished(hearing)
    reason = reason.strip()[:300] if verb == "pass_over" else ""
    if verb == "pass_over" and not reason:
        raise Refused(_("Give the reason, by the published rules; who was not selected reads it."), field="reason")
    chosen = _chosen(hearing, numbers)
    for signup in chosen:
        before = advance(signup, verb, TABLE)
        signup.reason = reason
        signup.save(update_fields=["state", "reason"])
        facts = {"number": signup.number, "state": signup.state, "reason": reason}
        record(
            Event.PARTICIPANTS_CHOSEN, by=by, agency=hearing.agency, subject=signup,
            before={"state": before}, after=facts,
        )  # fmt: skip
    if hearing.signups.selected().count() > hearing.seats:
        raise Refused(_("There are only %(seats)d seats.") % {"seats": hearing.seats}, field="numbers")
    return hearing


@transaction.atomic
def publish_list(hearing: Hearing, *, by: User) -> Hearing:
    """Publish who takes part: full names of those who agreed, the others masked. Once; everybody is told.

    Everybody with a seat must have been selected or not; who is still waiting stays on the waiting list. Raises
    NotAllowed, Refused.
    """
    require(by, Permission.PUBLISH_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    _require_unpublished(hearing)
    if undecided := hearing.signups.filter(state=Seating.SEATED).count():
        raise Refused(_("%(count)d people have neither been selected nor passed over.") % {"count": undecided})
    hearing.list_at, hearing.list_by = timezone.now(), by
    hearing.save(update_fields=["list_at", "list_by"])
    facts = {"participants": hearing.signups.selected().count(), "signups": hearing.last_number}
    record(Event.PARTICIPANTS_PUBLISHED, by=by, agency=hearing.agency, subject=hearing, after=facts)
    tell_of_list(hearing)
    return hearing


@transaction.atomic
def record_attendance(hearing: Hearing, *, by: User, numbers: Collection[int]) -> Hearing:
    """Note which participants came; all others of the list did not. From the beginning until the outcome.

    Raises NotAllowed, Refused.
    """
    require(by, Permission.EDIT_ITEM, on=hearing.item)
    hearing = locked_hearing(hearing)
    require_sitting(hearing)
    if hearing.list_at is None:
        raise Refused(_("Publish the list of participants first."))
    participants = list(hearing.signups.selected())
    if not set(numbers) <= {signup.number for signup in participants}:
        raise Refused(_("Choose among the participants of this hearing."), field="numbers")
    for signup in participants:
        signup.attended = signup.number in numbers
    Signup.objects.bulk_update(participants, ["attended"])
    hearing.attendance_at = timezone.now()
    hearing.save(update_fields=["attendance_at"])
    facts = {"present": sorted(numbers), "participants": len(participants)}
    record(Event.ATTENDANCE_RECORDED, by=by, agency=hearing.agency, subject=hearing, after=facts)
    return hearing


def require_sitting(hearing: Hearing) -> None:
    """Raise Refused unless the hearing has begun and its outcome is not published yet."""
    if not hearing.item.is_live:
        raise Refused(_("This hearing is not public."))
    if hearing.phase == HearingPhase.CANCELLED:
        raise Refused(_("This hearing has been cancelled."))
    if hearing.phase == HearingPhase.OUTCOME:
        raise Refused(_("The outcome has been published already."))
    if timezone.now() < hearing.starts_at:
        raise Refused(_("This hearing has not begun yet."))


def _require_unpublished(hearing: Hearing) -> None:
    if not hearing.item.is_live:
        raise Refused(_("This hearing is not public."))
    if hearing.phase == HearingPhase.CANCELLED:
        raise Refused(_("This hearing has been cancelled."))
    if not hearing.window.has_closed():
        raise Refused(_("Sign-up has not closed yet."))
    if hearing.list_at is not None:
        raise Refused(_("The list of participants has been published already."))


def _chosen(hearing: Hearing, numbers: Collection[int]) -> list[Signup]:
    chosen = list(hearing.signups.standing().filter(number__in=numbers))
    if not chosen or len(chosen) != len(set(numbers)):
        raise Refused(_("Choose at least one sign-up of this hearing."), field="numbers")
    return chosen

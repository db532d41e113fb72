"""What people who signed up for a hearing are told, each once, in the transaction of the decision that it tells of.

Only whoever left an e-mail address; the others read it on the public page and with their receipt code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.models import Hearing, HearingChange, Signup
from disclosure.seating import Seating
from portal.notices.actions import enqueue
from portal.notices.models import Kind


def tell_of_seat(signup: Signup) -> None:
    """Tell who was first on the waiting list that they have a seat now."""
    _tell(
        [signup],
        Kind.HEARING_SEAT,
        "seat",
        lambda _signup: _("You have a seat now: %(title)s"),
        lambda _signup: _(
            "Somebody gave up a seat and you were first on the waiting list. Your receipt code shows it."
        ),
    )


def tell_of_postponing(hearing: Hearing, change: HearingChange) -> None:
    words = {
        "time": timezone.localtime(hearing.starts_at).strftime("%Y-%m-%d %H:%M"),
        "place": hearing.place,
        "reason": change.reason,
    }
    _tell(
        hearing.signups.standing(),
        Kind.HEARING_CHANGED,
        f"change {change.pk}",
        lambda _signup: _("Put off: %(title)s"),
        lambda _signup: _("New time: %(time)s, place: %(place)s. Reason: %(reason)s") % words,
    )


def tell_of_cancelling(hearing: Hearing) -> None:
    _tell(
        hearing.signups.standing(),
        Kind.HEARING_CHANGED,
        "cancelled",
        lambda _signup: _("Cancelled: %(title)s"),
        lambda _signup: _("Reason: %(reason)s") % {"reason": hearing.cancelled_for},
    )


def tell_of_list(hearing: Hearing) -> None:
    """Tell everybody whether they take part; why not is shown with the receipt code alone."""
    _tell(
        hearing.signups.standing(),
        Kind.HEARING_LIST,
        "list",
        lambda signup: _("You take part: %(title)s") if _takes_part(signup) else _("Not selected: %(title)s"),
        lambda _signup: _("The list of participants is published. Your receipt code shows where you stand, and why."),
    )


def tell_of_outcome(hearing: Hearing) -> None:
    _tell(
        hearing.signups.standing(),
        Kind.HEARING_OUTCOME,
        "outcome",
        lambda _signup: _("Outcome published: %(title)s"),
        lambda _signup: _("Minutes, and what became of every view put forward, can be read on the page."),
    )


def _takes_part(signup: Signup) -> bool:
    return signup.state == Seating.SELECTED


def _tell(
    signups: Iterable[Signup],
    kind: Kind,
    occasion: str,
    title: Callable[[Signup], str],
    body: Callable[[Signup], str],
) -> None:
    for signup in signups:
        if not signup.email:
            continue
        hearing = signup.hearing
        with translation.override(settings.LANGUAGE_CODE):
            enqueue(
                kind,
                to=signup.email,
                subject=signup,
                occasion=occasion,
                title=title(signup) % {"title": hearing.item.title},
                body=body(signup),
                url=hearing.get_absolute_url(),
                agency=hearing.item.agency,
            )

"""Whether a version holds everything that publishing will need: asked when it is submitted, scheduled and published.

What would stop a publication is said to the clerk at the desk, not found out by a scheduler at midnight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.gate import stopping
from disclosure.models import (
    NOTICE,
    USUAL_DAYS,
    Attribute,
    Audience,
    Consultation,
    Hearing,
    HearingKind,
    InterpretationPlan,
    Kind,
    Survey,
    Version,
    Window,
)
from disclosure.parts import missing
from portal.refusals import Refused

PARTICIPATION = {Kind.CONSULTATION, Kind.SURVEY, Kind.HEARING}


class Obstacle(NamedTuple):
    """Why a version cannot go further: one sentence, and the field it stands beside."""

    sentence: str
    field: str | None = None


def _ground(version: Version) -> Iterator[Obstacle]:
    """Withholding needs a ground of the negative list (条例 14–16)."""
    if version.attribute == Attribute.WITHHELD and version.ground_id is None:
        yield Obstacle(_("Name the ground on which this is not disclosed."), "ground")


def _readers(version: Version) -> Iterator[Obstacle]:
    if version.audience == Audience.GROUP and version.readers_id is None:
        yield Obstacle(_("Choose the group of readers to which this is published."), "readers")


def _parts(version: Version) -> Iterator[Obstacle]:
    for part in missing(version.kind, version.parts):
        words = {"kind": version.get_kind_display(), "part": part.label}
        yield Obstacle(_("A text of the genre “%(kind)s” has to say: %(part)s.") % words, part.field)


def _interpretation(version: Version) -> Iterator[Obstacle]:
    """A policy goes to approval together with the plan of its interpretation (domain notes, matrix row 113)."""
    if version.kind == Kind.NORMATIVE and not InterpretationPlan.objects.filter(item=version.item_id).exists():
        yield Obstacle(
            _("A normative document needs an interpretation plan first: open “Register and interpretation”.")
        )


def _gate(version: Version) -> Iterator[Obstacle]:
    """Personal data, hidden parts of files, and what the word lists stop."""
    if (sentence := stopping(version)) is not None:
        yield Obstacle(sentence)


def _genre(version: Version) -> Iterator[Obstacle]:
    """What has asked the public goes on doing so under its address: the genre decides what stands there."""
    item = version.item
    if item.live_number and item.kind in PARTICIPATION and version.kind != item.kind:
        kind = item.get_kind_display()
        yield Obstacle(_("This was published as “%(kind)s”; its genre stays.") % {"kind": kind}, "kind")


def _consultation(version: Version) -> Iterator[Obstacle]:
    """A draft goes to the public with a window, its basis, an explanation and somebody to ask (国令713 article 15)."""
    if version.kind != Kind.CONSULTATION or version.item.live_number:
        return
    consultation = Consultation.objects.filter(item=version.item_id).first()
    if consultation is None:
        yield Obstacle(_("Set up the consultation first: window, basis, explanation and contact."), "kind")
        return
    if consultation.window.has_closed():
        yield Obstacle(_("The window for opinions has passed already; set another one."), "kind")
        return
    really = Window(max(consultation.opens_at, timezone.now()), consultation.closes_at)
    if really.days < USUAL_DAYS and not consultation.why_short:
        yield Obstacle(_("Fewer than 30 days are left for opinions; set a later day or give the reason."), "kind")


def _survey(version: Version) -> Iterator[Obstacle]:
    """A survey goes to everybody, with a window that is not over and something to answer."""
    if version.kind != Kind.SURVEY or version.item.live_number:
        return
    survey = Survey.objects.filter(item=version.item_id).first()
    if survey is None:
        yield Obstacle(_("Set up the survey first: its first and last day, and its questions."), "kind")
        return
    if survey.window.has_closed():
        yield Obstacle(_("The last day of the survey has passed already; set another one."), "kind")
    if not survey.questions.exists():
        yield Obstacle(_("The survey has no questions yet."), "kind")
    if version.audience != Audience.EVERYONE:
        yield Obstacle(_("A survey asks everybody: choose everyone as its audience."), "audience")


def _hearing(version: Version) -> Iterator[Obstacle]:
    """A notice goes out with time, place, seats and rules, and 7 days before a hearing (国令713 article 16)."""
    if version.kind != Kind.HEARING or version.item.live_number:
        return
    hearing = Hearing.objects.filter(item=version.item_id).first()
    if hearing is None:
        yield Obstacle(_("Set up the hearing first: time, place, seats, rules of selection and contact."), "kind")
        return
    if hearing.window.has_closed():
        yield Obstacle(_("The time for signing up has passed already; set another one."), "kind")
    if hearing.starts_at - timezone.now() >= NOTICE:
        return
    if hearing.kind == HearingKind.HEARING:
        yield Obstacle(_("Fewer than 7 days are left until the hearing; set a later day."), "kind")
    elif not hearing.why_soon:
        yield Obstacle(_("Fewer than 7 days are left until it begins; set a later day or give the reason."), "kind")


CHECKS: tuple[Callable[[Version], Iterator[Obstacle]], ...] = (
    _ground,
    _readers,
    _parts,
    _interpretation,
    _genre,
    _consultation,
    _survey,
    _hearing,
    _gate,
)


def obstacles(version: Version) -> list[Obstacle]:
    """Everything that stands in the way of `version`, in the order of the form."""
    return [obstacle for check in CHECKS for obstacle in check(version)]


def require_ready(version: Version) -> None:
    """Raise Refused for the first obstacle."""
    for obstacle in obstacles(version):
        raise Refused(obstacle.sentence, field=obstacle.field)

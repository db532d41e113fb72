"""The secrecy review (保密审查): both ways, what must not go out and what is withheld for no reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import NegativeGround
from disclosure.actions.locking import locked, newest_as_seen
from disclosure.actions.review import (
    REASON_LIMIT,
    given_reason,
    has_contributed,
    require_step,
    send_back,
    sign,
    step_of,
)
from disclosure.letters import tell_reviewers
from disclosure.models import Concern, Item, Outcome, SecrecyReview, Version
from disclosure.states import TABLE, State
from disclosure.steps import Step
from portal.agencies.models import Agency
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def review_secrecy(
    item: Item,
    *,
    by: User,
    outcome: str,
    looked_for: Iterable[str],
    ground: NegativeGround | None = None,
    note: str = "",
    seen: str | None = None,
) -> Item:
    """Record a secrecy review of the submitted version and do what follows from it.

    The step is signed if the outcome is the attribute the author chose. If it is not — too much would go out, or too
    little — the version goes back to the author with the reason. A doubtful case goes up to the agency above
    (条例 17), whose reviewers sign instead. Raises NotAllowed, Refused beside the field that is missing.
    """
    item = locked(item)
    require_step(by, item)
    version = newest_as_seen(item, seen)
    if item.state != State.IN_REVIEW or step_of(item) != Step.SECRECY:
        raise Refused(_("This item does not wait for a secrecy review."))
    if has_contributed(by, item):
        raise NotAllowed(_("You had a hand in this text; somebody else has to review it."))
    found = _checked(outcome, list(looked_for), ground, note)
    SecrecyReview.objects.create(version=version, version_hash=version.hash, reviewer=by, **found)
    facts = found | {"ground": ground.code if ground else None, "version": version.number, "hash": version.hash}
    record(Event.ITEM_SECRECY_REVIEWED, by=by, agency=item.agency, subject=item, after=facts)
    if outcome == Outcome.REFERRED:
        return _refer(item, version)
    if outcome == version.attribute:
        return sign(item, version, by=by)
    return send_back(item, version, by=by, reason=_reason(version, Outcome(outcome), ground, note))


def _checked(outcome: str, looked_for: list[str], ground: NegativeGround | None, note: str) -> dict[str, object]:
    if outcome not in Outcome.values:
        raise Refused(_("Say what the review came to."), field="outcome")
    if not set(looked_for) >= set(Concern.values):
        raise Refused(_("Look for each of these, and tick it when you have."), field="looked_for")
    if outcome in {Outcome.WITHHELD, Outcome.PARTLY} and ground is None:
        raise Refused(_("Name the ground on which this is not disclosed."), field="ground")
    if outcome == Outcome.PROACTIVE and ground is not None:
        raise Refused(_("What may be public has no ground for withholding."), field="ground")
    if outcome != Outcome.PROACTIVE:
        note = given_note(note)
    return {"outcome": outcome, "looked_for": sorted(Concern.values), "ground": ground, "note": note.strip()[:500]}


def given_note(note: str) -> str:
    """The note, which everything but a plain yes takes. Raises Refused(field="note")."""
    try:
        return given_reason(note, REASON_LIMIT)
    except Refused as refusal:
        raise Refused(str(refusal), field="note") from None


def _refer(item: Item, version: Version) -> Item:
    above = Agency.objects.filter(path__in=(item.asked_of or item.agency).ancestor_paths[:-1]).last()
    if above is None:
        raise Refused(_("There is no agency above to refer this to."), field="outcome")
    advance(item, "sign", TABLE)
    item.asked_of = above
    item.save(update_fields=["asked_of", "changed_at"])
    tell_reviewers(item, version)
    return item


def _reason(version: Version, outcome: Outcome, ground: NegativeGround | None, note: str) -> str:
    """What the author is told: what was found, on which ground, and what the reviewer says."""
    found = _("Secrecy review: %(outcome)s (chosen was: %(chosen)s).") % {
        "outcome": outcome.label,
        "chosen": version.get_attribute_display(),
    }
    return " ".join(part for part in (found, str(ground or ""), note) if part)[:REASON_LIMIT]

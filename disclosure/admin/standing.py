"""Where an item stands in its review, as the workbench shows it: the steps, the moments set, the emergency flag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from disclosure.actions.review import step_of
from disclosure.models import EmergencyRelease, Item, Review, ReviewChain, Schedule, SecrecyReview, Version
from disclosure.states import State
from disclosure.steps import Step


class StepShown(NamedTuple):
    """One step: signed by a review, being waited for, or still to come."""

    label: Any
    review: Review | None
    is_current: bool


class Standing(NamedTuple):
    steps: list[StepShown]
    asked_of: Any
    secrecy: Iterable[SecrecyReview]
    schedules: Iterable[Schedule]
    releases: Iterable[EmergencyRelease]


def standing_of(item: Item, version: Version) -> Standing:
    """What the page of `item` tells of the review of its newest `version`."""
    return Standing(
        steps=_steps(item, version),
        asked_of=item.asked_of,
        secrecy=version.secrecy_reviews.select_related("reviewer", "ground"),
        schedules=item.schedules.waiting().select_related("by", "version"),
        releases=item.releases.select_related("version", "released_by", "cleared_by"),
    )


def _steps(item: Item, version: Version) -> list[StepShown]:
    """The chain the version was submitted to; before that, the one it would be submitted to now."""
    began = item.state in {State.IN_REVIEW, State.APPROVED, State.PUBLISHED}
    chain = version.chain if began else ReviewChain.objects.passage(item.agency, version.kind).steps
    signed = {review.step: review for review in version.signatures().select_related("reviewer")} if began else {}
    current = step_of(item) if item.state == State.IN_REVIEW else None
    return [StepShown(Step(step).label, signed.get(step), step == current) for step in chain]

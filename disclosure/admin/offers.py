"""When a decision is offered on the page of an item, beyond what rights and state say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from disclosure.actions.emergency import may_clear
from disclosure.actions.review import has_contributed, has_signed, holds_step, step_of
from disclosure.models import Deed, Item
from disclosure.steps import Step

if TYPE_CHECKING:
    from portal.accounts.models import User


def approves(item: Item, user: User) -> bool:
    """A signature will do here; the secrecy review asks for more than that."""
    return step_of(item) != Step.SECRECY and _signs(item, user)


def approves_last(item: Item, user: User) -> bool:
    """The signature would be the last one, so that publication can follow at once."""
    return step_of(item) == Step.APPROVAL and _signs(item, user)


def reviews_secrecy(item: Item, user: User) -> bool:
    return step_of(item) == Step.SECRECY and holds_step(user, item) and _signs(item, user)


def is_live(item: Item, user: User) -> bool:
    return item.is_live


def was_corrected(item: Item, user: User) -> bool:
    return item.was_corrected


def waits(deed: Deed) -> Callable[[Item, User], bool]:
    """A moment for `deed` is set and has not come."""

    def set_(item: Item, user: User) -> bool:
        return item.schedules.waiting().filter(deed=deed).exists()

    return set_


def clears(item: Item, user: User) -> bool:
    """An emergency publication waits for somebody like this person."""
    release = item.releases.uncleared().select_related("version").order_by("pk").first()
    return release is not None and may_clear(user, release)


def _signs(item: Item, user: User) -> bool:
    return not has_contributed(user, item) and not has_signed(user, item.newest())

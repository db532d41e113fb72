"""Where a signed-in person may go: each room above announces its door here, and says for whom it opens.

This room knows nobody's rights; whoever announces a workplace brings the question along.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import Promise

if TYPE_CHECKING:
    from portal.accounts.models import User


class Workplace(NamedTuple):
    """A door: URL name, what stands on it, what it is for, and for whom it opens."""

    url_name: str
    title: str | Promise
    purpose: str | Promise
    opens_for: "Callable[[User], bool]"


_announced: dict[str, Workplace] = {}


def announce(*workplaces: Workplace) -> None:
    """Add workplaces, in the order in which they are shown; announcing one again replaces it."""
    _announced.update({workplace.url_name: workplace for workplace in workplaces})


def open_to(user: "User") -> list[Workplace]:
    """The workplaces that open for `user`."""
    return [workplace for workplace in _announced.values() if workplace.opens_for(user)]

"""Rows of the access table: an address, and who of the cast gets in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

ANONYMOUS = "anonymous"
HERE = {
    ANONYMOUS, "citizen", "clerk", "reviewer", "head", "sibling_clerk", "officer", "supervisor", "admin",
    "other_clerk", "other_officer",
}  # fmt: skip
MEMBERS = HERE
SIGNED_IN = MEMBERS - {ANONYMOUS}
STAFF = SIGNED_IN - {"citizen"}

# The same role on the other side; a role that nobody has there gets in nowhere.
MIRROR = {"clerk": "other_clerk", "officer": "other_officer"}

Arguments = Callable[[SimpleNamespace], dict[str, Any]]


def nothing(side: SimpleNamespace) -> dict[str, Any]:
    return {}


@dataclass
class Row:
    """Who gets in at an address, with the objects of the first government; `there` is derived, or given.

    `method` GET or POST; `host` "own" asks on the site of the side whose object it is.
    """

    open_to: set[str]
    args: Arguments = nothing
    method: str = "GET"
    there: set[str] | None = None
    query: dict[str, str] = field(default_factory=dict)

    def expected(self, side: str) -> set[str]:
        """Members who get in with the objects of `side`."""
        if side == "here":
            return self.open_to
        if self.there is not None:
            return self.there
        if self.args is nothing or self.open_to in (MEMBERS, SIGNED_IN, STAFF):
            return self.open_to
        return {MIRROR[name] for name in self.open_to if name in MIRROR}


@dataclass
class ModelRows:
    """Who gets in at the five standard admin addresses of a model."""

    lists: set[str]  # anybody who holds the right somewhere sees the (own) list
    object: Callable[[SimpleNamespace], Any]
    views: set[str]  # who opens the object of the first government
    adds: set[str] = field(default_factory=set)
    there: set[str] | None = None  # who opens the object of the second

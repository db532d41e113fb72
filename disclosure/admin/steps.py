"""A step of a consultation, survey or hearing as a page of the workbench: GET asks, POST acts, calling one action."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.forms import Form
from django.utils.functional import Promise

from portal.agencies.permissions import can


class Step(NamedTuple):
    """A decision as a button: `of` what, `slug` in the URL, the right it takes, and when it makes sense."""

    of: str
    slug: str
    permission: str
    form: type[Form]
    act: Callable[..., Any]
    label: Promise
    done: Promise
    fits: Callable[[Any], bool]

    @property
    def url_name(self) -> str:
        return f"disclosure_{self.of}_{self.slug.replace('-', '_')}"


def in_phase(*phases: str) -> Callable[[Any], bool]:
    """Fits while a row stands in one of `phases`."""
    return lambda row: row.phase in phases


def offered(steps: Iterable[Step], row: Any, user: Any) -> list[Step]:
    """Those of `steps` that `user` may take on `row` as it stands."""
    if not row.item.is_live:
        return []
    return [step for step in steps if step.fits(row) and can(user, step.permission, on=row)]

"""Rights: one question, `can`, over grants that hold for an agency and everything below it.

A superuser flag answers nothing here: whoever runs the server does not thereby read complaints or approve texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.models import Agency, AgencyGroupObjectPermission, AgencyUserObjectPermission
from portal.refusals import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


class Permission(models.TextChoices):
    """What a grant may allow on the tree itself; each app keeps an enum of its own beside its actions."""

    MANAGE_AGENCY = "manage_agency", gettext_lazy("edit the agency and its contact card")
    MANAGE_GRANTS = "manage_grants", gettext_lazy("give and take roles")
    MANAGE_CALENDAR = "manage_calendar", gettext_lazy("edit the calendar of working days")
    READ_AUDIT = "read_audit", gettext_lazy("read the audit trail")


class Role(NamedTuple):
    """A named set of permissions; a grant gives all of them on one agency and below."""

    code: str
    name: str | Promise
    permissions: frozenset[str]


class Owned(Protocol):
    """Anything that belongs to an agency."""

    agency: Agency


def grants_of(user: User | AnonymousUser) -> dict[str, set[str]]:
    """Map each permission to the tree paths it was granted on; read once per user object, that is per request."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if (known := getattr(user, "_grants", None)) is not None:
        return known
    grants: dict[str, set[str]] = {}
    own = AgencyUserObjectPermission.objects.filter(user=user)
    shared = AgencyGroupObjectPermission.objects.filter(group__user=user)
    pairs = (rows.values_list("permission__codename", "content_object__path") for rows in (own, shared))
    for codename, path in pairs_of(pairs):
        grants.setdefault(codename, set()).add(path)
    user._grants = grants  # type: ignore[union-attr,attr-defined]
    return grants


def pairs_of(querysets: Iterable[models.QuerySet]) -> Iterable[tuple[str, str]]:
    """Rows of both kinds of grants, in one query."""
    first, second = querysets
    return first.union(second)


def can(user: User | AnonymousUser, permission: str, *, on: Agency | Owned) -> bool:
    """True if `user` holds `permission` on the agency of `on`, or on one above it."""
    agency = on if isinstance(on, Agency) else on.agency
    return not grants_of(user).get(permission, set()).isdisjoint(agency.ancestor_paths)


def can_anywhere(user: User | AnonymousUser, permission: str) -> bool:
    """True if `user` holds `permission` on any agency: enough to be shown a menu entry, never a row."""
    return bool(grants_of(user).get(permission))


def require(user: User | AnonymousUser, permission: str, *, on: Agency | Owned) -> None:
    """Raise NotAllowed unless `can`."""
    if not can(user, permission, on=on):
        raise NotAllowed(_("You do not have the right to do this for this agency."))

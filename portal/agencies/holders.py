"""Who holds a permission nearest to an agency: the people that are told."""

from __future__ import annotations

from collections.abc import Iterable

from portal.accounts.models import User
from portal.agencies.models import Agency, AgencyGroupObjectPermission, AgencyUserObjectPermission


def nearest_holders(permission: str, agency: Agency, *, above: Iterable[str] | None = None) -> list[User]:
    """The active people who hold `permission` nearest to `agency`.

    Those of the agency itself; only if it has none, those of the agency above it, and so on: a head of a whole city is
    not told about every case of a bureau that has a head of its own. `above` narrows the tree paths that count.
    """
    wanted = {
        "permission__codename": permission,
        "content_object__path__in": agency.ancestor_paths if above is None else list(above),
    }
    own = AgencyUserObjectPermission.objects.filter(**wanted).values_list("content_object__path", "user")
    shared = AgencyGroupObjectPermission.objects.filter(**wanted).values_list("content_object__path", "group__user")
    grants = list(own.union(shared))
    people = {user.pk: user for user in User.objects.filter(pk__in={pk for _, pk in grants}, is_active=True)}
    nearest = max((len(path) for path, pk in grants if pk in people), default=0)
    return [people[pk] for pk in sorted({pk for path, pk in grants if pk in people and len(path) == nearest})]


class Holders:
    """`nearest_holders` of several permissions for any number of agencies, from three queries."""

    def __init__(self, permissions: Iterable[str]) -> None:
        wanted = {"permission__codename__in": set(permissions)}
        columns = ("permission__codename", "content_object__path")
        own = AgencyUserObjectPermission.objects.filter(**wanted).values_list(*columns, "user")
        shared = AgencyGroupObjectPermission.objects.filter(**wanted).values_list(*columns, "group__user")
        grants = list(own.union(shared))
        people = {user.pk: user for user in User.objects.filter(pk__in={pk for *_, pk in grants}, is_active=True)}
        self._held: dict[tuple[str, str], list[User]] = {}
        for codename, path, pk in sorted(grants, key=lambda grant: grant[2] or 0):
            if pk in people:
                self._held.setdefault((codename, path), []).append(people[pk])

    def nearest(self, permission: str, agency: Agency) -> list[User]:
        """Those of the agency itself; only if it has none, those of the agency above it, and so on. No query."""
        found = (self._held.get((permission, path), []) for path in reversed(agency.ancestor_paths))
        return next((people for people in found if people), [])

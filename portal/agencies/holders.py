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

"""Who is told what about a request."""

from __future__ import annotations

from collections.abc import Iterable

from portal.accounts.models import User
from portal.agencies.models import Agency, AgencyGroupObjectPermission, AgencyUserObjectPermission
from requests_app.models import Case, DisclosureRequest, TopicRequest
from requests_app.permissions import Permission


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


def clerks_of(case: Case) -> list[User]:
    """The clerk in charge of the case, or all who could take charge of it."""
    if isinstance(case, TopicRequest):
        return nearest_holders(Permission.HANDLE_TOPIC, case.agency)
    clerks = nearest_holders(Permission.HANDLE_REQUEST, case.agency)
    if isinstance(case, DisclosureRequest) and case.handler_id is not None:
        return [clerk for clerk in clerks if clerk.pk == case.handler_id] or clerks
    return clerks


def office_of(agency: Agency) -> list[User]:
    """The people of the nearest open government office above: who read requests for a whole government."""
    governments = Agency.objects.governments().filter(path__in=agency.ancestor_paths).values_list("path", flat=True)
    return nearest_holders(Permission.VIEW_REQUEST, agency, above=governments)


def reminded_people(case: Case) -> list[User]:
    """Clerk, head and office: each person once."""
    heads = nearest_holders(Permission.EXTEND_REQUEST, case.agency)
    found = {person.pk: person for person in (*clerks_of(case), *heads, *office_of(case.agency))}
    return list(found.values())

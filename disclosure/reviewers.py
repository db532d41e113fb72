"""Who is asked to review an item."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from disclosure.models import Contribution, Item
from disclosure.permissions import Permission
from disclosure.states import State
from disclosure.steps import RIGHTS, Step
from portal.accounts.models import User
from portal.agencies.models import Agency, AgencyGroupObjectPermission, AgencyUserObjectPermission


def reviewers_of(item: Item) -> list[User]:
    """The people nearest to the item's agency who may sign its present step.

    None of them had a hand in it since the last publication, or signed another step where the chain wants a person for
    each. A step that was referred upward is asked of the agency above.
    """
    excluded = Q(pk__in=_writers(item))
    if item.state == State.IN_REVIEW and not (version := item.newest()).same_signer:
        excluded |= Q(pk__in=version.signatures().values("reviewer"))
    right = RIGHTS[item.step or Step.APPROVAL]
    return nearest_holders(item.asked_of or item.agency, right, among=User.objects.exclude(excluded))


def nearest_holders(agency: Agency, permission: Permission | str, *, among: QuerySet[User] | None = None) -> list[User]:
    """The people with `permission` on `agency`; only if it has none, those of the agency above it, and so on.

    A reviewer of the whole city is not asked about every notice of a village that has reviewers of its own.
    """
    wanted = {"permission__codename": permission, "content_object__path__in": agency.ancestor_paths}
    own = AgencyUserObjectPermission.objects.filter(**wanted).values_list("content_object__path", "user")
    shared = AgencyGroupObjectPermission.objects.filter(**wanted).values_list("content_object__path", "group__user")
    grants = [(path, person) for path, person in own.union(shared) if person is not None]
    everybody = User.objects.all() if among is None else among
    chosen = everybody.filter(pk__in={person for _, person in grants}, is_active=True)
    people = {user.pk: user for user in chosen}
    eligible = [(path, person) for path, person in grants if person in people]
    nearest = max((len(path) for path, _ in eligible), default=0)
    return [people[person] for person in sorted({person for path, person in eligible if len(path) == nearest})]


def _writers(item: Item) -> QuerySet:
    return Contribution.objects.filter(version__item=item, version__number__gt=item.live_number).values("person")

"""Who is asked to review an item."""

from __future__ import annotations

from django.db.models import Q

from disclosure.models import Contribution, Item
from disclosure.permissions import Permission
from portal.accounts.models import User
from portal.agencies.models import AgencyGroupObjectPermission, AgencyUserObjectPermission


def reviewers_of(item: Item) -> list[User]:
    """The people nearest to the item's agency who may review it and had no hand in it since the last publication.

    Nearest: those of the agency itself; only if it has none, those of the agency above it, and so on. A reviewer of the
    whole city is not asked about every notice of a village that has reviewers of its own.
    """
    wanted = {
        "permission__codename": Permission.REVIEW_ITEM,
        "content_object__path__in": item.agency.ancestor_paths,
    }
    own = AgencyUserObjectPermission.objects.filter(**wanted).values_list("content_object__path", "user")
    shared = AgencyGroupObjectPermission.objects.filter(**wanted).values_list("content_object__path", "group__user")
    grants = [(path, person) for path, person in own.union(shared) if person is not None]
    writers = Contribution.objects.filter(version__item=item, version__number__gt=item.live_number)
    people = {
        user.pk: user
        for user in User.objects.filter(Q(pk__in={person for _, person in grants}), is_active=True).exclude(
            pk__in=writers.values("person")
        )
    }
    eligible = [(path, person) for path, person in grants if person in people]
    nearest = max((len(path) for path, _ in eligible), default=0)
    return [people[person] for person in sorted({person for path, person in eligible if len(path) == nearest})]

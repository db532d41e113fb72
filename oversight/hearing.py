"""Who hears a complaint: always somebody above the accused, never the accused."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.agencies.models import (
    Agency,
    AgencyGroupObjectPermission,
    AgencyQuerySet,
    AgencyUserObjectPermission,
    Kind,
)


def hearing_path(accused: Agency, governments: Collection[str]) -> str | None:
    """The path of who hears complaints about `accused`, given the paths of the governments of its tree.

    The nearest government strictly above; for a government's own open government office, the one above that
    government. None when the tree ends: such a complaint belongs to a superior outside this installation.
    Source: 检举控告工作规则 art. 47 (nothing ever passes to the accused body).
    """
    above = [path for path in reversed(accused.ancestor_paths[:-1]) if path in governments]
    skipped = 1 if accused.kind == Kind.OFFICE else 0
    return above[skipped] if len(above) > skipped else None


def governments_of_tree(agency: Agency) -> set[str]:
    """Paths of every government of the tree that `agency` stands in. One query."""
    governments = Agency.objects.governments().filter(path__startswith=agency.path[: Agency.steplen])
    return set(governments.values_list("path", flat=True))


def hearing_government(accused: Agency) -> Agency | None:
    """Who hears complaints about `accused`: see `hearing_path`."""
    path = hearing_path(accused, governments_of_tree(accused))
    return Agency.objects.filter(path=path).first() if path else None


def accusable(government: Agency) -> AgencyQuerySet:
    """Active agencies of `government` about which a complaint can be heard inside this installation."""
    listed = Agency.objects.public().under(government)
    governments = governments_of_tree(government)
    # only the root, and offices directly under it, have nobody above who could hear
    candidates = listed.filter(Q(depth=1) | Q(kind=Kind.OFFICE))
    unheard = [agency.pk for agency in candidates if hearing_path(agency, governments) is None]
    return listed.exclude(pk__in=unheard)


def hearers(accused: Agency, government: Agency, permission: str) -> QuerySet[User]:
    """Active accounts that hold `permission` on `government` or above and do not serve `accused` in any way."""
    held = Q(content_object__path__in=government.ancestor_paths, permission__codename=permission)
    serving = Q(content_object__path__startswith=accused.path)
    return User.objects.filter(is_active=True).filter(_granted(held)).exclude(_granted(serving)).order_by("pk")


def holders(permission: str, agency: Agency) -> QuerySet[User]:
    """Active accounts to which `permission` was granted on `agency` itself."""
    return (
        User.objects.filter(is_active=True)
        .filter(_granted(Q(content_object=agency, permission__codename=permission)))
        .order_by("pk")
    )


def holders_at_or_above(permission: str, agency: Agency) -> QuerySet[User]:
    """Active accounts to which `permission` was granted on `agency` or above."""
    held = Q(content_object__path__in=agency.ancestor_paths, permission__codename=permission)
    return User.objects.filter(is_active=True).filter(_granted(held)).order_by("pk")


def _granted(condition: Q) -> Q:
    own = AgencyUserObjectPermission.objects.filter(condition).values("user")
    shared = AgencyGroupObjectPermission.objects.filter(condition).values("group")
    return Q(pk__in=own) | Q(pk__in=User.groups.through.objects.filter(group__in=shared).values("user"))

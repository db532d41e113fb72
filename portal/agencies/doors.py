"""The three doors into agency-owned data: `public`, `visible_to`, `managed_by`. There is no other way in.

A test forbids bare `.objects.all/get/filter` in views, API, admin and feeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q

from portal.agencies.models import Agency

if TYPE_CHECKING:
    from portal.accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row], Generic[Row]):
    """Base of the querysets of everything that belongs to an agency.

    A subclass says what is public (`is_public`), where its agency stands (`agency_field`) and which permission opens
    its workbench (`manage_permission`).
    """

    agency_field = "agency"
    manage_permission: str

    def is_public(self) -> Q:
        """What every citizen may read. Nothing, unless a subclass says so."""
        return Q(pk__in=[])

    def public(self) -> Self:
        """Rows that every citizen may read."""
        return self.filter(self.is_public())

    def visible_to(self, user: User) -> Self:
        """Rows that `user` may read: the public ones and those of the agencies they serve."""
        return self.filter(self.is_public() | self._of_agencies(user, self.manage_permission))

    def managed_by(self, user: User, permission: str | None = None) -> Self:
        """Rows of agencies on which `user` holds `permission` (by default the one that opens the workbench)."""
        return self.filter(self._of_agencies(user, permission or self.manage_permission))

    def under(self, agency: Agency) -> Self:
        """Rows of `agency` and everything below it."""
        return self.filter(**{f"{self.agency_field}__path__startswith": agency.path})

    def _of_agencies(self, user: User, permission: str) -> Q:
        # order_by(): treebeard's tree order inside a subquery would only cost a sort
        return Q(**{f"{self.agency_field}__in": Agency.objects.managed_by(user, permission).order_by()})

"""Questions about items: which are public, which wait for whom, which are evidence of what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from disclosure.models.described import Audience, Kind
from disclosure.permissions import Permission
from disclosure.states import State
from disclosure.steps import RIGHTS, Step
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.uploads.models import StoredFile

if TYPE_CHECKING:
    from catalog.models import CatalogEntry, Duty
    from disclosure.models.item import Item  # noqa: F401  # the type of the rows, named in quotes below
    from portal.accounts.models import User


class ItemQuerySet(OwnedQuerySet["Item"]):
    """Items as sentences: `Item.objects.public().under(city).newest_first()`."""

    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        """Published, and to everyone: what is for staff or for a named group never passes this door."""
        return Q(live_version__isnull=False, audience=Audience.EVERYONE)

    def with_tombstones(self) -> Self:
        """What is public, and what was and was withdrawn: the addresses that must keep answering."""
        return self.filter(self.is_public() | Q(withdrawn_at__isnull=False, audience=Audience.EVERYONE))

    def published_to(self, user: User) -> Self:
        """Live items that are not for everyone but for `user`: as staff of the agency, or in the group of readers.

        Staff are those who work for the agency, for one below it, or supervise it.
        """
        serves = Agency.objects.managed_by(user, self.manage_permission).order_by()
        above = {path for agency in serves for path in agency.ancestor_paths}
        staff = Q(audience=Audience.STAFF) & (Q(agency__in=serves) | Q(agency__path__in=above))
        group = Q(audience=Audience.GROUP, readers__in=user.reader_groups.all())
        return self.filter(staff | group, live_version__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def for_lists(self) -> Self:
        """With what a line of a list shows: agency, and the area of the entry."""
        return self.select_related("agency", "entry__area").defer("agency__functions", "withdrawal_reason")

    def for_reading(self) -> Self:
        """With everything that the page of one item shows."""
        return self.select_related("agency", "entry__area", "live_version").prefetch_related(
            "live_version__attachments__file"
        )

    def of_agency(self, code: str) -> Self:
        """Of the agency itself, not of those below it (`under`)."""
        return self.filter(agency__code=code)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def guides_of(self, agency: Agency) -> Self:
        """The guides to government information of an agency that were not taken back, the newest first."""
        guides = self.filter(agency=agency, kind=Kind.DISCLOSURE_GUIDE, withdrawn_at=None)
        return guides.order_by(models.F("published_at").desc(nulls_last=True), "-pk")

    def newest_of_its_agency(self) -> Self:
        """Of the public items of each agency with the same genre only the one published last."""
        later = self.model.objects.public().filter(agency=models.OuterRef("agency"), kind=models.OuterRef("kind"))
        return self.filter(pk=models.Subquery(later.order_by("-published_at", "-pk").values("pk")[:1]))

    def count_by_kind(self) -> dict[str, int]:
        """How many there are of each genre. One query."""
        return dict(self.order_by().values_list("kind").annotate(models.Count("pk")))

    def of_area(self, number: int | str) -> Self:
        return self.filter(entry__area__number=number)

    def fulfilling(self, entry: CatalogEntry) -> Self:
        return self.filter(entry=entry)

    def standing_for(self, duty: Duty) -> Self:
        """The evidence of a duty: what its agency has public, to whomever, under its entry."""
        return self.filter(agency=duty.agency_id, entry=duty.entry_id, live_version__isnull=False)

    def published_between(self, since: dt.date | None, until: dt.date | None) -> Self:
        """Published on or after `since` and on or before `until`, as days of the portal's time zone."""
        chosen = self
        if since is not None:
            chosen = chosen.filter(published_at__gte=_midnight(since))
        if until is not None:
            chosen = chosen.filter(published_at__lt=_midnight(until + dt.timedelta(days=1)))
        return chosen

    def with_texts_to_index(self) -> Self:
        """Public items whose attachments were still being read when they were indexed, and are not any more."""
        unread = StoredFile.objects.waiting().order_by().filter(attached_to__version=models.OuterRef("live_version"))
        return self.public().filter(~models.Exists(unread), awaits_text=True).order_by("pk")

    def waiting_for(self, user: User) -> Self:
        """What stands at a step that `user` may sign, and neither wrote nor signed before: their work as a reviewer."""
        later = Q(versions__number__gt=models.F("live_number")) & Q(versions__contributions__person=user)
        wrote = self.model.objects.filter(later, pk=models.OuterRef("pk"))
        versions = self.model.versions.field.model._default_manager  # that module needs this one
        newest = versions.filter(item=models.OuterRef("item")).order_by("-number").values("pk")[:1]
        signed = versions.filter(
            item=models.OuterRef("pk"),
            pk=models.Subquery(newest),  # a signature under an older text keeps nobody from this one
            same_signer=False,
            reviews__reviewer=user,
            reviews__verdict="approved",
            reviews__created_at__gte=models.F("submitted_at"),
        )
        mine = self.filter(self._at_steps_of(user), state=State.IN_REVIEW)
        return mine.filter(~models.Exists(wrote), ~models.Exists(signed))

    def _at_steps_of(self, user: User) -> Q:
        mine = Q(pk__in=[])
        for step, right in RIGHTS.items():
            served = Agency.objects.managed_by(user, right).order_by()
            here = Q(asked_of=None, agency__in=served) | Q(asked_of__in=served)
            mine |= here & Q(step__in=[step, ""] if step == Step.APPROVAL else [step])
        return mine

    def scheduled(self) -> Self:
        """With a publication, or an end of publication, that is still to come."""
        waiting = Q(schedules__done_at=None, schedules__voided_at=None, schedules__isnull=False)
        return self.filter(pk__in=self.model.objects.filter(waiting).values("pk"))

    def released_in_emergency(self) -> Self:
        """Published before its chain of review was complete, and not cleared since."""
        flagged = Q(releases__isnull=False, releases__cleared_at=None)
        return self.filter(pk__in=self.model.objects.filter(flagged).values("pk"))

    def to_mend_by(self, user: User) -> Self:
        """What was sent back to an agency for which `user` writes."""
        return self.managed_by(user, Permission.EDIT_ITEM).filter(state=State.RETURNED)

    def to_publish_by(self, user: User) -> Self:
        """What has been approved and waits for somebody with the right of `user` to publish it."""
        return self.managed_by(user, Permission.PUBLISH_ITEM).filter(state=State.APPROVED)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))

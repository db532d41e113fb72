"""An item: one thing an agency discloses, under one index number for good."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Audience, Described
from disclosure.models.withdrawal import WithdrawalGround
from disclosure.permissions import Permission
from disclosure.states import State
from disclosure.steps import RIGHTS, Step
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.uploads.models import StoredFile

if TYPE_CHECKING:
    from catalog.models import CatalogEntry, Duty
    from disclosure.models.version import Version
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
        versions = self.model.versions.field.model._default_manager  # the class is defined after this one
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


class Item(Described):
    """What an agency discloses.

    Title and metadata are those of the live version or, before anything is public, of the newest draft. `state` is
    the state of the work on the newest version (`states.py`).
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="items")
    index_no = models.CharField(_("index number"), max_length=60, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    live_version = models.OneToOneField(
        "disclosure.Version",
        verbose_name=_("public version"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="live_on",
    )
    live_number = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Number of the version published last; 0 before the first publication.")
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_as = models.CharField(
        max_length=100, blank=True, editable=False,
        help_text=_("Name of the agency when the public version was published, where it has changed since."),
    )  # fmt: skip
    awaits_text = models.BooleanField(
        default=False, editable=False, help_text=_("The text of an attachment is still to be read for the search.")
    )
    draft_key = models.UUIDField(null=True, editable=False)
    step = models.CharField(
        _("step"), max_length=10, choices=Step, blank=True, editable=False, help_text=_("Waited for while in review.")
    )
    asked_of = models.ForeignKey(  # the agency above, once the step was referred to it (条例 17)
        Agency, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    has_expired = models.BooleanField(
        default=False, editable=False, help_text=_("It left the public site because its time had come.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True, editable=False)
    withdrawal_ground = models.CharField(
        _("ground of the withdrawal"), max_length=10, choices=WithdrawalGround, blank=True, editable=False
    )
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="replaces",
        verbose_name=_("replacement"),
    )
    sealed_number = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Versions up to this number were taken back and are not shown again.")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        default_permissions = ()
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["index_no", "agency"], name="item_index_number_unique"),
            models.UniqueConstraint(fields=["agency", "draft_key"], name="item_begun_once_per_form"),
            models.CheckConstraint(
                condition=Q(live_version__isnull=True) | Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="item_public_has_time_and_is_not_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="item_withdrawal_has_time_person_and_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-published_at"], name="item_agency_newest"),
            models.Index(fields=["-published_at", "-id"], name="item_newest"),
            models.Index(fields=["entry", "-published_at"], name="item_entry_newest"),
            models.Index(fields=["state", "agency"], name="item_state_agency"),
            models.Index(fields=["awaits_text"], condition=Q(awaits_text=True), name="item_awaiting_text"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("disclosure:item_detail", args=[self.index_no])

    @property
    def is_live(self) -> bool:
        return self.live_version_id is not None

    @property
    def is_withdrawn(self) -> bool:
        """True while citizens see the tombstone, even if a corrected version is being prepared."""
        return self.withdrawn_at is not None

    @property
    def was_corrected(self) -> bool:
        """True if what is public replaced an earlier published text."""
        return self.is_live and self.versions.filter(published_at__isnull=False).count() > 1

    @property
    def shown_title(self) -> str:
        """The title on the tombstone: what was taken back as sensitive may say in its title what must not be read."""
        if self.withdrawal_ground == WithdrawalGround.SENSITIVE:
            return gettext("Title not shown")
        return self.title

    @property
    def public_replacement(self) -> Item | None:
        """What stands in its place, if that is public itself."""
        return Item.objects.public().filter(pk=self.replaced_by_id).first() if self.replaced_by_id else None

    @property
    def former_publisher(self) -> str:
        """Name under which it was published, where the agency that answers for it now has another."""
        return self.published_as if self.published_as != self.agency.name else ""

    @property
    def source(self) -> str:
        """Who made the document: the agency itself, by its name then, unless it was taken over from elsewhere."""
        return self.source_name or self.published_as or self.agency.name

    @property
    def shown_stage(self) -> str:
        """Stage of openness (五公开): the item's own, else that of its entry."""
        return self.get_stage_display() or (self.entry.get_stage_display() if self.entry else "")

    def published_versions(self) -> models.QuerySet[Version]:
        """Versions that are or were public, newest first, without their texts."""
        return self.versions.filter(published_at__isnull=False).defer("body").order_by("-number")

    def readable_versions(self) -> models.QuerySet[Version]:
        """Published versions whose text anyone may read: of a public item, meant for everyone, not taken back since."""
        if not self.is_live or self.audience != Audience.EVERYONE:
            return self.versions.none()
        open_to_all = self.versions.filter(published_at__isnull=False, audience=Audience.EVERYONE)
        return open_to_all.filter(number__gt=self.sealed_number).order_by("-number")

    def newest(self) -> Version:
        """The version being worked on, or the last one there was."""
        return self.versions.order_by("-number")[0]


class IndexSeries(models.Model):
    """The last serial number given in one year for one agency; its row is locked while the next one is taken."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="index_series_unique")]

    def __str__(self) -> str:
        return f"{self.agency.code}-{self.year}"

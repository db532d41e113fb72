"""An item: one thing an agency discloses, under one index number for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Audience, Described
from disclosure.models.item_queries import ItemQuerySet
from disclosure.models.withdrawal import WithdrawalGround
from disclosure.states import State
from disclosure.steps import Step
from portal.agencies.models import Agency

if TYPE_CHECKING:
    from disclosure.models.version import Version


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

"""The government gazette (政府公报, 条例 25): issues, their sections, and the exact texts that were printed in them."""

from __future__ import annotations

import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Audience
from disclosure.models.item import Item
from disclosure.models.version import Version
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class GazetteSeries(models.Model):
    """The last running number (总第N期) of one government; its row is locked while the next one is taken."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.agency.code} {self.total}"


class GazetteIssueQuerySet(OwnedQuerySet["GazetteIssue"]):
    """Issues as sentences: `GazetteIssue.objects.public().of(city).newest_first()`."""

    manage_permission = Permission.MAKE_GAZETTE

    def is_public(self) -> Q:
        return Q(published_at__isnull=False)

    def of(self, government: Agency) -> Self:
        """Those of this government itself: the one below it has a gazette of its own."""
        return self.filter(agency=government)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def newest_first(self) -> Self:
        return self.order_by("-year", "-number", "-pk")


class GazetteIssue(models.Model):
    """One issue. It has numbers, and never changes again, from the moment it is published."""

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(
        _("name of the gazette"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the name of the government and “Gazette”."),
    )
    cover_on = models.DateField(_("date on the cover"), default=timezone.localdate)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number in the year"), null=True, editable=False)
    total = models.PositiveIntegerField(_("running number"), null=True, editable=False)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects = GazetteIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue of the gazette")
        verbose_name_plural = _("issues of the gazette")
        default_permissions = ()
        ordering = ["-cover_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="gazette_number_unique"),
            models.UniqueConstraint(fields=["agency", "total"], name="gazette_total_unique"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None, year=None, number=None, total=None)
                | Q(
                    published_at__isnull=False, published_by__isnull=False, year__isnull=False,
                    number__isnull=False, total__isnull=False,
                ),
                name="gazette_is_numbered_when_published",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.numbering}"

    def get_absolute_url(self) -> str:
        return reverse("disclosure:gazette_issue", args=[self.year, self.number])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def name(self) -> str:
        """What stands on the cover."""
        return self.title or gettext("Gazette of %(government)s") % {"government": self.agency.name}

    @property
    def numbering(self) -> str:
        """“2026年第3期（总第27期）”, or that it has no number yet."""
        if not self.is_published:
            return gettext("(not published)")
        numbers = {"year": self.year, "number": self.number, "total": self.total}
        return gettext("%(year)s no. %(number)s (total no. %(total)s)") % numbers

    def printed(self) -> list[GazetteEntry]:
        """The entries in the order of the issue, with their texts, in one query."""
        rows = self.entries.select_related("section", "item__agency", "version")
        return list(rows.order_by("section__position", "position", "pk"))

    def contents(self) -> list[list[object]]:
        """Section, index number, version and hash of each text in order: what is decided on, and what is recorded."""
        return [[e.section.name, e.item.index_no, e.version.number, e.version.hash] for e in self.printed()]

    def digest(self) -> str:
        """One value for what the issue says: it changes with every change of cover or contents."""
        return hashlib.sha256(repr([self.name, self.cover_on, self.contents()]).encode()).hexdigest()


class GazetteSection(models.Model):
    """A heading of one issue (市政府文件、部门文件、人事任免、大事记)."""

    issue = models.ForeignKey(GazetteIssue, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(_("section"), max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "name"], name="gazette_section_once")]

    def __str__(self) -> str:
        return self.name


class GazetteEntryQuerySet(models.QuerySet["GazetteEntry"]):
    def printing(self, item: Item) -> Self:
        """Where an item was printed, in published issues, the newest first."""
        rows = self.filter(item=item, issue__published_at__isnull=False).select_related("issue__agency")
        return rows.order_by("-issue__cover_on", "-pk")


class GazetteEntry(models.Model):
    """One text in an issue: a public item, and the version of it that was printed."""

    issue = models.ForeignKey(GazetteIssue, on_delete=models.CASCADE, related_name="entries")
    section = models.ForeignKey(GazetteSection, on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="gazette_entries")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = GazetteEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "item"], name="gazette_prints_item_once")]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.item_id}"

    @property
    def is_readable(self) -> bool:
        """True while anyone may read the printed text: not taken back, and not kept to a few since."""
        item, version = self.item, self.version
        is_open = item.is_live and item.audience == Audience.EVERYONE and version.audience == Audience.EVERYONE
        return is_open and version.published_at is not None and version.number > item.sealed_number

    @property
    def was_corrected(self) -> bool:
        """True if what the site shows today is a later text than the printed one."""
        return self.is_readable and self.item.live_version_id != self.version_id

    @property
    def shown_title(self) -> str:
        """The printed title, or what may still be said of something that was taken back."""
        if self.is_readable:
            return self.version.title
        item = self.item
        known = item.audience == Audience.EVERYONE and (item.is_live or item.is_withdrawn)
        return item.shown_title if known else gettext("Title not shown")

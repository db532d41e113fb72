"""Versions of an item: a text, its metadata and its files under one hash, and the reviews bound to that hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Audience, Described
from disclosure.models.item import Item
from disclosure.models.rows import RowSet
from disclosure.permissions import Permission
from disclosure.steps import SHIPPED, Step
from portal.agencies.doors import OwnedQuerySet
from portal.uploads.models import StoredFile

if TYPE_CHECKING:
    from portal.accounts.models import User


class Version(Described):
    """One text of an item. It may be edited while it is the newest one and a draft; after that it never changes."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    body = models.TextField(_("text"))
    hash = models.CharField(_("hash"), max_length=64, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    # the chain of review as it stood when the version was submitted; empty: one approval, as before there were chains
    steps = models.JSONField(default=list, editable=False)
    same_signer = models.BooleanField(default=False, editable=False)
    row_set = models.ForeignKey(
        RowSet, verbose_name=_("list"), on_delete=models.PROTECT, null=True, editable=False, related_name="versions"
    )
    files = models.ManyToManyField(StoredFile, through="VersionFile", related_name="+")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="version_number_unique")]

    def __str__(self) -> str:
        return f"{self.item.index_no} v{self.number}"

    @property
    def chain(self) -> list[str]:
        """The steps that have to be signed before this version can be published."""
        return self.steps or [step.value for step in SHIPPED]

    def signatures(self) -> ReviewQuerySet:
        """Approvals of exactly this text since it was last submitted, the oldest first."""
        return self.reviews.that_count().order_by("pk")

    def links(self) -> list[VersionFile]:
        """Its attachments with their files, in order; those that the caller has fetched ahead are not read again."""
        if self.pk is None:
            return []
        is_fetched = "attachments" in getattr(self, "_prefetched_objects_cache", {})
        return list(self.attachments.all() if is_fetched else self.attachments.select_related("file"))

    def traced(self) -> dict[str, object]:
        """What the audit trail holds of a version each time it changes: all that `fingerprint` does not cover."""
        return {
            "version": self.number,
            "hash": self.hash,
            "author": self.author_id,
            "created_at": self.created_at,
            "submitted_at": self.submitted_at,
            "steps": self.steps,
            "same_signer": self.same_signer,
            "row_set": self.row_set_id,
            "published_at": self.published_at,
        }

    def fingerprint(self, files: Iterable[StoredFile] | None = None) -> str:
        """SHA-256 over title, text, metadata, every row of the list and the SHA-256 of every file, in their order.

        `files` are those of the version, for who has read them already.
        """
        if files is None:
            files = [link.file for link in self.links()]
        facts = {name: _canonical(value) for name, value in self.described().items()} | {
            "body": self.body,
            "files": [[file.name, file.sha256] for file in files],
        }
        if self.row_set is not None:  # of what is stored, not of what the set says of itself
            facts["rows"] = self.row_set.recomputed()
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


class VersionFileQuerySet(OwnedQuerySet["VersionFile"]):
    """Attachments: public only as part of what is live."""

    agency_field = "version__item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        return Q(version__live_on__isnull=False, version__audience=Audience.EVERYONE)

    def published_to(self, user: User) -> Self:
        """Attachments of what is live and meant for `user`, though not for everyone."""
        return self.filter(version__live_on__in=Item.objects.published_to(user))

    def replaced(self) -> Self:
        """Attachments of what was public before the live version of an item that is public still."""
        published = self.filter(version__published_at__isnull=False, version__audience=Audience.EVERYONE)
        return published.filter(
            version__item__in=Item.objects.public(), version__number__gt=F("version__item__sealed_number")
        )

    def answering(self) -> Self:
        """Whose address shows the public a file: itself, or after a replacement what stands there now (`successor`)."""
        current = self.model.objects.filter(version__live_on=OuterRef("version__item"))
        heirs = current.filter(Q(file__name=OuterRef("file__name")) | Q(position=OuterRef("position")))
        replaced = self.model.objects.replaced().filter(Exists(heirs), pk=OuterRef("pk"))
        return self.filter(self.is_public() | Exists(replaced))

    def of_file(self, public_id: UUID, name: str) -> Self:
        """Every place where the file is attached. The name must be its own: an address says nothing else of a file."""
        return self.filter(file__public_id=public_id, file__name=name).select_related("file")


class VersionFile(models.Model):
    """A file as an attachment of one version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attached_to")
    position = models.PositiveSmallIntegerField(default=1)

    objects = VersionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "file"], name="attachment_once_per_version"),
            models.UniqueConstraint(fields=["version", "position"], name="attachment_position_unique"),
        ]

    def __str__(self) -> str:
        return self.file.name

    def successor(self) -> VersionFile | None:
        """What took its place in the live version: the file of the same name, else the one in the same position."""
        current = VersionFile.objects.public().filter(version__live_on=self.version.item_id).select_related("file")
        return current.filter(file__name=self.file.name).first() or current.filter(position=self.position).first()

    def shown(self, *, is_public: bool = False) -> dict[str, object]:
        """What `components/attachments.html` shows of it; what is public can be previewed as well."""
        file = self.file
        place = [file.public_id, file.name]
        return {
            "url": reverse("disclosure:file_download", args=place),
            "preview": reverse("disclosure:file_preview", args=place) if is_public else "",
            "name": file.name,
            "size": file.size,
            "kind": file.extension.upper(),
            "is_picture": file.is_picture,
        }


class Contribution(models.Model):
    """A person had a hand in a version: wrote it, edited it, attached a file, or submitted it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="contributor_once_per_version")]

    def __str__(self) -> str:
        return f"{self.person} → {self.version_id}"


class Verdict(models.TextChoices):
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Sent back")


class ReviewQuerySet(models.QuerySet["Review"]):
    def that_count(self) -> Self:
        """Approvals of exactly the text that their version holds, since it was last submitted."""
        since = Q(version__submitted_at=None) | Q(created_at__gte=F("version__submitted_at"))
        return self.filter(since, verdict=Verdict.APPROVED, version_hash=F("version__hash"))


class Review(models.Model):
    """What a reviewer said about one text. It holds for exactly that hash: any edit leaves it behind."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reviews")
    version_hash = models.CharField(_("hash"), max_length=64)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewer"), on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField(_("step"), max_length=10, choices=Step, default=Step.APPROVAL)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.APPROVED) | ~Q(reason=""), name="review_that_returns_gives_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.version_id}"

    def traced(self) -> dict[str, object]:
        """What the audit trail holds of a review; the reason of one that sends back stands beside it."""
        return {
            "review": self.pk,
            "verdict": self.verdict,
            "reviewer": self.reviewer_id,
            "reviewed_hash": self.version_hash,
            "step": self.step,
            "reviewed_at": self.created_at,
        }

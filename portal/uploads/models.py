"""Files that people hand in: kept under a random path that no URL reaches, shown only through what they belong to."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import Self

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.uploads import formats
from portal.uploads.gate.finding import Finding, Level
from portal.uploads.permissions import Permission


class TextState(models.TextChoices):
    """Whether the words of a file can be searched yet."""

    WAITING = "waiting", _("text is being read")
    DONE = "done", _("text read")
    NONE = "none", _("holds no text")
    FAILED = "failed", _("text could not be read")


class PrivateStorage(FileSystemStorage):
    """A folder that is never served: asking it for an address is a mistake of the caller."""

    def url(self, name: str | None) -> str:
        raise ValueError("A stored file has no address of its own; serve it with portal.uploads.serving.")


def private_storage() -> PrivateStorage:
    return PrivateStorage()


def random_path(stored: StoredFile, filename: str) -> str:
    """Says nothing about the file, not even its type; 128 random bits cannot be guessed."""
    token = secrets.token_hex(16)
    return f"private/{token[:2]}/{token}"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def waiting(self) -> Self:
        """Files whose text has still to be read, oldest first."""
        return self.filter(text_state=TextState.WAITING).order_by("pk")

    def read_since(self, moment: dt.datetime) -> Self:
        """Files whose text was read at or after `moment`: what an index of texts has to take up."""
        return self.filter(text_state=TextState.DONE, text_extracted_at__gte=moment)


class StoredFile(models.Model):
    """One file as it came in. Never changed; a new version is a new row."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="stored_files")
    file = models.FileField(upload_to=random_path, storage=private_storage, max_length=120, editable=False)
    name = models.CharField(_("name of the file"), max_length=160)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    text = models.TextField(blank=True, editable=False)
    text_state = models.CharField(_("reading of the text"), max_length=8, choices=TextState, default=TextState.WAITING)
    text_extracted_at = models.DateTimeField(null=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        default_permissions = ()
        indexes = [
            models.Index(fields=["id"], condition=models.Q(text_state="waiting"), name="stored_file_text_waiting"),
            models.Index(fields=["text_extracted_at"], name="stored_file_text_extracted"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text_state__in=["waiting", "none"]) | models.Q(text_extracted_at__isnull=False),
                name="stored_file_text_read_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """Lower-case ending of the name, without the dot."""
        return self.name.rpartition(".")[2].lower()

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def opens_in_browser(self) -> bool:
        """Browsers show this type in a viewer of their own, apart from the page (`portal.uploads.serving`)."""
        return self.content_type == formats.PDF.content_type


class Inspection(models.Model):
    """What the gate found in a file with one state of the word lists; a file never changes, so it is looked at once."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="inspections")
    basis = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    inspected_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["file", "basis"], name="inspection_once_per_basis")]

    def __str__(self) -> str:
        return f"{self.file_id} {len(self.findings)}"

    def found(self) -> list[Finding]:
        """The findings as values."""
        return [Finding(code, Level(level), *rest) for code, level, *rest in self.findings]


class WordListQuerySet(OwnedQuerySet["WordList"]):
    """Lists belong to a government or agency and hold for everyone below it."""

    manage_permission = Permission.MANAGE_WORDS

    def holding_for(self, agency: Agency) -> WordListQuerySet:
        """The lists of `agency` and of those above it, from the top down: the nearer one has the last word."""
        return self.filter(agency__path__in=agency.ancestor_paths).order_by("agency__path", "pk")


class WordList(models.Model):
    """Words that the gate looks for in everything the agency and those below it publish."""

    agency = models.OneToOneField(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="word_list")
    allowed = models.TextField(
        _("allowed phrases"), blank=True, help_text=_("One to a line. A word inside such a phrase is right.")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = WordListQuerySet.as_manager()

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        default_permissions = ()
        ordering = ["agency__path"]

    def __str__(self) -> str:
        return str(self.agency)


class Word(models.Model):
    """A word of a list: how grave it is, and what to write instead."""

    list = models.ForeignKey(WordList, on_delete=models.CASCADE, related_name="words")
    text = models.CharField(_("word"), max_length=60)
    level = models.CharField(_("level"), max_length=5, choices=Level, default=Level.WARN)
    instead = models.CharField(_("write instead"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        default_permissions = ()
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["list", "text"], name="word_once_per_list")]

    def __str__(self) -> str:
        return self.text

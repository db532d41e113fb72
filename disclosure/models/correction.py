"""What was changed in a public text, in words for its readers (更正说明)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.version import Version

if TYPE_CHECKING:
    from disclosure.models.item import Item


class Weight(models.TextChoices):
    MINOR = "minor", _("Minor: wording, spelling, layout")
    MAJOR = "major", _("Major: facts, figures, dates, rights or duties")


class CorrectionNoteQuerySet(models.QuerySet["CorrectionNote"]):
    def of(self, item: Item) -> Self:
        """The notes on versions of `item` that anyone may read, newest first, with the notes they put right."""
        return self.filter(version__in=item.readable_versions()).select_related("version", "corrected_by")


class CorrectionNote(models.Model):
    """A note on one published version. A wrong note is put right by another one; the old one stays, struck out."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="notes")
    weight = models.CharField(_("weight of the change"), max_length=5, choices=Weight)
    text = models.CharField(_("what was changed"), max_length=500)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("corrects the note")
    )

    objects = CorrectionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction note")
        verbose_name_plural = _("correction notes")
        default_permissions = ()
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text

    def traced(self) -> dict[str, object]:
        """What the audit trail holds of a note."""
        return {
            "note_id": self.pk,
            "version": self.version.number,
            "weight": self.weight,
            "note": self.text,
            "written_by": self.written_by_id,
            "written_at": self.written_at,
            "corrects": self.corrects_id,
        }

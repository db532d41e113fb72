"""Files that an applicant sends along with a request."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.uploads.models import StoredFile
from requests_app.models.disclosure_request import DisclosureRequest

MOST_ENCLOSURES = 5  # with the request, and as many again with the supplement
LARGEST_ENCLOSURE = 10 * 1024 * 1024  # bytes


class Enclosure(models.Model):
    """One file of a request, read by its applicant and by those who handle and review it; never public."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="enclosures")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="enclosure")
    position = models.PositiveSmallIntegerField(default=1)
    with_supplement = models.BooleanField(_("came with the supplement"), default=False, editable=False)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="enclosure_one_per_place"),
            models.CheckConstraint(condition=models.Q(position__range=(1, 2 * MOST_ENCLOSURES)), name="enclosure_few"),
        ]

    def __str__(self) -> str:
        return self.file.name

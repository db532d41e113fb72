"""Why something public was taken back: one of a fixed set, so that a reader and a statistic can tell them apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WithdrawalGround(models.TextChoices):
    SUPERSEDED = "superseded", _("Superseded by another document")
    ERROR = "error", _("Published in error")
    SENSITIVE = "sensitive", _("Contains personal data or a secret")
    # 行政处罚法 48: a published penalty that is changed or revoked leaves the site within three working days
    REVOKED = "revoked", _("Revoked by law")
    MERGED = "merged", _("Merged into another item")
    OTHER = "other", _("Other reason")

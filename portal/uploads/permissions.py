"""What a grant may allow on the word lists of an agency."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """Who keeps the list decides what no office below may publish without a reason."""

    MANAGE_WORDS = "manage_words", _("keep word lists")

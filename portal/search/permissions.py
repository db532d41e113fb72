"""What a grant may allow on the search of a site."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """Who keeps the synonyms decides what citizens find under the words they use."""

    MANAGE_SYNONYMS = "manage_synonyms", _("keep synonyms of the search")

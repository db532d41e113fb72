"""People who log in: staff of agencies, supervisors, and citizens who want to see their cases in one list."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account. What it may do is said by grants on agencies alone (`portal.agencies`), never by a flag here."""

    first_name = last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

"""One mail a morning instead of many, and who wants it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.notices.models.outgoing import Outgoing, OutgoingQuerySet, outbox_index

if TYPE_CHECKING:
    from portal.accounts.models import User


class MailChoice(models.TextChoices):
    """What a person gets by mail; the inbox has everything at once whatever is chosen."""

    MORNING = "morning", _("One mail each working day in the morning; urgent notices at once")
    EACH = "each", _("A mail of its own for each notice, at once")
    NONE = "none", _("No mail, the inbox alone")


class MailPreference(models.Model):
    """The choice of a person who made one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_preference"
    )
    choice = models.CharField(_("by mail"), max_length=10, choices=MailChoice)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_choice_display()

    @classmethod
    def choice_of(cls, user: User) -> str:
        """What `user` chose; staff who chose nothing get the morning's mail, everybody else each notice by itself."""
        chosen = cls.objects.filter(user=user).values_list("choice", flat=True).first()
        return chosen or (MailChoice.MORNING if user.is_staff else MailChoice.EACH)


class Digest(Outgoing):
    """The mail of one morning to one person. Holds no words: they are put together when it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()

    objects = OutgoingQuerySet["Digest"].as_manager()  # type: ignore[misc]

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]
        indexes = [outbox_index("digest_outbox")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day.isoformat()}"

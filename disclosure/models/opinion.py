"""An opinion on a draft, and what becomes of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.masking import masked
from disclosure.models.answer import Answer
from disclosure.models.consultation import Consultation
from disclosure.models.item import Item
from disclosure.moderation import HiddenFor, Showing
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.receipts import Receipted, index_of, typed


class Channel(models.TextChoices):
    """How an opinion came in."""

    ONLINE = "online", _("Online")
    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    MEETING = "meeting", _("Meeting")


class Party(models.TextChoices):
    """Who gives an opinion."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class OpinionQuerySet(OwnedQuerySet["Opinion"]):
    """Opinions as sentences."""

    agency_field = "consultation__item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        """Looked at and let through, and the consultation itself can be read."""
        return Q(state=Showing.SHOWN, consultation__item__in=Item.objects.public().order_by())

    def on(self, consultation: Consultation) -> Self:
        return self.filter(consultation=consultation)

    def waiting(self) -> Self:
        """Not looked at yet."""
        return self.filter(state=Showing.WAITING)

    def unanswered(self) -> Self:
        return self.filter(answer=None)

    def with_receipt(self, code: str) -> Self:
        """The row under which `code`, as typed, would be found; `Receipted.opens_with` verifies it."""
        return self.filter(receipt_index=index_of(typed(code)))

    def to_tell(self) -> Self:
        """Opinions with an address whose outcome is published and whose authors have not been told."""
        return self.filter(consultation__outcome_at__isnull=False, told_at=None).exclude(email="").order_by("pk")

    def with_consultation(self) -> Self:
        return self.select_related("consultation__item__agency", "answer")


class Opinion(Receipted):
    """What somebody thinks of a draft. The text never changes; `public_text` is it with personal data masked."""

    CONTENT = ("consultation_id", "party", "name", "phone", "email", "paragraph", "text")

    consultation = models.ForeignKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="opinions"
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    channel = models.CharField(_("came in"), max_length=8, choices=Channel, default=Channel.ONLINE)
    received_on = models.DateField(_("day on which it came in"), default=timezone.localdate)
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("taken in by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    party = models.CharField(_("given by"), max_length=12, choices=Party, default=Party.PERSON)
    name = models.CharField(_("name"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    paragraph = models.CharField(_("about which part"), max_length=60, blank=True)
    text = models.TextField(_("opinion"), max_length=5000)
    public_text = models.TextField(_("as everybody reads it"), editable=False)
    state = models.CharField(_("shown"), max_length=8, choices=Showing, default=Showing.WAITING, editable=False)
    hidden_for = models.CharField(_("not shown because"), max_length=10, choices=HiddenFor, blank=True, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    answer = models.ForeignKey(
        Answer, verbose_name=_("answer"), on_delete=models.PROTECT, null=True, editable=False, related_name="opinions"
    )
    told_at = models.DateTimeField(null=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        default_permissions = ()
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="opinion_number_unique"),
            models.CheckConstraint(
                condition=Q(state=Showing.HIDDEN, hidden_for__gt="") | (~Q(state=Showing.HIDDEN) & Q(hidden_for="")),
                name="opinion_not_shown_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=Showing.WAITING, looked_at__isnull=True, looked_by__isnull=True)
                | (~Q(state=Showing.WAITING) & Q(looked_at__isnull=False, looked_by__isnull=False)),
                name="opinion_looked_at_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.ONLINE, taken_by__isnull=True)
                | (~Q(channel=Channel.ONLINE) & Q(taken_by__isnull=False)),
                name="opinion_on_paper_has_a_clerk",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "state", "number"], name="opinion_shown"),
            models.Index(fields=["consultation", "answer"], name="opinion_answered"),
            models.Index(fields=["id"], condition=Q(told_at=None) & ~Q(email=""), name="opinion_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation.item.index_no} #{self.number}"

    @property
    def agency(self) -> Agency:
        return self.consultation.item.agency

    @property
    def shown_paragraph(self) -> str:
        return masked(self.paragraph)

    @property
    def shown_name(self) -> str:
        """Whose opinion it is, for everybody: an organisation by its name, a person by the family name, or nobody."""
        if not self.name:
            return str(_("A citizen"))
        return self.name if self.party == Party.ORGANISATION else masked_name(self.name)


def masked_name(name: str) -> str:
    """A person's name as lists show it: the first character, the rest as stars."""
    return f"{name[:1]}{'*' * max(1, min(len(name) - 1, 3))}"

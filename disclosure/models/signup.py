"""Somebody who wants to take part in a hearing."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.hearing import Hearing
from disclosure.models.opinion import masked_name
from disclosure.permissions import Permission
from disclosure.seating import TAKING, Seating
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.receipts import Receipted, index_of, key_digest, typed


class SignupQuerySet(OwnedQuerySet["Signup"]):
    """Sign-ups as sentences. None is ever public: the list of participants shows names alone."""

    agency_field = "hearing__item__agency"
    manage_permission = Permission.VIEW_ITEM

    def on(self, hearing: Hearing) -> Self:
        return self.filter(hearing=hearing)

    def taking_seats(self) -> Self:
        return self.filter(state__in=TAKING)

    def waiting(self) -> Self:
        """The waiting list, in the order in which people signed up."""
        return self.filter(state=Seating.WAITING).order_by("number")

    def selected(self) -> Self:
        return self.filter(state=Seating.SELECTED).order_by("number")

    def standing(self) -> Self:
        """All but those who withdrew."""
        return self.exclude(state=Seating.WITHDRAWN).order_by("number")

    def with_receipt(self, code: str) -> Self:
        """The row under which `code`, as typed, would be found; `Receipted.opens_with` verifies it."""
        return self.filter(receipt_index=index_of(typed(code)))

    def sent_with(self, key: str) -> Self:
        """That of the form with this idempotency key: one or none."""
        return self.filter(filing_digest=key_digest(key))

    def with_hearing(self) -> Self:
        return self.select_related("hearing__item__agency")


class Signup(Receipted):
    """Who wants to take part, how they are reached, and whom they speak for; read by the agency's staff alone."""

    CONTENT = ("hearing_id", "name", "phone", "email", "represents", "view", "shows_name")

    hearing = models.ForeignKey(Hearing, verbose_name=_("hearing"), on_delete=models.PROTECT, related_name="signups")
    number = models.PositiveIntegerField(_("number"), editable=False)
    signed_at = models.DateTimeField(_("signed up"), default=timezone.now, editable=False)
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    represents = models.CharField(_("occupation, or whom they speak for"), max_length=100)
    view = models.TextField(_("view"), max_length=2000, blank=True)
    shows_name = models.BooleanField(_("full name in the published list"), default=False)
    state = models.CharField(_("stands"), max_length=10, choices=Seating, default=Seating.WAITING, editable=False)
    reason = models.CharField(_("not selected because"), max_length=300, blank=True, editable=False)
    attended = models.BooleanField(_("attended"), null=True, editable=False)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        default_permissions = ()
        ordering = ["hearing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "number"], name="signup_number_unique"),
            models.CheckConstraint(condition=~Q(phone="", email=""), name="signup_can_be_reached"),
            models.CheckConstraint(
                condition=(Q(state=Seating.PASSED) & ~Q(reason="")) | (~Q(state=Seating.PASSED) & Q(reason="")),
                name="signup_not_selected_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(attended=None) | Q(state=Seating.SELECTED), name="signup_only_participants_attend"
            ),
        ]
        indexes = [models.Index(fields=["hearing", "state", "number"], name="signup_standing")]

    def __str__(self) -> str:
        return f"{self.hearing.item.index_no} #{self.number}"

    @property
    def agency(self) -> Agency:
        return self.hearing.item.agency

    @property
    def shown_name(self) -> str:
        """As everybody reads it: in full with the person's consent, otherwise the first character and stars."""
        return self.name if self.shows_name else masked_name(self.name)

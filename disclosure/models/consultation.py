"""A consultation (意见征集, 预公开): a draft, a window for opinions, and what became of them."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Kind
from disclosure.models.item import Item
from disclosure.models.participation import Participation, WindowQuerySet
from disclosure.models.window import Phase

USUAL_DAYS = 30  # calendar days (国令713: normally not fewer; a shorter window is explained to the public)


class ConsultationQuerySet(WindowQuerySet["Consultation"]):
    """Consultations as sentences: `Consultation.objects.public().under(city).open_first()`."""

    genre = Kind.CONSULTATION

    def concerning(self, item: Item) -> Self:
        """That on this draft, and those whose final document it is."""
        return self.filter(Q(item=item) | Q(document=item)).order_by("closes_at", "pk")

    def in_phase(self, phase: str, now: dt.datetime | None = None) -> Self:
        now = now or timezone.now()
        return self.filter(
            {
                Phase.ANNOUNCED: Q(opens_at__gt=now),
                Phase.OPEN: Q(opens_at__lte=now, closes_at__gt=now),
                Phase.CLOSED: Q(closes_at__lte=now, outcome_at__isnull=True),
                Phase.OUTCOME: Q(outcome_at__isnull=False),
            }[Phase(phase)]
        )

    def awaiting_outcome(self, now: dt.datetime | None = None) -> Self:
        """Closed and public, and nobody has been told yet what became of the opinions; the longest waiting first."""
        return self.public().in_phase(Phase.CLOSED, now).order_by("closes_at", "pk")

    def soonest(self) -> Self:
        """The soonest to close first, with what a line of a list shows."""
        return self.order_by("closes_at", "pk").with_item()

    def with_counts(self) -> Self:
        """With the number of opinions (`opinion_count`) and of those answered (`answered_count`)."""
        answered = models.Count("opinions", filter=Q(opinions__answer__isnull=False))
        return self.annotate(opinion_count=models.Count("opinions"), answered_count=answered)


class Consultation(Participation, models.Model):
    """The window and the terms of a consultation; the draft itself is its item, with text and files.

    Fixed from the moment the item is submitted: then only the window may grow, and the outcome be added.
    """

    item = models.OneToOneField(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="consultation")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    why_short = models.TextField(
        _("why fewer than 30 days"),
        max_length=500,
        blank=True,
        help_text=_("Needed when the window is shorter than 30 days; everybody reads it."),
    )
    basis = models.TextField(
        _("basis"), max_length=2000, help_text=_("The laws and documents on which the draft stands.")
    )
    background = models.TextField(
        _("explanation of the draft"),
        max_length=5000,
        help_text=_("Why it is made, how it was drafted, and what matters most in it."),
    )
    contact = models.CharField(_("contact"), max_length=60, help_text=_("Section or person who can be asked."))
    phone = models.CharField(_("phone"), max_length=40)
    email = models.EmailField(_("e-mail for opinions"), blank=True)
    address = models.CharField(_("postal address for opinions"), max_length=200, blank=True)
    last_number = models.PositiveIntegerField(default=0, editable=False)

    statement = models.TextField(_("statement on adoption"), max_length=5000, blank=True, editable=False)
    outcome_at = models.DateTimeField(_("outcome published"), null=True, editable=False)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    document = models.ForeignKey(
        Item,
        verbose_name=_("final document"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="settled_consultations",
    )

    page = "disclosure:consultation_detail"
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="consultation_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(outcome_at__isnull=True, outcome_by__isnull=True, statement="")
                | (Q(outcome_at__isnull=False, outcome_by__isnull=False) & ~Q(statement="")),
                name="consultation_outcome_has_time_person_and_statement",
            ),
            models.CheckConstraint(
                condition=Q(outcome_at__isnull=True) | Q(outcome_at__gte=F("closes_at")),
                name="consultation_outcome_after_closing",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="consultation_closing"),
            models.Index(fields=["outcome_at"], name="consultation_outcome"),
        ]

    def __str__(self) -> str:
        return self.item.title

    @property
    def phase(self) -> Phase:
        """Asked of the clock: opens and closes by itself."""
        if self.outcome_at is not None:
            return Phase.OUTCOME
        if self.window.has_closed():
            return Phase.CLOSED
        return Phase.OPEN if self.window.is_open() else Phase.ANNOUNCED

    @property
    def is_short(self) -> bool:
        return self.window.days < USUAL_DAYS

    def public_document(self) -> Item | None:
        """The final document, as long as citizens can read it."""
        if self.document_id is None:
            return None
        return Item.objects.public().filter(pk=self.document_id).first()

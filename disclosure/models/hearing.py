"""A hearing or an open meeting (听证会, 列席): a notice, seats, a list of participants, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Kind
from disclosure.models.item import Item
from disclosure.models.participation import Participation, ParticipationQuerySet
from disclosure.models.window import Window
from disclosure.seating import TAKING, Seating

NOTICE = dt.timedelta(days=7)  # 国令713 article 16: the papers are with the participants 7 days before the hearing
MOST_SEATS = 500


class HearingKind(models.TextChoices):
    """What people come together for."""

    HEARING = "hearing", _("Hearing")
    OPEN_MEETING = "meeting", _("Open meeting")
    SYMPOSIUM = "symposium", _("Symposium")


class HearingPhase(models.TextChoices):
    """Where a hearing stands; derived from the clock and from what was published, never stored."""

    ANNOUNCED = "announced", _("Sign-up not open yet")
    OPEN = "open", _("Open for sign-up")
    CLOSED = "closed", _("Sign-up closed")
    UNDER_WAY = "under_way", _("Under way")
    HELD = "held", _("Held")
    OUTCOME = "outcome", _("Outcome published")
    CANCELLED = "cancelled", _("Cancelled")


class HearingQuerySet(ParticipationQuerySet["Hearing"]):
    """Hearings as sentences: `Hearing.objects.public().under(city).open_first()`."""

    genre = Kind.HEARING

    def concerning(self, item: Item) -> Self:
        """That of this notice, those about this draft, and those whose final document it is."""
        return self.filter(Q(item=item) | Q(about=item) | Q(document=item)).order_by("starts_at", "pk")

    def with_counts(self) -> Self:
        """With the seats taken (`taken_count`) and the people waiting (`waiting_count`)."""
        return self.annotate(
            taken_count=models.Count("signups", filter=Q(signups__state__in=TAKING)),
            waiting_count=models.Count("signups", filter=Q(signups__state=Seating.WAITING)),
        )

    def in_phase(self, phase: str, now: dt.datetime | None = None) -> Self:
        now = now or timezone.now()
        alive = Q(cancelled_at=None, outcome_at=None)
        return self.filter(
            {
                HearingPhase.ANNOUNCED: alive & Q(opens_at__gt=now),
                HearingPhase.OPEN: alive & Q(opens_at__lte=now, closes_at__gt=now),
                HearingPhase.CLOSED: alive & Q(closes_at__lte=now, starts_at__gt=now),
                HearingPhase.UNDER_WAY: alive & Q(closes_at__lte=now, starts_at__lte=now, ends_at__gt=now),
                HearingPhase.HELD: alive & Q(ends_at__lte=now),
                HearingPhase.OUTCOME: Q(outcome_at__isnull=False),
                HearingPhase.CANCELLED: Q(cancelled_at__isnull=False),
            }[HearingPhase(phase)]
        )

    def awaiting_list(self, now: dt.datetime | None = None) -> Self:
        """Public, sign-up closed, and nobody can read yet who takes part; the soonest to begin first."""
        rows = self.public().filter(cancelled_at=None, list_at=None)
        return rows.filter(closes_at__lte=now or timezone.now()).order_by("starts_at", "pk")

    def awaiting_outcome(self, now: dt.datetime | None = None) -> Self:
        """Public and held, and nobody has been told yet what came of it; the longest waiting first."""
        return self.public().in_phase(HearingPhase.HELD, now).order_by("ends_at", "pk")

    def open_first(self, now: dt.datetime | None = None) -> Self:
        """What can be signed up for now, the soonest to close first; then what is coming; then the past."""
        now = now or timezone.now()
        is_alive = Q(cancelled_at=None)
        is_open = is_alive & Q(opens_at__lte=now, closes_at__gt=now)
        is_coming = is_alive & Q(ends_at__gt=now)
        rank = models.Case(models.When(is_open, then=0), models.When(is_coming, then=1), default=2)
        closing = models.Case(models.When(is_open, then=F("closes_at")))
        coming = models.Case(models.When(is_coming, then=F("starts_at")))
        return self.order_by(rank, closing.asc(), coming.asc(), "-starts_at", "-pk")


class Hearing(Participation, models.Model):
    """Time, place, seats and rules of a hearing; the notice and the papers are its item, with text and files.

    Fixed from the moment the item is submitted. Afterwards the sign-up window may grow, the hearing be put off or
    cancelled with a reason, and the list of participants and the outcome be added.
    """

    item = models.OneToOneField(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="hearing")
    kind = models.CharField(_("form"), max_length=10, choices=HearingKind, default=HearingKind.HEARING)
    about = models.ForeignKey(
        Item,
        verbose_name=_("about the draft"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hearings_about",
    )
    place = models.CharField(_("venue"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("sign-up opens"))
    closes_at = models.DateTimeField(_("sign-up closes"))
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    waiting_limit = models.PositiveSmallIntegerField(
        _("places on the waiting list"), default=0, validators=[MaxValueValidator(MOST_SEATS)]
    )
    who = models.TextField(_("who may sign up"), max_length=1000)
    rules = models.TextField(
        _("rules of selection"),
        max_length=3000,
        help_text=_("How participants are chosen among those who sign up; everybody reads it."),
    )
    why_soon = models.TextField(
        _("why fewer than 7 days' notice"),
        max_length=500,
        blank=True,
        help_text=_("Only for open meetings and symposia; everybody reads it. A hearing always has 7 days."),
    )
    contact = models.CharField(_("contact"), max_length=60, help_text=_("Section or person who can be asked."))
    phone = models.CharField(_("phone"), max_length=40)
    last_number = models.PositiveIntegerField(default=0, editable=False)

    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    cancelled_for = models.CharField(_("cancelled because"), max_length=300, blank=True, editable=False)
    list_at = models.DateTimeField(_("list of participants published"), null=True, editable=False)
    list_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    attendance_at = models.DateTimeField(_("attendance recorded"), null=True, editable=False)
    minutes = models.TextField(_("minutes"), max_length=20000, blank=True, editable=False)
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
        related_name="hearings_settled",
    )

    page = "disclosure:hearing_detail"
    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hearing_ends_after_beginning"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="hearing_closes_after_opening"),
            models.CheckConstraint(condition=Q(closes_at__lte=F("starts_at")), name="hearing_closes_before_beginning"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="hearing_has_a_seat"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_for="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False, outcome_at=None) & ~Q(cancelled_for="")),
                name="hearing_cancelled_has_time_person_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(list_at__isnull=True, list_by__isnull=True)
                | Q(list_at__gte=F("closes_at"), list_by__isnull=False),
                name="hearing_list_after_closing",
            ),
            models.CheckConstraint(
                condition=Q(outcome_at__isnull=True, outcome_by__isnull=True, minutes="")
                | (Q(outcome_at__gte=F("ends_at"), outcome_by__isnull=False, list_at__isnull=False) & ~Q(minutes="")),
                name="hearing_outcome_after_end_with_person_list_and_minutes",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="hearing_closing"),
            models.Index(fields=["starts_at"], name="hearing_beginning"),
        ]

    def __str__(self) -> str:
        return self.item.title

    @property
    def sitting(self) -> Window:
        """From the beginning of the hearing to its end."""
        return Window(self.starts_at, self.ends_at)

    @property
    def phase(self) -> HearingPhase:
        """Asked of the clock: opens, closes, begins and ends by itself."""
        if self.cancelled_at is not None:
            return HearingPhase.CANCELLED
        if self.outcome_at is not None:
            return HearingPhase.OUTCOME
        if self.sitting.has_closed():
            return HearingPhase.HELD
        if self.sitting.is_open():
            return HearingPhase.UNDER_WAY
        if self.window.has_closed():
            return HearingPhase.CLOSED
        return HearingPhase.OPEN if self.window.is_open() else HearingPhase.ANNOUNCED

    @property
    def is_one_day(self) -> bool:
        """It ends on the day on which it begins."""
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    @property
    def takes_withdrawals(self) -> bool:
        """Until it begins or its list of participants is published, whichever comes first."""
        has_ended = self.cancelled_at is not None or self.list_at is not None
        return not has_ended and timezone.now() < self.starts_at

    @property
    def seats_left(self) -> int:
        """Seats that nobody has yet; of a hearing that came with its counts."""
        return max(0, self.seats - self.taken_count)  # type: ignore[attr-defined]

    @property
    def waiting_left(self) -> int:
        """Free places on the waiting list; of a hearing that came with its counts."""
        return max(0, self.waiting_limit - self.waiting_count)  # type: ignore[attr-defined]

    def public_document(self) -> Item | None:
        """The final document, as long as citizens can read it."""
        return Item.objects.public().filter(pk=self.document_id).first() if self.document_id else None

    def public_draft(self) -> Item | None:
        """The draft it is about, as long as citizens can read it."""
        return Item.objects.public().filter(pk=self.about_id).first() if self.about_id else None

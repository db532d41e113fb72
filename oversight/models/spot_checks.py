"""Spot checks (抽查): the plan, the draw, and what was drawn."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from oversight.confidential import ConfidentialField
from oversight.permissions import Permission
from oversight.sampling import Entry, parse_frame, seed_of
from oversight.states import ENDED_CHECKS, SpotCheckState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.workdays.models import Clock


def few(most: int) -> list[MinValueValidator | MaxValueValidator]:
    """Between 1 and `most`."""
    return [MinValueValidator(1), MaxValueValidator(most)]


class SpotCheckQuerySet(OwnedQuerySet["SpotCheck"]):
    """Spot checks belong to the government that checks. That one is planned, and what the portal committed itself to
    for its draw, is public from the first day: a commitment that nobody has seen binds nobody.
    """

    manage_permission = Permission.SPOT_CHECK

    def is_public(self) -> Q:
        return Q()

    def closed(self) -> Self:
        return self.filter(state=SpotCheckState.CLOSED)

    def laid_open(self) -> Self:
        """Those whose draw everybody can verify: closed, or given up after it."""
        return self.filter(state__in=ENDED_CHECKS, drawn_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-year", "-serial", "agency__path")

    def without_frames(self) -> Self:
        """Without the texts that no list shows."""
        return self.defer("frame", "conclusion", "basis", "cancellation")


class SpotCheck(models.Model):
    """One spot check of one government.

    `commitment` is the SHA-256 of `secret`, published while the check is planned; `word` is said by a witness at the
    draw; the seed is made of both, so that nobody chooses it alone. `frame` is all that could have been drawn. One that
    is given up keeps its number, and says why in `cancellation`, which everybody reads.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    serial = models.PositiveSmallIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=100)
    basis = models.TextField(_("basis"), max_length=1000)
    kinds = models.JSONField(_("kinds of agencies"), default=list)
    agency_count = models.PositiveSmallIntegerField(_("agencies to draw"), validators=few(500))
    item_count = models.PositiveSmallIntegerField(_("items to draw"), validators=[MaxValueValidator(2000)])
    since = models.DateField(_("items published from"))
    until = models.DateField(_("items published until"))
    self_check_days = models.PositiveSmallIntegerField(
        _("working days for the self-check"), default=0, validators=[MaxValueValidator(60)]
    )
    rectify_days = models.PositiveSmallIntegerField(_("working days to rectify"), default=10, validators=few(120))
    state = models.CharField(
        _("state"), max_length=10, choices=SpotCheckState, default=SpotCheckState.PLANNED, editable=False
    )
    secret = ConfidentialField(editable=False)
    commitment = models.CharField(max_length=64, editable=False)
    word = models.CharField(_("word of the witness"), max_length=40, blank=True, editable=False)
    witness = models.CharField(_("witness"), max_length=60, blank=True, editable=False)
    frame = models.TextField(blank=True, editable=False)
    frame_hash = models.CharField(max_length=64, blank=True, editable=False)
    conclusion = models.TextField(_("conclusion"), blank=True, editable=False)
    self_check_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    planned_at = models.DateTimeField(_("planned"), editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    drawn_at = models.DateTimeField(_("drawn"), null=True, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    sent_at = models.DateTimeField(_("findings sent"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("given up"), null=True, editable=False)
    cancellation = models.CharField(_("why it was given up"), max_length=500, blank=True, editable=False)

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("spot check")
        verbose_name_plural = _("spot checks")
        default_permissions = ()
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="spot_check_number_unique"),
            models.CheckConstraint(condition=Q(since__lte=models.F("until")), name="spot_check_period_in_order"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[SpotCheckState.PLANNED, SpotCheckState.CANCELLED],
                    drawn_at__isnull=True, drawn_by__isnull=True, frame="", frame_hash="", word="", witness="",
                )
                | (
                    ~Q(state=SpotCheckState.PLANNED)
                    & Q(drawn_at__isnull=False, drawn_by__isnull=False)
                    & ~Q(frame="") & ~Q(frame_hash="") & ~Q(word="") & ~Q(witness="")
                ),
                name="spot_check_drawn_with_all_that_proves_it",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SpotCheckState.SENT, SpotCheckState.CLOSED], sent_at__isnull=False)
                | (~Q(state__in=[SpotCheckState.SENT, SpotCheckState.CLOSED]) & Q(sent_at__isnull=True)),
                name="spot_check_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(state=SpotCheckState.CLOSED, closed_at__isnull=False) & ~Q(conclusion=""))
                | (~Q(state=SpotCheckState.CLOSED) & Q(closed_at__isnull=True, conclusion="")),
                name="spot_check_closed_with_a_conclusion",
            ),
            models.CheckConstraint(
                condition=(Q(state=SpotCheckState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancellation=""))
                | (~Q(state=SpotCheckState.CANCELLED) & Q(cancelled_at__isnull=True, cancellation="")),
                name="spot_check_given_up_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("oversight:spot_check_detail", args=self.key)

    @property
    def key(self) -> tuple[str, int, int]:
        """What stands in its addresses: whose it is, of which year, which one."""
        return (self.agency.code, self.year, self.serial)

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.state == SpotCheckState.CANCELLED

    @property
    def is_closed(self) -> bool:
        return self.state == SpotCheckState.CLOSED

    @property
    def seed(self) -> str:
        """The seed of the draw; empty before it."""
        return seed_of(self.secret, self.word) if self.is_drawn else ""

    def frames(self) -> tuple[list[Entry], list[Entry]]:
        """What could have been drawn: agencies, and items of the agencies that were."""
        entries = parse_frame(self.frame)
        return [e for e in entries if "/" not in e.stratum], [e for e in entries if "/" in e.stratum]


class CheckedAgencyQuerySet(OwnedQuerySet["CheckedAgency"]):
    """What a checked agency may open about itself; the office comes in through its spot check."""

    manage_permission = Permission.ANSWER_FINDING

    def told(self) -> Self:
        """Those whose agency knows of the check: it is to check itself first, or the findings were sent."""
        asked = Q(spot_check__self_check_clock__isnull=False)
        return self.filter(asked | Q(spot_check__sent_at__isnull=False))

    def newest_first(self) -> Self:
        return self.order_by("-spot_check__year", "-spot_check__serial", "pk")


class CheckedAgency(models.Model):
    """An agency that was drawn, with its lot; number and name as they stood at the draw."""

    spot_check = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="agencies", editable=False)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    stratum = models.CharField(_("stratum"), max_length=40)
    lot = models.CharField(_("lot"), max_length=64)
    place = models.PositiveSmallIntegerField(_("place in the stratum"))

    objects = CheckedAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked agency")
        verbose_name_plural = _("checked agencies")
        default_permissions = ()
        ordering = ["stratum", "place"]
        constraints = [
            models.UniqueConstraint(fields=["spot_check", "number"], name="agency_drawn_once"),
            models.UniqueConstraint(fields=["spot_check", "agency"], name="agency_checked_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CheckedItem(models.Model):
    """An item that was drawn, with its lot; number and title as they stood at the draw."""

    checked_agency = models.ForeignKey(CheckedAgency, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    stratum = models.CharField(_("stratum"), max_length=60)
    lot = models.CharField(_("lot"), max_length=64)
    place = models.PositiveSmallIntegerField(_("place in the stratum"))

    class Meta:
        verbose_name = _("checked item")
        verbose_name_plural = _("checked items")
        default_permissions = ()
        ordering = ["stratum", "place"]
        constraints = [models.UniqueConstraint(fields=["checked_agency", "number"], name="item_drawn_once")]

    def __str__(self) -> str:
        return self.title

"""What a disclosure request and a topic request have in common: a number, a receipt and a clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OrderBy, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.receipts import Receipted, index_of, typed
from portal.workdays.models import Clock
from requests_app.bands import Band, conditions

if TYPE_CHECKING:
    from portal.accounts.models import User


class CaseQuerySet(OwnedQuerySet["Case"]):
    """Cases as sentences."""

    def open(self) -> Self:
        """Cases that are not answered, refused or withdrawn yet."""
        return self.filter(state__in=self.model.OPEN_STATES)

    def overdue(self, now: dt.datetime | None = None) -> Self:
        """Open cases whose time has run out; while a clock is paused nothing runs out."""
        return self.open().filter(clock__due_at__lt=now or timezone.now(), clock__paused_at=None)

    def due_by(self, day: dt.date) -> Self:
        """Open cases, the overdue ones among them, whose answer is due on or before `day`."""
        return self.open().filter(clock__due_on__lte=day, clock__paused_at=None)

    def in_band(self, band: Band, *, soon_until: dt.date) -> Self:
        """Cases of one group of the inbox; `soon_until` is the fifth working day from today."""
        return self.filter(conditions(open_states=self.model.OPEN_STATES, soon_until=soon_until)[band])

    def count_by_band(self, *, soon_until: dt.date) -> dict[str, int]:
        """How many cases stand in each band, in one query."""
        bands = conditions(open_states=self.model.OPEN_STATES, soon_until=soon_until)
        return self.order_by().aggregate(**{band: Count("pk", filter=condition) for band, condition in bands.items()})

    def answered(self) -> Self:
        """Cases that have had their answer."""
        return self.filter(answered_at__isnull=False)

    def earlier_than(self, case: Case) -> Self:
        """What was filed with the same agency before `case`, newest first."""
        before = self.filter(agency=case.agency_id, filed_at__lte=case.filed_at).exclude(pk=case.pk)
        return before.newest_first()

    def to_remind(self, today: dt.date) -> Self:
        """Open cases whose running clock was not looked at for reminders `today`, or is in another period since."""
        is_fresh = Q(
            reminded_through__gte=today, reminded_due_on=F("clock__due_on"), reminded_period=F("clock__period")
        )
        return self.open().filter(clock__paused_at=None).exclude(is_fresh)

    def filed_by(self, user: User) -> Self:
        """What `user` filed while signed in."""
        return self.filter(applicant=user)

    def with_agency_and_clock(self) -> Self:
        """With what every list shows, in the same query."""
        return self.select_related("agency", "clock")

    def reread(self, case: Case) -> Case:
        """`case` as it stands now."""
        return self.get(pk=case.pk)

    def newest_first(self) -> Self:
        return self.order_by("-filed_at", "-pk")

    def most_urgent_first(self) -> Self:
        return self.order_by(*self.urgency())

    def urgency(self) -> list[OrderBy | str]:
        """The order of the inbox: open cases by due time, then paused ones, then the closed, newest first."""
        is_open = Q(state__in=self.model.OPEN_STATES)
        is_closed = models.Case(models.When(is_open, then=0), default=1)
        is_paused = models.Case(models.When(is_open & Q(clock__paused_at__isnull=False), then=1), default=0)
        due_at = models.Case(models.When(is_open, then=F("clock__due_at")))
        return [is_closed.asc(), is_paused.asc(), due_at.asc(), "-filed_at", "-pk"]

    def with_receipt(self, code: str) -> Self:
        """The row under which `code`, as typed, would be found; `opening.open_case` verifies it."""
        return self.filter(receipt_index=index_of(typed(code)))


class Case(Receipted):
    """Something a citizen asked of an agency, which must be answered in time.

    `MARK` stands in its number; `CONTENT` names the fields in which two sendings of one form must agree.
    """

    MARK: ClassVar[str]
    CONTENT: ClassVar[tuple[str, ...]]
    OPEN_STATES: ClassVar[frozenset[str]]
    objects: ClassVar[Any]  # a manager of each model's own queryset
    state: str
    email: str

    root_path = models.CharField(max_length=4, editable=False)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.CharField(_("number"), max_length=60, editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="%(class)ss",
    )
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, editable=False, related_name="%(class)s")
    filed_at = models.DateTimeField(_("filed"), default=timezone.now, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    working_days = models.PositiveSmallIntegerField(
        _("working days taken"), null=True, editable=False, help_text=_("Counted time until the answer.")
    )
    # Up to which day, for which due date and period of the clock, reminders have been written (`reminders.py`).
    reminded_through = models.DateField(null=True, editable=False)
    reminded_due_on = models.DateField(null=True, editable=False)
    reminded_period = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """True while the agency owes an answer."""
        return self.state in self.OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.clock.is_overdue()


class NumberSeries(models.Model):
    """The last serial number given under a prefix, such as `JIANGHE-YSQ-2026`, in one tree of agencies.

    Its row is locked while the next number is taken. It is kept by prefix, not by agency, so that a code that passes
    from one agency to another can never lead to the same number twice.
    """

    root_path = models.CharField(max_length=4)
    prefix = models.CharField(max_length=60)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["root_path", "prefix"], name="number_series_unique")]

    def __str__(self) -> str:
        return self.prefix


def once_per_tree(name: str) -> models.UniqueConstraint:
    """The constraint that no two cases of one tree share a number."""
    return models.UniqueConstraint(fields=["root_path", "number"], name=name)


def answered_has_time(name: str, *, states: frozenset[str]) -> models.CheckConstraint:
    """The constraint that a case in one of `states` has the time of its answer."""
    return models.CheckConstraint(condition=~Q(state__in=sorted(states)) | Q(answered_at__isnull=False), name=name)

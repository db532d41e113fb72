"""Complaints about how agencies disclose (投诉举报), and what may be passed on of them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oversight.confidential import ConfidentialField
from oversight.permissions import Permission
from oversight.states import OPEN_COMPLAINTS, ComplaintState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.agencies.permissions import can, grants_of
from portal.receipts import ALPHABET, Receipted, index_of, typed
from portal.workdays.models import Clock

if TYPE_CHECKING:
    import datetime as dt

    from portal.accounts.models import User

DEFAULT_WORKING_DAYS = 5


def new_number() -> str:
    """Six random characters: a serial number would tell in which order, and so roughly when, anonymous people came."""
    return "".join(secrets.choice(ALPHABET) for _place in range(6))


class ComplaintKind(models.TextChoices):
    """What is complained about."""

    NOT_DISCLOSED = "not_disclosed", _("not disclosed")
    LATE = "late", _("disclosed late")
    INCOMPLETE = "incomplete", _("disclosed incompletely")
    UNTRUE = "untrue", _("disclosed untruthfully")
    ATTITUDE = "attitude", _("attitude of staff")
    OTHER = "other", _("other")


class Identity(models.TextChoices):
    """How the complainant wishes to be known to the office; the accused agency learns it in no case."""

    NAMED = "named", _("with my name")
    CONFIDENTIAL = "confidential", _("confidentially")
    ANONYMOUS = "anonymous", _("anonymously")


class TermsQuerySet(OwnedQuerySet["ComplaintTerms"]):
    """Terms belong to the government that hears."""

    manage_permission = Permission.HANDLE_COMPLAINT

    def working_days(self, government: Agency) -> int:
        """Within how many working days `government` answers complaints."""
        return self.filter(agency=government).values_list("working_days", flat=True).first() or DEFAULT_WORKING_DAYS


class ComplaintTerms(models.Model):
    """Within how many working days a government answers complaints.

    No statute sets a limit for complaints about disclosure. The default follows the site inspection rule for simple
    questions, 5 working days (domain notes §4); 60 is about the three months after which an unanswered message fails
    the whole site there.
    """

    agency = models.OneToOneField(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        default=DEFAULT_WORKING_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("time limit for complaints")
        verbose_name_plural = _("time limits for complaints")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(working_days__range=(1, 60)), name="complaint_terms_1_to_60_days")
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.working_days}"


def paths_above_own_grants(user: User) -> set[str]:
    """Paths of every agency that `user` serves through any grant, and of all above: a complaint about one of them is
    about people that `user` belongs to.
    """
    own = {path for paths in grants_of(user).values() for path in paths}
    step = Agency.steplen
    return {path[:end] for path in own for end in range(step, len(path) + 1, step)}


class ComplaintQuerySet(OwnedQuerySet["Complaint"]):
    """`agency` is the government that hears the case, never the accused one.

    Every door leaves out complaints about an agency at or above one that the user serves. There is no setting for it:
    a handler who also serves the accused agency is biased, and the accused's own people have no way in.
    """

    manage_permission = Permission.HANDLE_COMPLAINT

    def _of_agencies(self, user: User, permission: str) -> Q:
        return super()._of_agencies(user, permission) & ~Q(accused__path__in=paths_above_own_grants(user))

    def open(self) -> Self:
        """Not answered and not closed."""
        return self.filter(state__in=OPEN_COMPLAINTS)

    def overdue(self, now: dt.datetime) -> Self:
        """Open, and the time limit has run out before `now`."""
        return self.open().filter(clock__due_at__lt=now)

    def about(self, agency: Agency) -> Self:
        """Complaints about `agency` itself."""
        return self.filter(accused=agency)

    def filed_at(self, government: Agency) -> Self:
        """Complaints about `government` or anybody below: those that its site receives."""
        return self.filter(accused__path__startswith=government.path)

    def opened_by(self, code: str) -> Complaint | None:
        """The complaint with this receipt code (as typed), for whoever holds the code."""
        found = self.select_related("agency", "accused", "clock").filter(receipt_index=index_of(typed(code))).first()
        if found is None:
            make_password(typed(code), hasher="argon2")  # a wrong code takes as long as a right one
            return None
        return found if found.opens_with(code) else None

    def unannounced_before(self, day: dt.date) -> Self:
        """Received before `day` and not yet announced to the office: see `oversight.tasks`."""
        return self.filter(is_announced=False, received_on__lt=day)


class Complaint(Receipted):
    """One complaint. No address, browser or session of the complainant is kept, and of an anonymous or confidential
    one no time finer than the day, so that nothing here can be joined with a server's log.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("heard by"), on_delete=models.PROTECT, related_name="+")
    accused = models.ForeignKey(
        Agency, verbose_name=_("agency complained about"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=ComplaintKind)
    identity = models.CharField(_("way of filing"), max_length=14, choices=Identity)
    text = ConfidentialField(_("what happened"))
    name = ConfidentialField(_("name of the complainant"), blank=True)
    contact = ConfidentialField(_("telephone or e-mail"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ComplaintState, default=ComplaintState.RECEIVED, editable=False
    )
    # Announcing starts the clock and writes the audit trail, which keep exact times: unless the complaint is a named
    # one, it waits until the day of the filing is over or an officer acts. Nothing is lost by it, because working days
    # are counted from the next day.
    is_announced = models.BooleanField(default=False, editable=False)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    received_on = models.DateField(_("received on"), editable=False)
    received_at = models.DateTimeField(null=True, editable=False)  # of named complaints only
    accepted_on = models.DateField(_("accepted on"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    concluded_on = models.DateField(_("concluded on"), null=True, editable=False)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    result = ConfidentialField(_("result of the complaint"), blank=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        default_permissions = ()
        ordering = ["-received_on", "number"]
        indexes = [
            models.Index(fields=["agency", "state"], name="complaint_hearing"),
            models.Index(fields=["accused", "state"], name="complaint_accused"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(identity=Identity.ANONYMOUS) | Q(name="", contact=""), name="complaint_anonymous_is_nobody"
            ),
            models.CheckConstraint(
                condition=Q(identity=Identity.NAMED) | Q(received_at__isnull=True), name="complaint_time_only_if_named"
            ),
            models.CheckConstraint(
                condition=Q(is_announced=False, clock__isnull=True) | Q(is_announced=True, clock__isnull=False),
                name="complaint_announced_has_clock",
            ),
            models.CheckConstraint(condition=~Q(agency=models.F("accused")), name="complaint_not_heard_by_accused"),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True, concluded_by__isnull=True)
                | Q(concluded_on__isnull=False, concluded_by__isnull=False),
                name="complaint_concluded_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_COMPLAINTS


class ExtractQuerySet(OwnedQuerySet["ComplaintExtract"]):
    """Extracts belong to the agency they were sent to."""

    manage_permission = Permission.RECEIVE_EXTRACT

    def sent_to(self, agency: Agency, reader: User) -> Self:
        """What was sent to `agency`, newest first, if `reader` may read it."""
        if not can(reader, self.manage_permission, on=agency):
            return self.none()
        return self.filter(agency=agency).order_by("-forwarded_on", "-pk")

    def to_answer(self) -> Self:
        """Of complaints that are still open: the office waits for an explanation."""
        return self.filter(complaint__state__in=OPEN_COMPLAINTS)


class ComplaintExtract(models.Model):
    """What the office passed on to the accused agency, in the office's own words and under a number of its own.

    Nothing leads from here to the complaint for whoever may read only this.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="extracts", editable=False)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    text = ConfidentialField(_("extract"))
    forwarded_on = models.DateField(_("forwarded on"), editable=False)
    forwarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    objects = ExtractQuerySet.as_manager()

    class Meta:
        verbose_name = _("extract of a complaint")
        verbose_name_plural = _("extracts of complaints")
        default_permissions = ()

    def __str__(self) -> str:
        return self.number

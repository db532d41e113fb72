"""Complaints about how agencies disclose (投诉举报), and what may be passed on of them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.confidential import ConfidentialField
from oversight.permissions import Permission
from oversight.states import OPEN_COMPLAINTS, ComplaintState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.agencies.permissions import grants_of
from portal.receipts import ALPHABET, Receipted, index_of, typed
from portal.workdays.models import Clock

if TYPE_CHECKING:
    import datetime as dt

    from portal.accounts.models import User


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


class Rating(models.IntegerChoices):
    """How content the complainant is with the result."""

    VERY_BAD = 1, _("very dissatisfied")
    BAD = 2, _("dissatisfied")
    FAIR = 3, _("fair")
    GOOD = 4, _("satisfied")
    VERY_GOOD = 5, _("very satisfied")


class Channel(models.TextChoices):
    """How a complaint came in; whichever way, it stands in one list (一个号码对外)."""

    WEB = "web", _("this site")
    HOTLINE = "hotline", _("hotline")
    MAILBOX = "mailbox", _("mailbox")
    COUNTER = "counter", _("counter")
    LETTER = "letter", _("by letter")
    TRANSFERRED = "transferred", _("passed on by another body")


class Identity(models.TextChoices):
    """How the complainant wishes to be known to the office; the accused agency learns it in no case."""

    NAMED = "named", _("with my name")
    CONFIDENTIAL = "confidential", _("confidentially")
    ANONYMOUS = "anonymous", _("anonymously")


def paths_above_own_grants(user: User) -> set[str]:
    """Paths of every agency that `user` serves through any grant, and of all above: a complaint about one of them is
    about people that `user` belongs to.
    """
    own = {path for paths in grants_of(user).values() for path in paths}
    step = Agency.steplen
    return {path[:end] for path in own for end in range(step, len(path) + 1, step)}


SEALED = ("text", "name", "contact", "result", "extension_reason", "rating_words")


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

    def with_unread(self) -> Self:
        """Each with `unread`: how many messages of the complainant nobody of the office has read yet."""
        unread = Q(messages__is_from_office=False, messages__is_read=False)
        return self.annotate(unread=models.Count("messages", filter=unread))

    def for_lists(self) -> Self:
        """With what a line shows, in the same query, and none of what is sealed."""
        rows = self.select_related("accused", "clock").defer(*SEALED, "accused__functions")
        return rows.with_unread()

    def most_urgent_first(self) -> Self:
        """What is open by its due day, then the others, newest first."""
        is_closed = models.Case(models.When(state__in=OPEN_COMPLAINTS, then=0), default=1)
        due_at = models.Case(models.When(state__in=OPEN_COMPLAINTS, then=models.F("clock__due_at")))
        return self.order_by(is_closed, due_at.asc(nulls_last=True), "-received_on", "number")

    def joinable_to(self, complaint: Complaint) -> Self:
        """Earlier ones of the same hearers about the same agency, which stand for themselves: `complaint` can be
        joined with one of them.
        """
        rows = self.filter(agency=complaint.agency, accused=complaint.accused, first=None).exclude(pk=complaint.pk)
        rows = rows.filter(received_on__lte=complaint.received_on).defer(*SEALED)
        return rows.exclude(state=ComplaintState.CLOSED).order_by("received_on", "number")

    def joined_with(self, first: Complaint) -> Self:
        """Those that wait for the result of `first`."""
        return self.filter(first=first, state=ComplaintState.JOINED).order_by("pk")

    def erasable(self, government: Agency, before: dt.date) -> Self:
        """Of `government`, concluded before the day, and not erased yet."""
        return self.filter(agency=government, concluded_on__lt=before, erased_on=None)

    def overdue(self, now: dt.datetime) -> Self:
        """Open, and the time limit has run out before `now`."""
        return self.open().filter(clock__due_at__lt=now)

    def of_turn(self, turn: str, now: dt.datetime) -> Self:
        """Those to be answered, late, or with unread messages (see `with_unread`); all, for any other `turn`."""
        known = {"open": self.open, "late": lambda: self.overdue(now), "unread": lambda: self.filter(unread__gt=0)}
        return known.get(turn, self.all)()

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

    def reread(self, complaint: Complaint) -> Complaint:
        """The complaint as it stands now, with what the page of the complainant shows."""
        return self.select_related("agency", "accused", "clock").get(pk=complaint.pk)

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
    channel = models.CharField(_("way in"), max_length=12, choices=Channel, default=Channel.WEB, editable=False)
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
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
    first = models.ForeignKey(
        "self",
        verbose_name=_("joined with"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="joined",
    )
    extended_on = models.DateField(_("extended on"), null=True, editable=False)
    extension_reason = ConfidentialField(_("reason of the extension"), blank=True, editable=False)
    may_publish = models.BooleanField(_("the complainant agrees to the result being published"), default=False)
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating, null=True, editable=False)
    rating_words = ConfidentialField(_("words to the rating"), blank=True, editable=False)
    erased_on = models.DateField(_("erased on"), null=True, editable=False)

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
            models.CheckConstraint(
                condition=Q(channel=Channel.WEB, taken_in_by=None)
                | (~Q(channel=Channel.WEB) & Q(taken_in_by__isnull=False)),
                name="complaint_taken_in_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.JOINED) | Q(first__isnull=False), name="complaint_joined_with_one"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__in=Rating.values, concluded_on__isnull=False),
                name="complaint_rated_from_1_to_5_once_concluded",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None) | Q(text="", name="", contact="", result="", rating_words=""),
                name="complaint_erased_holds_no_word",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("oversight:complaint_detail", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_COMPLAINTS

    @property
    def secrets(self) -> list[str]:
        """What would tell who complained, or which case it is."""
        return [self.name, self.contact, self.number]

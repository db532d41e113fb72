"""A request under the Regulations (依申请公开)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_app.models.case import Case, CaseQuerySet, answered_has_time, once_per_tree
from requests_app.outcomes import DISCLOSING
from requests_app.periods import Period
from requests_app.permissions import Permission
from requests_app.states import OPEN, DecisionState, State

if TYPE_CHECKING:
    from portal.accounts.models import User


class Applicant(models.TextChoices):
    """Who asks: the columns of table 3 of the statutory annual report."""

    PERSON = "c1", _("Natural person")
    COMPANY = "c2", _("Commercial enterprise")
    RESEARCH = "c3", _("Research institution")
    NON_PROFIT = "c4", _("Social or public-welfare organisation")
    LEGAL_SERVICE = "c5", _("Legal service organisation")
    OTHER = "c6", _("Other organisation")


class IdentityKind(models.TextChoices):
    """What proves who the applicant is (article 29)."""

    ID_CARD = "id_card", _("Resident identity card")
    PASSPORT = "passport", _("Passport or travel permit")
    CREDIT_CODE = "credit_code", _("Unified social credit code")
    OTHER = "other", _("Other document")


class FormWanted(models.TextChoices):
    """In which form the information is wanted (articles 29 and 40)."""

    ELECTRONIC = "electronic", _("Electronic document")
    PAPER = "paper", _("Paper copy")
    INSPECTION = "inspection", _("Reading on the spot")


class Delivery(models.TextChoices):
    """How the answer reaches the applicant."""

    ONLINE = "online", _("Read here with the receipt code")
    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")
    PICK_UP = "pick_up", _("Picked up in person")


class Channel(models.TextChoices):
    """How the request came in, which decides the day of receipt (article 31)."""

    ONLINE = "online", _("Online")
    COUNTER = "counter", _("In person")
    ORAL = "oral", _("Spoken, written down by the agency")
    REGISTERED_POST = "registered_post", _("Registered post")
    ORDINARY_POST = "ordinary_post", _("Ordinary post")
    FAX = "fax", _("Fax")


class DisclosureRequestQuerySet(CaseQuerySet):
    """Requests are nobody's but the applicant's and the agency's: nothing here is public."""

    manage_permission = Permission.VIEW_REQUEST

    def received_between(self, first: dt.date, last: dt.date) -> DisclosureRequestQuerySet:
        """Requests received from `first` to `last`, both included."""
        return self.filter(received_on__range=(first, last))

    def for_register(self) -> DisclosureRequestQuerySet:
        """With what the register shows, in the order in which they were received."""
        rows = self.select_related("agency", "clock", "handler").prefetch_related("decisions", "letters")
        return rows.order_by("received_on", "pk")

    def with_what_is_awaited(self) -> DisclosureRequestQuerySet:
        """With what an applicant may have to do, in the same query."""
        return self.select_related("agency", "clock", "supplement", "satisfaction")

    def received_in(self, period: Period) -> Self:
        """Received on a day of `period` (article 31): row R1 of table 3."""
        return self.filter(received_on__gte=period.first, received_on__lte=period.last)

    def carried_into(self, period: Period) -> Self:
        """Received before `period` and not ended when it began: row R2."""
        return self.filter(Q(ending=None) | Q(ending__at__gte=period.begin), received_on__lt=period.first)

    def ended_in(self, period: Period) -> Self:
        """Answered, withdrawn or otherwise ended in `period`, for the first time: row R3_7."""
        return self.filter(ending__at__gte=period.begin, ending__at__lt=period.end)

    def answered_in(self, begin: dt.datetime, end: dt.datetime) -> Self:
        """Ended with an answer from `begin` on and before `end`."""
        return self.filter(ending__decision__isnull=False, ending__at__gte=begin, ending__at__lt=end)

    def on_time(self) -> Self:
        """Ended with an answer before the time limit ran out."""
        return self.filter(ending__is_on_time=True)

    def carried_out_of(self, period: Period) -> Self:
        """Received by the end of `period` and not ended in it: row R4."""
        return self.filter(Q(ending=None) | Q(ending__at__gte=period.end), received_on__lte=period.last)

    def with_ending(self) -> Self:
        """With agency and ending, in the same query."""
        return self.select_related("agency", "ending")

    def in_charge_of(self, user: User) -> Self:
        """Open requests of which `user` is the clerk in charge."""
        return self.open().filter(handler=user)

    def unassigned(self) -> Self:
        return self.open().filter(handler=None)

    def co_handled_by(self, user: User) -> Self:
        """Open requests with which `user` was asked to help."""
        return self.open().filter(cohandlers__person=user, cohandlers__until=None)

    def waiting_for_applicant(self) -> Self:
        return self.filter(state=State.SUPPLEMENTING)

    def waiting_for_opinions(self) -> Self:
        return self.filter(state=State.CONSULTING)

    def to_review(self) -> Self:
        return self.filter(state=State.REVIEWING)

    def repeatable_by(self, case: DisclosureRequest) -> Self:
        """Answered requests of the same applicant to the same agency, which `case` may repeat (article 36(6))."""
        of_same = self.earlier_than(case).filter(identity_number=case.identity_number)
        return of_same.filter(answered_at__isnull=False, decisions__state=DecisionState.APPROVED).distinct()

    def publishable_since(self, day: dt.date) -> Self:
        """Received on or after `day`, open or disclosed, and in no proposal to publish yet, newest first."""
        rows = self.filter(received_on__gte=day, proposed=None, began=None)
        return rows.filter(Q(state__in=OPEN) | Q(ending__outcome__in=DISCLOSING)).order_by("-received_on", "-pk")

    def asked_by(self, name: str, *, for_: User) -> Self:
        """Requests whose applicant's name holds `name`, where `for_` handles or reviews them: nobody else may ask."""
        handles, reviews = Permission.HANDLE_REQUEST, Permission.REVIEW_REQUEST
        return self.filter(self._of_agencies(for_, handles) | self._of_agencies(for_, reviews), name__icontains=name)


class DisclosureRequest(Case):
    """One request for information that an agency holds; what it must contain is said in article 29."""

    MARK: ClassVar[str] = "YSQ"  # 依申请
    CONTENT: ClassVar[tuple[str, ...]] = ("agency_id", "name", "identity_number", "subject", "description")
    OPEN_STATES: ClassVar[frozenset[str]] = OPEN

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.RECEIVED, editable=False)
    channel = models.CharField(_("came in"), max_length=16, choices=Channel, default=Channel.ONLINE)
    received_on = models.DateField(
        _("day of receipt"),
        help_text=_("Article 31: in person that day; by post on signing or confirming; online on confirming."),
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("clerk in charge"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="handled_requests",
    )
    repeats = models.ForeignKey(
        "self",
        verbose_name=_("repeats"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="repeated_by",
        help_text=_("The earlier request of the same applicant for the same information (article 36(6))."),
    )

    category = models.CharField(_("applicant is a"), max_length=2, choices=Applicant, default=Applicant.PERSON)
    name = models.CharField(_("applicant"), max_length=100)
    identity_kind = models.CharField(_("identity document"), max_length=12, choices=IdentityKind)
    identity_number = models.CharField(_("number of the document"), max_length=40)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)

    subject = models.CharField(_("information wanted"), max_length=200)
    description = models.TextField(_("further description"), max_length=3000, blank=True)
    form_wanted = models.CharField(_("form wanted"), max_length=12, choices=FormWanted, default=FormWanted.ELECTRONIC)
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery, default=Delivery.ONLINE)

    # Article 43: whoever has difficulty reading or writing is helped.
    needs_help = models.BooleanField(_("asks for help with reading or writing"), default=False)
    help_wanted = models.CharField(_("how to help"), max_length=200, blank=True)
    # The applicant cut the tie to the account: there was one, and only the receipt code opens the case now.
    unlinked_at = models.DateTimeField(null=True, editable=False)
    # When the first answer was due, of a case that was taken up again: its clock is that of the new answer.
    first_due_at = models.DateTimeField(null=True, editable=False)

    objects = DisclosureRequestQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("disclosure request")
        verbose_name_plural = _("disclosure requests")
        default_permissions = ()
        ordering = ["-filed_at", "-pk"]
        constraints = [
            once_per_tree("request_number_unique"),
            models.CheckConstraint(condition=Q(repeats=None) | ~Q(repeats=F("pk")), name="request_repeats_another"),
            answered_has_time("request_answered_has_time", states=frozenset({State.ANSWERED})),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email="") | ~Q(address=""), name="request_has_a_contact"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state"], name="request_agency_state"),
            models.Index(fields=["state", "reminded_through"], name="request_reminders"),
        ]

    @property
    def masked_identity(self) -> str:
        """The identity number with all but its last four characters hidden."""
        shown = self.identity_number[-4:] if len(self.identity_number) > 6 else ""
        return "*" * (len(self.identity_number) - len(shown)) + shown

"""Files that go out with an answer: the original kept apart, the boxes on it, and what was made of both."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import NegativeGround
from portal.uploads.models import StoredFile
from requests_app.models.decision import Decision
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.release_states import ReleaseState
from requests_app.states import OPEN, DecisionState

if TYPE_CHECKING:
    from portal.agencies.models import Agency

WHOLE = 10_000  # units of a box along either side of a page


class ReleasedFileQuerySet(models.QuerySet["ReleasedFile"]):
    """Files as sentences."""

    def of_case(self, case: DisclosureRequest) -> Self:
        """Every file of the case, for those who work on it."""
        return self.filter(request=case)

    def sent(self) -> Self:
        """What the applicant of an answered request may download."""
        return self.filter(state=ReleaseState.VERIFIED, decision__state=DecisionState.APPROVED)

    def waiting(self) -> Self:
        """Files that wait for being blackened, oldest first."""
        return self.filter(state=ReleaseState.ORDERED).order_by("ordered_at", "pk")

    def with_outdated_original(self, today: dt.date) -> Self:
        """Files whose original was to be kept until a day before `today`, and whose case is closed."""
        return self.filter(original__isnull=False, original_until__lt=today).exclude(request__state__in=OPEN)


class ReleasedFile(models.Model):
    """One file to be released with the answer to a request.

    The applicant is given `output`, which is made of pictures alone; `original` never leaves the agency and is removed
    after `original_until`, of which its name, its sha256 and the time remain.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="released_files")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="files")
    state = models.CharField(_("state"), max_length=8, choices=ReleaseState, default=ReleaseState.UPLOADED)
    name = models.CharField(_("name of the file"), max_length=160)  # of what goes out
    pages = models.JSONField(default=list)  # [width, height] in dots of each page, as it is blackened
    original = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    original_sha256 = models.CharField(max_length=64)
    original_until = models.DateField(_("original kept until"))
    original_removed_at = models.DateTimeField(_("original removed"), null=True)
    output = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    faults = models.CharField(max_length=80, blank=True)  # codes of what the proof found
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    ordered_at = models.DateTimeField(null=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(_("proved"), null=True)

    objects = ReleasedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReleaseState.VERIFIED, output__isnull=False, verified_at__isnull=False)
                | (Q(output=None, verified_at=None) & ~Q(state=ReleaseState.VERIFIED)),
                name="release_proved_has_output",
            ),
            models.CheckConstraint(
                condition=Q(decision=None) | Q(state=ReleaseState.VERIFIED), name="release_goes_out_proved"
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=False, original_removed_at=None)
                | Q(original=None, original_removed_at__isnull=False),
                name="release_original_or_tombstone",
            ),
            models.CheckConstraint(
                condition=Q(original=None) | Q(output=None) | ~Q(original=F("output")),
                name="release_never_the_original",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.ORDERED) | Q(ordered_at__isnull=False, ordered_by__isnull=False),
                name="release_ordered_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["ordered_at"], condition=Q(state="ordered"), name="release_ordered"),
            models.Index(fields=["original_until"], condition=Q(original__isnull=False), name="release_original_until"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def agency(self) -> Agency:
        """Whose it is: the agency of the request."""
        return self.request.agency

    @property
    def faults_found(self) -> list[str]:
        """Codes of what the proof found wrong."""
        return self.faults.split()


class RedactionBox(models.Model):
    """A part of a page that is put out, in ten-thousandths of the page as it is seen, and the ground for it."""

    file = models.ForeignKey(ReleasedFile, on_delete=models.CASCADE, related_name="boxes")
    page = models.PositiveSmallIntegerField(_("page"))  # from 1, as people count
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    ground = models.ForeignKey(NegativeGround, verbose_name=_("ground"), on_delete=models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["page", "top", "left", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "page", "left", "top", "width", "height"], name="box_drawn_once"),
            models.CheckConstraint(condition=Q(page__gte=1), name="box_on_a_page"),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1, left__lte=WHOLE - F("width"), top__lte=WHOLE - F("height")),
                name="box_within_the_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.left} {self.top} {self.width} {self.height}"

    @property
    def from_left(self) -> int:
        """In per cent of the page."""
        return round(self.left * 100 / WHOLE)

    @property
    def from_top(self) -> int:
        """In per cent of the page."""
        return round(self.top * 100 / WHOLE)

    @property
    def placed(self) -> tuple[int, int, int, int, int]:
        """As the program that blackens has it: pages from 0."""
        return self.page - 1, self.left, self.top, self.width, self.height

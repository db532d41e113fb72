"""What the agency does about a request before it decides."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.workdays.models import Clock
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.models.transfer import Transfer
from requests_app.states import StageName


class Stage(models.Model):
    """A time stamp and a person: the request entered one of the six stages. A stage entered again is one more row."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="stages")
    name = models.CharField(_("stage of handling"), max_length=8, choices=StageName)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_name_display()


class SearchRecordQuerySet(models.QuerySet["SearchRecord"]):
    """Searches as sentences."""

    def counting_for(self, request: DisclosureRequest) -> Self:
        """Searches on which an answer may rest: those made since the request was passed on last, if it ever was."""
        passed_on_later = Transfer.objects.filter(request=request, at__gt=OuterRef("at"))
        return self.filter(~Exists(passed_on_later), request=request)


class SearchRecord(models.Model):
    """What was searched for, where and by whom: without one there is no reply."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="searches")
    places = models.CharField(
        _("where it was searched"), max_length=300, help_text=_("Archives, systems and sections, by name.")
    )
    terms = models.CharField(
        _("what was searched for"), max_length=300, help_text=_("Titles, numbers, keywords and years.")
    )
    result = models.TextField(_("what was found"), max_length=2000)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )

    objects = SearchRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("search record")
        verbose_name_plural = _("search records")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.places


class NoteKind(models.TextChoices):
    """What a note is for; neither kind ever leaves the workbench."""

    INTERNAL = "internal", _("Internal note")
    LEGAL = "legal", _("Legal opinion")


class Note(models.Model):
    """An internal note or a legal opinion. It stands on no page, letter or interface that a citizen can reach."""

    kind = models.CharField(_("kind of the note"), max_length=8, choices=NoteKind, default=NoteKind.INTERNAL)
    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("internal note"), max_length=2000)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Supplement(models.Model):
    """The one notice to supplement a request (article 30), and what the applicant answered."""

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="supplement")
    points = models.TextField(_("what to supplement"), max_length=2000)
    respond_by = models.DateField(_("answer until"))
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)
    text = models.TextField(_("supplement"), max_length=3000, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, text="") | (Q(received_at__isnull=False) & ~Q(text="")),
                name="supplement_received_has_time_and_text",
            )
        ]

    def __str__(self) -> str:
        return self.points[:60]


class Extension(models.Model):
    """The one extension of a request (article 33): `by`, who consents, heads the office in charge of disclosure."""

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="extension")
    days = models.PositiveSmallIntegerField(_("further working days"))
    reason = models.TextField(_("reason"), max_length=1000, help_text=_("The applicant reads it."))
    due_before = models.DateField()
    due_after = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=20), name="extension_of_at_most_20_days")
        ]

    def __str__(self) -> str:
        return f"+{self.days}"


class Addressee(models.TextChoices):
    """Whose opinion is asked for, and what silence means."""

    THIRD_PARTY = "third_party", _("Third party whose interests are touched (article 32)")
    CO_MAKER = "co_maker", _("Agency that made the information jointly (article 34)")


class Opinion(models.TextChoices):
    """What came back within 15 working days."""

    CONSENT = "consent", _("Agrees to disclosure")
    OBJECTION = "objection", _("Objects, with reasons")
    SILENCE = "silence", _("No answer in time")


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations as sentences."""

    def pending(self) -> Self:
        return self.filter(opinion="", clock__stopped_at=None)

    def lapsed(self, now: dt.datetime | None = None) -> Self:
        """Consultations whose 15 working days have passed without an answer."""
        return self.pending().filter(clock__due_at__lt=now or timezone.now()).order_by("clock__due_at")


class Consultation(models.Model):
    """A letter asking for an opinion; its own clock of 15 working days runs from the day it was delivered."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="consultations")
    addressee = models.CharField(_("asked is"), max_length=12, choices=Addressee)
    party = models.CharField(_("name of who is asked"), max_length=100)
    letter = models.TextField(_("letter"), max_length=3000)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="consultation")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opinion = models.CharField(_("opinion"), max_length=10, choices=Opinion, blank=True)
    opinion_text = models.TextField(_("reasons given"), max_length=3000, blank=True)
    received_at = models.DateTimeField(null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion="", received_at__isnull=True) | (~Q(opinion="") & Q(received_at__isnull=False)),
                name="consultation_opinion_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.party

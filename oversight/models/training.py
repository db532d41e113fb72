"""Training: courses of a government, the roster of each agency, and who attended (2年内轮训一遍)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models.work_terms import WorkQuerySet
from portal.agencies.models import Agency


class CourseForm(models.TextChoices):
    """How it is taught (matrix row 183)."""

    CLASS = "class", _("training class")
    PARTY_SCHOOL = "school", _("party school")
    VIDEO = "video", _("video conference")
    ONLINE = "online", _("online course")


class CourseQuerySet(WorkQuerySet["Course"]):
    year_field = "planned_on__year"
    searched = ("title", "place")

    def above(self, agency: Agency) -> Self:
        """Courses that people of `agency` may have attended: of it and every government above it."""
        return self.filter(agency__path__in=agency.ancestor_paths).order_by("-planned_on", "-pk")

    def held(self) -> Self:
        return self.filter(held_on__isnull=False)

    def halves_without(self, year: int) -> list[int]:
        """The half-years (1, 2) of `year` in which no course is planned (matrix row 119). One query."""
        months = self.of_year(year).order_by().values_list("planned_on__month", flat=True)
        return sorted({1, 2} - {(month + 5) // 6 for month in months})


class Course(models.Model):
    """One course: planned for a day, and held."""

    agency = models.ForeignKey(Agency, verbose_name=_("held by"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    form = models.CharField(_("form"), max_length=8, choices=CourseForm, default=CourseForm.CLASS)
    place = models.CharField(_("place"), max_length=100, blank=True)
    hours = models.PositiveSmallIntegerField(_("lessons"), default=4)
    planned_on = models.DateField(_("planned for"))
    held_on = models.DateField(_("held on"), null=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        default_permissions = ()
        ordering = ["-planned_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def year(self) -> int:
        return self.planned_on.year


class StaffMemberQuerySet(WorkQuerySet["StaffMember"]):
    year_field = ""
    searched = ("name", "post")

    def serving(self) -> Self:
        return self.filter(left_on=None)

    def serving_on(self, day: dt.date) -> Self:
        """On the roster on `day`."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)

    def trained_since(self, after: dt.date, until: dt.date) -> Self:
        """`is_trained`: whether they attended a course held after `after`, at the latest on `until`."""
        held = Attendance.objects.filter(
            person=models.OuterRef("pk"), course__held_on__gt=after, course__held_on__lte=until
        )
        return self.annotate(is_trained=models.Exists(held))

    def count_trained(self, after: dt.date, until: dt.date) -> Iterator[tuple[int, int, int]]:
        """Agency, how many attended a course held after `after` and at the latest on `until`, how many there are."""
        rows = self.trained_since(after, until).order_by().values("agency")
        counted = rows.annotate(whole=models.Count("pk"), part=models.Count("pk", filter=Q(is_trained=True)))
        for row in counted:
            yield row["agency"], row["part"], row["whole"]

    def with_last_course(self) -> Self:
        """`last_course` is the day of the last course that was attended."""
        rows = self.annotate(last_course=models.Max("attendances__course__held_on"))
        return rows.order_by("agency__path", "name", "pk")


class StaffMember(models.Model):
    """Somebody on an agency's roster for the work, whether or not they have an account."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    post = models.CharField(_("post"), max_length=80, blank=True)
    joined_on = models.DateField(_("on the roster from"))
    left_on = models.DateField(_("left on"), null=True)

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on the roster")
        verbose_name_plural = _("people on the roster")
        default_permissions = ()
        ordering = ["agency__path", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name", "post"], condition=Q(left_on=None), name="staff_member_once_on_a_roster"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="staff_member_leaves_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.post}".strip()


class AttendanceQuerySet(WorkQuerySet["Attendance"]):
    agency_field = "person__agency"
    year_field = "course__held_on__year"
    searched = ("person__name", "course__title")
    related = ("person__agency", "course")


class Attendance(models.Model):
    """One person at one course that was held."""

    course = models.ForeignKey(
        Course, verbose_name=_("training course"), on_delete=models.PROTECT, related_name="attendances"
    )
    person = models.ForeignKey(
        StaffMember, verbose_name=_("name"), on_delete=models.PROTECT, related_name="attendances"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        default_permissions = ()
        ordering = ["-course__held_on", "person__agency__path", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.course}"

    @property
    def agency(self) -> Agency:
        return self.person.agency

"""Training: courses planned and held, the roster of an agency, and who attended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.leading import require_day
from oversight.models import Attendance, Course, StaffMember
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_AT_ONCE = 200


@transaction.atomic
def plan_course(
    agency: Agency, *, by: User, title: str, form: str, planned_on: dt.date, place: str = "", hours: int = 4
) -> Course:
    """Plan a course of `agency` for a day; people of every agency below it may attend."""
    require(by, Permission.ORGANISE_WORK, on=agency)
    if not title.strip():
        raise Refused(_("Fill this in."), field="title")
    course = Course.objects.create(
        agency=agency, title=title.strip(), form=form, planned_on=planned_on, place=place.strip(), hours=hours
    )
    facts = {"title": course.title, "planned_on": planned_on}
    record(Event.COURSE_PLANNED, by=by, agency=agency, subject=course, after=facts)
    return course


@transaction.atomic
def hold_course(course: Course, *, by: User, held_on: dt.date) -> Course:
    """Note that a course was held; attendance is noted afterwards."""
    held = Course.objects.select_for_update(of=("self",)).select_related("agency").get(pk=course.pk)
    require(by, Permission.ORGANISE_WORK, on=held.agency)
    if held.held_on is not None:
        raise Refused(_("This course was held already."))
    require_day(held_on, field="held_on")
    held.held_on = held_on
    held.save(update_fields=["held_on"])
    record(Event.COURSE_HELD, by=by, agency=held.agency, subject=held, after={"held_on": held_on})
    return held


@transaction.atomic
def enrol_staff(
    agency: Agency, *, by: User, people: Sequence[tuple[str, str]], joined_on: dt.date
) -> list[StaffMember]:
    """Put people, each by name and post, on the roster of `agency`; who is on it with the same post already stays.

    Raises Refused for nobody, more than 200 at once, and a day still to come.
    """
    require(by, Permission.FILE_WORK, on=agency)
    require_day(joined_on, field="joined_on")
    if not 1 <= len(people) <= MOST_AT_ONCE:
        raise Refused(_("Between 1 and 200 people at once."), field="people")
    Agency.objects.select_for_update().get(pk=agency.pk)
    known = set(StaffMember.objects.serving().filter(agency=agency).values_list("name", "post"))
    fresh = [pair for pair in dict.fromkeys(people) if pair not in known]
    if not fresh:
        raise Refused(_("All of them are on the roster already."), field="people")
    rows = [StaffMember(agency=agency, name=name, post=post, joined_on=joined_on) for name, post in fresh]
    StaffMember.objects.bulk_create(rows)
    facts = {"joined": [row.name for row in rows], "joined_on": joined_on}
    record(Event.ROSTER_CHANGED, by=by, agency=agency, subject=rows[0], after=facts)
    return rows


@transaction.atomic
def leave_roster(person: StaffMember, *, by: User, left_on: dt.date) -> StaffMember:
    """Somebody leaves the roster: from that day they count no more, neither trained nor untrained."""
    held = StaffMember.objects.select_for_update(of=("self",)).select_related("agency").get(pk=person.pk)
    require(by, Permission.FILE_WORK, on=held.agency)
    if held.left_on is not None:
        raise Refused(_("This person has left the roster already."))
    require_day(left_on, field="left_on", after=held.joined_on)
    held.left_on = left_on
    held.save(update_fields=["left_on"])
    record(Event.ROSTER_CHANGED, by=by, agency=held.agency, subject=held, after={"left": held.name, "left_on": left_on})
    return held


@transaction.atomic
def note_attendance(agency: Agency, *, by: User, course: Course, people: Iterable[StaffMember]) -> list[Attendance]:
    """Note which people of `agency` attended a course of it or of a government above it; noted twice counts once.

    Raises Refused for a course that was not held, and for somebody who was not on the roster that day.
    """
    require(by, Permission.FILE_WORK, on=agency)
    if course.held_on is None:
        raise Refused(_("This course was not held yet."), field="course")
    if course.agency.path not in agency.ancestor_paths:
        raise Refused(_("This course was for others."), field="course")
    chosen = {person.pk for person in people}
    there = StaffMember.objects.serving_on(course.held_on).filter(agency=agency, pk__in=chosen)
    rows = list(there.select_for_update().order_by("pk"))
    if not chosen or len(rows) != len(chosen):
        raise Refused(_("Choose people who were on the roster on the day of the course."), field="people")
    noted = set(Attendance.objects.filter(course=course, person__in=rows).values_list("person_id", flat=True))
    fresh = [Attendance(course=course, person=row, by=by, at=timezone.now()) for row in rows if row.pk not in noted]
    if not fresh:
        raise Refused(_("This was noted already."), field="people")
    Attendance.objects.bulk_create(fresh)
    facts = {"course": course.title, "people": [row.person.name for row in fresh]}
    record(Event.TRAINING_ATTENDED, by=by, agency=agency, subject=course, after=facts)
    return fresh

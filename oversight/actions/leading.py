"""Leading groups, their members, and the responsible persons of a year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import GroupMember, LeadingGroup, MemberRole, Responsibility, ResponsiblePerson
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

PROFILE = ("name", "document_number", "mandate", "began_on", "staff_count", "premises", "budget")


def _required(**texts: str) -> dict[str, str]:
    """Stripped texts; raises Refused beside the first that is empty."""
    for name, text in texts.items():
        if not text.strip():
            raise Refused(_("Fill this in."), field=name)
    return {name: text.strip() for name, text in texts.items()}


def require_day(day: dt.date, *, field: str, after: dt.date | None = None) -> None:
    """Raise Refused for a day that is still to come, or before `after`."""
    if day > timezone.localdate():
        raise Refused(_("This day is still to come."), field=field)
    if after is not None and day < after:
        raise Refused(_("It ends before it began."), field=field)


@transaction.atomic
def form_group(
    agency: Agency,
    *,
    by: User,
    name: str,
    document_number: str,
    began_on: dt.date,
    mandate: str = "",
    staff_count: int = 0,
    premises: str = "",
    budget: Decimal = Decimal(0),
) -> LeadingGroup:
    """Form the leading group of `agency`, or change the one that is running, with the profile of its office."""
    require(by, Permission.FILE_WORK, on=agency)
    words = _required(name=name, document_number=document_number)
    Agency.objects.select_for_update().get(pk=agency.pk)
    group = LeadingGroup.objects.running().filter(agency=agency).first() or LeadingGroup(agency=agency)
    before = {field: getattr(group, field) for field in PROFILE} if group.pk else None
    group.name, group.document_number = words["name"], words["document_number"]
    group.mandate, group.began_on, group.staff_count = mandate.strip(), began_on, staff_count
    group.premises, group.budget = premises.strip(), budget
    group.save()
    after = {field: getattr(group, field) for field in PROFILE}
    record(Event.GROUP_FORMED, by=by, agency=agency, subject=group, before=before, after=after)
    return group


@transaction.atomic
def end_group(group: LeadingGroup, *, by: User, ended_on: dt.date) -> LeadingGroup:
    """End a group, and with it the service of everybody who is still in it."""
    held = LeadingGroup.objects.select_for_update(of=("self",)).select_related("agency").get(pk=group.pk)
    require(by, Permission.FILE_WORK, on=held.agency)
    if held.ended_on is not None:
        raise Refused(_("This group has ended already."))
    serving = list(GroupMember.objects.select_for_update().filter(group=held, ended_on=None))
    require_day(ended_on, field="ended_on", after=max([held.began_on, *(member.began_on for member in serving)]))
    for member in serving:
        member.ended_on = ended_on
    GroupMember.objects.bulk_update(serving, ["ended_on"])
    held.ended_on = ended_on
    held.save(update_fields=["ended_on"])
    facts = {"ended_on": ended_on, "members": len(serving)}
    record(Event.GROUP_ENDED, by=by, agency=held.agency, subject=held, after=facts)
    return held


@transaction.atomic
def add_member(agency: Agency, *, by: User, name: str, post: str, role: str, began_on: dt.date) -> GroupMember:
    """Name a member of the running group of `agency`. Raises Refused without a group, for somebody who is in it, and
    for a second head.
    """
    require(by, Permission.FILE_WORK, on=agency)
    words = _required(name=name, post=post)
    group = LeadingGroup.objects.running().select_for_update().filter(agency=agency).first()
    if group is None:
        raise Refused(_("There is no leading group yet: form it first."))
    serving = GroupMember.objects.filter(group=group, ended_on=None)
    if serving.filter(name=words["name"]).exists():
        raise Refused(_("This person is in the group already."), field="name")
    if role == MemberRole.LEADER and serving.filter(role=role).exists():
        raise Refused(_("The group has a head already: let the other one leave first."), field="role")
    if began_on < group.began_on:
        raise Refused(_("The group did not exist yet."), field="began_on")
    member = GroupMember.objects.create(group=group, role=role, began_on=began_on, **words)
    facts = {"name": member.name, "role": role, "began_on": began_on}
    record(Event.MEMBER_JOINED, by=by, agency=agency, subject=member, after=facts)
    return member


@transaction.atomic
def end_member(member: GroupMember, *, by: User, ended_on: dt.date) -> GroupMember:
    """Somebody leaves a group; of other groups they stay a member."""
    held = GroupMember.objects.select_for_update(of=("self",)).select_related("group__agency").get(pk=member.pk)
    require(by, Permission.FILE_WORK, on=held.agency)
    if held.ended_on is not None:
        raise Refused(_("This person has left the group already."))
    require_day(ended_on, field="ended_on", after=held.began_on)
    held.ended_on = ended_on
    held.save(update_fields=["ended_on"])
    record(Event.MEMBER_LEFT, by=by, agency=held.agency, subject=held, after={"ended_on": ended_on})
    return held


@transaction.atomic
def name_person(
    agency: Agency, *, by: User, year: int, duty: str, name: str, post: str, phone: str
) -> ResponsiblePerson:
    """Name who is responsible in `year`; who was named before for the same duty is replaced, the trail keeps both.

    Raises Refused for another year than the last, this and the next one.
    """
    require(by, Permission.FILE_WORK, on=agency)
    words = _required(name=name, post=post, phone=phone)
    require_near(year)
    if duty not in Responsibility.values:
        raise Refused(_("Choose one from the list."), field="duty")
    Agency.objects.select_for_update().get(pk=agency.pk)
    person = ResponsiblePerson.objects.filter(agency=agency, year=year, duty=duty).first()
    before = {field: getattr(person, field) for field in words} if person else None
    person = person or ResponsiblePerson(agency=agency, year=year, duty=duty)
    for field, text in words.items():
        setattr(person, field, text)
    person.by, person.at = by, timezone.now()
    person.save()
    after = {"year": year, "duty": duty, **words}
    record(Event.PERSON_NAMED, by=by, agency=agency, subject=person, before=before, after=after)
    return person


def require_near(year: int, *, field: str = "year") -> None:
    """Raise Refused for another year than the last, this and the next one."""
    if abs(year - timezone.localdate().year) > 1:
        raise Refused(_("Only the last, this and the next year."), field=field)

"""Milestones, demonstration sites, reports heard, activities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from oversight.actions.leading import require_day
from oversight.models import Activity, ActivityKind, DemonstrationSite, Milestone, ReportHeard, WorkTerms
from oversight.models.work_terms import superior_of
from oversight.permissions import Permission
from oversight.states import MILESTONE_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


def _filled(**texts: str) -> dict[str, str]:
    for name, text in texts.items():
        if not text.strip():
            raise Refused(_("Fill this in."), field=name)
    return {name: text.strip() for name, text in texts.items()}


@transaction.atomic
def set_milestone(
    government: Agency, *, by: User, title: str, agency: Agency, due_on: dt.date, co_units: Iterable[Agency] = ()
) -> Milestone:
    """Set a step of the plan of `government`: which agency leads, which take part, by when."""
    require(by, Permission.ORGANISE_WORK, on=government)
    words = _filled(title=title)
    others = list(co_units)
    if not all(unit.is_under(government) for unit in (agency, *others)):
        raise Refused(_("Milestones are set for agencies below %(name)s.") % {"name": government}, field="agency")
    if agency in others:
        raise Refused(_("The lead agency does not take part besides."), field="co_units")
    row = Milestone.objects.create(government=government, year=due_on.year, agency=agency, due_on=due_on, **words)
    row.co_units.set(others)
    facts = {"title": row.title, "due_on": due_on, "with": [unit.name for unit in others]}
    record(Event.MILESTONE_SET, by=by, agency=agency, subject=row, after=facts)
    return row


@transaction.atomic
def finish_milestone(milestone: Milestone, *, by: User, done_on: dt.date, evidence: str) -> Milestone:
    """The lead agency, or the office, says when it was reached and what proves it."""
    held = Milestone.objects.select_for_update(of=("self",)).select_related("agency").get(pk=milestone.pk)
    require(by, Permission.FILE_WORK, on=held.agency)
    advance(held, "finish", MILESTONE_TABLE)
    words = _filled(evidence=evidence)
    require_day(done_on, field="done_on")
    held.done_on, held.done_by, held.evidence = done_on, by, words["evidence"]
    held.save(update_fields=["state", "done_on", "done_by", "evidence"])
    facts = {"done_on": done_on, "evidence": held.evidence}
    record(Event.MILESTONE_DONE, by=by, agency=held.agency, subject=held, after=facts)
    return held


@transaction.atomic
def name_site(agency: Agency, *, by: User, name: str, began_on: dt.date, evidence: str) -> DemonstrationSite:
    """Name a demonstration site of `agency`. Raises Refused for more than the terms of the government above allow."""
    require(by, Permission.ORGANISE_WORK, on=agency)
    words = _filled(name=name, evidence=evidence)
    Agency.objects.select_for_update().get(pk=agency.pk)
    running = DemonstrationSite.objects.running().filter(agency=agency)
    most = WorkTerms.of(superior_of(agency) or agency).most_sites
    if running.count() >= most:
        raise Refused(_("This agency has %(number)s demonstration sites already.") % {"number": most}, field="name")
    if running.filter(name=words["name"]).exists():
        raise Refused(_("This site stands on the list already."), field="name")
    site = DemonstrationSite.objects.create(agency=agency, began_on=began_on, **words)
    record(Event.SITE_NAMED, by=by, agency=agency, subject=site, after={"name": site.name, "began_on": began_on})
    return site


@transaction.atomic
def end_site(site: DemonstrationSite, *, by: User, ended_on: dt.date) -> DemonstrationSite:
    """A demonstration site is one no longer."""
    held = DemonstrationSite.objects.select_for_update(of=("self",)).select_related("agency").get(pk=site.pk)
    require(by, Permission.ORGANISE_WORK, on=held.agency)
    if held.ended_on is not None:
        raise Refused(_("This site has ended already."))
    require_day(ended_on, field="ended_on", after=held.began_on)
    held.ended_on = ended_on
    held.save(update_fields=["ended_on"])
    record(Event.SITE_ENDED, by=by, agency=held.agency, subject=held, after={"ended_on": ended_on})
    return held


@transaction.atomic
def note_report_heard(
    agency: Agency, *, by: User, heard_on: dt.date, leader: str, topic: str, instruction: str
) -> ReportHeard:
    """The chief person of `agency` heard a report on the work and decided something."""
    require(by, Permission.FILE_WORK, on=agency)
    words = _filled(leader=leader, topic=topic, instruction=instruction)
    require_day(heard_on, field="heard_on")
    row = ReportHeard.objects.create(agency=agency, heard_on=heard_on, by=by, **words)
    facts = {"heard_on": heard_on, "leader": row.leader, "topic": row.topic}
    record(Event.REPORT_HEARD, by=by, agency=agency, subject=row, after=facts)
    return row


@transaction.atomic
def note_activity(agency: Agency, *, by: User, kind: str, day: dt.date, person: str, title: str) -> Activity:
    """Something that is counted: a policy explained by a leader, an article, an inspection."""
    require(by, Permission.FILE_WORK, on=agency)
    words = _filled(person=person, title=title)
    require_day(day, field="day")
    row = Activity.objects.create(agency=agency, kind=ActivityKind(kind), day=day, by=by, **words)
    facts = {"kind": kind, "day": day, "title": row.title}
    record(Event.ACTIVITY_NOTED, by=by, agency=agency, subject=row, after=facts)
    return row

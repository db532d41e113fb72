"""Opinion cases (舆情): collect, assess, handle, respond, evaluate.

The series of numbers is held before the first `record()` of a transaction, as for every number without gaps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Item
from oversight.models import OpinionCase, OpinionConcern, OpinionLevel, OpinionSeries, OpinionSource, OpinionStep
from oversight.models.opinions import HOURS
from oversight.permissions import Permission
from oversight.states import OPINION_TABLE, OpinionState
from portal.agencies.holders import nearest_holders
from portal.agencies.models import Agency
from portal.agencies.permissions import can, require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import Letter, enqueue_all
from portal.notices.models import Kind
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance
from portal.workdays.actions import start_clock, stop
from portal.workdays.models import Clock, Unit

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST = 2000


@transaction.atomic
def collect_opinion(
    government: Agency,
    *,
    by: User,
    title: str,
    source: str,
    source_name: str,
    summary: str,
    found_at: dt.datetime,
    link: str = "",
    concerned: Iterable[Agency] = (),
) -> OpinionCase:
    """Note what is said in public (收集): where, since when it is known, which agencies below it concerns.

    Raises NotAllowed; Refused beside the field that is empty, for a time that has not come, and for an agency that is
    not below.
    """
    require(by, Permission.HANDLE_OPINION, on=government)
    _filled(title=title, source_name=source_name, summary=summary)
    if source not in OpinionSource.values:
        raise Refused(_("Choose where it was said."), field="source")
    if found_at > timezone.now():
        raise Refused(_("This time has not come yet."), field="found_at")
    agencies = list(concerned)
    if any(not agency.is_under(government) for agency in agencies):
        raise Refused(_("Only agencies of %(name)s.") % {"name": government}, field="concerned")
    year = timezone.localdate(found_at).year
    case = OpinionCase.objects.create(
        agency=government, year=year, serial=_next_number(government, year), title=title.strip(), source=source,
        source_name=source_name.strip(), link=link, summary=summary.strip(), found_at=found_at,
    )  # fmt: skip
    OpinionConcern.objects.bulk_create(OpinionConcern(case=case, agency=agency) for agency in agencies)
    _step(case, by=by, text="")
    record(Event.OPINION_COLLECTED, by=by, agency=government, subject=case, after={"number": case.number})
    return case


@transaction.atomic
def assess_opinion(case: OpinionCase, *, by: User, level: int, owner: Agency, text: str) -> OpinionCase:
    """Judge how grave it is and who answers (研判): the hours run from when it was found, and the owner is told.

    The agency concerned answers for itself (国办发〔2016〕61号: 涉事责任部门是第一责任主体). Raises NotAllowed, Refused
    beside the field.
    """
    held = _taken_up(case, "assess", by=by)
    if level not in OpinionLevel.values:
        raise Refused(_("Choose a level."), field="level")
    if not owner.is_under(held.agency):
        raise Refused(_("Only agencies of %(name)s.") % {"name": held.agency}, field="owner")
    _filled(text=text)
    hours = HOURS[OpinionLevel(level)]
    held.level, held.owner = level, owner
    held.clock = start_clock(scope=held.agency.path, unit=Unit.HOUR, limit=hours, at=held.found_at)
    held.save(update_fields=["state", "level", "owner", "clock"])
    OpinionConcern.objects.get_or_create(case=held, agency=owner)
    _step(held, by=by, text=text)
    facts = {"number": held.number, "level": OpinionLevel(level).name, "owner": owner.code, "hours": hours}
    record(Event.OPINION_ASSESSED, by=by, agency=held.agency, subject=held, after=facts)
    people = nearest_holders(Permission.ANSWER_ORDER, owner)
    said = _("First statement due: %(at)s.") % {"at": f"{timezone.localtime(held.clock.due_at):%Y-%m-%d %H:%M}"}
    _tell(held, Kind.OPINION_ASSIGNED, people, said=said)
    return held


@transaction.atomic
def handle_opinion(case: OpinionCase, *, by: User, text: str) -> OpinionCase:
    """Write what was found out and done (处置), before the first statement or after it. Owner or office.

    Raises NotAllowed, Refused (field "text").
    """
    verb = "follow" if case.state == OpinionState.RESPONDED else "handle"
    held = _taken_up(case, verb, by=by, is_owner_enough=True)
    _filled(text=text)
    held.save(update_fields=["state"])
    _step(held, by=by, text=text)
    record(Event.OPINION_HANDLED, by=by, agency=held.agency, subject=held, after={"number": held.number})
    return held


@transaction.atomic
def respond_to_opinion(case: OpinionCase, *, by: User, index_no: str, text: str = "") -> OpinionCase:
    """Name the published response (回应), which stops the hours. Owner or office; the office is told.

    It counts from the moment the item went public, which may lie before this. Raises NotAllowed; Refused (field
    "index_no") for what is not public under this government.
    """
    held = _taken_up(case, "respond", by=by, is_owner_enough=True)
    item = Item.objects.public().under(held.agency).filter(index_no=index_no.strip()).first()
    if item is None:
        raise Refused(_("Nothing with this index number is public here."), field="index_no")
    now = timezone.now()
    published = item.published_at or now
    held.response, held.responded_at = item, max(published, held.found_at)
    held.save(update_fields=["state", "response", "responded_at"])
    clock = _running(held)
    stop(clock, at=held.responded_at)
    _step(held, by=by, text=text)
    facts = {"number": held.number, "item": item.index_no, "late": clock.was_late()}
    record(Event.OPINION_RESPONDED, by=by, agency=held.agency, subject=held, after=facts)
    people = [user for user in nearest_holders(Permission.HANDLE_OPINION, held.agency) if user != by]
    _tell(held, Kind.OPINION_RESPONDED, people, said=item.title)
    return held


@transaction.atomic
def evaluate_opinion(
    case: OpinionCase, *, by: User, timeliness: int, substance: int, effect: int, lessons: str
) -> OpinionCase:
    """Score the response from 1 to 5 in time, substance and effect, and write the lessons (评估). Raises Refused."""
    held = _taken_up(case, "evaluate", by=by)
    for name, score in (("timeliness", timeliness), ("substance", substance), ("effect", effect)):
        if not 1 <= score <= 5:
            raise Refused(_("From 1 to 5."), field=name)
    _filled(lessons=lessons)
    held.timeliness, held.substance, held.effect, held.lessons = timeliness, substance, effect, lessons.strip()
    held.save(update_fields=["state", "timeliness", "substance", "effect", "lessons"])
    _step(held, by=by, text="")
    facts = {"number": held.number, "timeliness": timeliness, "substance": substance, "effect": effect}
    record(Event.OPINION_EVALUATED, by=by, agency=held.agency, subject=held, after=facts)
    return held


@transaction.atomic
def drop_opinion(case: OpinionCase, *, by: User, text: str) -> OpinionCase:
    """End a case that needs no response, with the reason. Raises NotAllowed, Refused (field "text")."""
    held = _taken_up(case, "drop", by=by)
    _filled(text=text)
    held.save(update_fields=["state"])
    if held.clock is not None:
        stop(held.clock, at=timezone.now())
    _step(held, by=by, text=text)
    record(Event.OPINION_DROPPED, by=by, agency=held.agency, subject=held, after={"number": held.number})
    return held


def _next_number(government: Agency, year: int) -> int:
    OpinionSeries.objects.get_or_create(agency=government, year=year)
    series = OpinionSeries.objects.select_for_update().get(agency=government, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _taken_up(case: OpinionCase, verb: str, *, by: User, is_owner_enough: bool = False) -> OpinionCase:
    """The first two beats of every verb."""
    rows = OpinionCase.objects.select_for_update(of=("self",)).select_related("agency", "owner", "clock")
    held = rows.get(pk=case.pk)
    is_owner = is_owner_enough and held.owner is not None and can(by, Permission.ANSWER_ORDER, on=held.owner)
    if not is_owner and not can(by, Permission.HANDLE_OPINION, on=held.agency):
        raise NotAllowed(_("You may not do this here."))
    advance(held, verb, OPINION_TABLE)
    return held


def _running(case: OpinionCase) -> Clock:
    """The hours of a case that has been assessed."""
    if case.clock is None:
        raise LookupError(case)
    return case.clock


def _step(case: OpinionCase, *, by: User, text: str) -> None:
    OpinionStep.objects.create(case=case, state=case.state, text=text.strip()[:LONGEST], by=by)


def _filled(**texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise Refused(_("Write something."), field=name)


def _tell(case: OpinionCase, kind: Kind, people: Iterable[User], *, said: str) -> None:
    enqueue_all(
        Letter(
            kind, person, case, kind.value, title=_("%(kind)s: %(number)s %(title)s")
            % {"kind": kind.label, "number": case.number, "title": case.title},
            body=said, url=case.get_absolute_url(), agency=case.agency,
        )
        for person in people
    )  # fmt: skip

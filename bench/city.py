"""The rows of a city drawn by `bench/city_log.py`, written in bulk as the actions leave them.

Letters, notices and the audit trail are left out: no figure counts them. That everything else is as the actions would
have written it is proved by `tests/oversight/test_city.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bench.city_log import CHINA, Asked, Log
from catalog.models import Area, CatalogEntry, Duty, NegativeGround
from disclosure.models import Attribute, Item, Version
from disclosure.models import Kind as Genre
from disclosure.states import State as ItemState
from oversight.hearing import governments_of_tree, hearing_path
from oversight.models import Complaint
from portal.accounts.models import User
from portal.agencies.actions import found
from portal.agencies.models import Agency
from portal.receipts import code_for, index_of, key_digest
from portal.workdays.calendar import Calendars
from portal.workdays.happening import happen, started
from portal.workdays.models import Clock, ClockEvent
from portal.workdays.vocabulary import EventKind, Unit
from requests_app.actions.intake import REPLY_LIMIT, TOPIC_LIMIT
from requests_app.actions.timing import OPINION_LIMIT
from requests_app.models import (
    Addressee,
    Consultation,
    Decision,
    DisclosureRequest,
    Ending,
    Extension,
    Opinion,
    Remedy,
    Satisfaction,
    SearchRecord,
    Stage,
    Supplement,
    TopicRequest,
)
from requests_app.outcomes import Outcome
from requests_app.remedies import standard_remedies
from requests_app.states import DecisionState, StageName, State, TopicState

BATCH = 500
HOUR = dt.timedelta(hours=1)
REASONS = {  # what the actions note beside an event of the clock, by what was waited for
    ("pause", "supplement"): "supplement asked for",
    ("restart", "supplement"): "supplement received",
    ("pause", "opinion"): "opinion asked for",
    ("resume", "opinion"): "opinions received",
}


@dataclass
class City:
    """The log with the agencies and the two people who did everything."""

    log: Log
    clerk: User
    head: User
    agencies: list[Agency] = field(default_factory=list)
    sealed: str = field(default_factory=lambda: make_password("0", hasher="argon2"))
    calendars: Calendars = field(default_factory=Calendars)

    def receipt(self, key: str) -> dict[str, str]:
        """The three fields of a receipt. One hash serves all: nobody opens these."""
        return {"filing_digest": key_digest(key), "receipt_index": index_of(code_for(key)), "receipt_hash": self.sealed}

    def clock(
        self, scope: str, limit: int, happened: Iterable[tuple[str, dt.datetime, int, str]]
    ) -> tuple[Clock, list[ClockEvent]]:
        """A clock with its events, not saved; the first of `happened` starts it."""
        calendar, steps = self.calendars.for_scope(scope), list(happened)
        clock, start = started(scope=scope, unit=Unit.WORKING_DAY, limit=limit, at=steps[0][1], calendar=calendar)
        events = [start]
        for what, at, units, reason in steps[1:]:
            event = ClockEvent(
                clock=clock, number=len(events) + 1, kind=EventKind(what), at=at, units=units or None, reason=reason
            )
            happen(clock, events, event, calendar)
            events.append(event)
        return clock, events


@transaction.atomic
def build(log: Log, *, clerk: User, head: User) -> City:
    """Write everything that `log` says."""
    with translation.override(settings.LANGUAGE_CODE):
        city = City(log, clerk, head)
        for place in log.places:
            above = None if place.above is None else city.agencies[place.above]
            facts = {"tier": place.tier, "kind": place.kind, "host": place.host or None}
            city.agencies.append(
                found(above, by=None, name=place.name, short_name=place.name[-6:], code=place.code, **facts)
            )
        _duties(city)
        _items(city)
        write_requests(city, log.asked)
        write_topics(city)
        write_complaints(city)
        _remedies(city)
    return city


def _duties(city: City) -> None:
    area = Area.objects.get(number=1)
    numbers = range(max((owed.entry for owed in city.log.owed), default=-1) + 1)
    entries = CatalogEntry.objects.bulk_create(
        CatalogEntry(
            agency=city.agencies[0], code=f"e{number}", area=area, level1="类", level2=f"事项{number}", position=number
        )
        for number in numbers
    )
    Duty.objects.bulk_create(
        [
            Duty(
                agency=city.agencies[owed.agency], entry=entries[owed.entry], next_due_on=owed.next_due_on,
                last_fulfilled_on=owed.met_on, triggered_on=owed.triggered_on, is_active=owed.is_active,
            )
            for owed in city.log.owed
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _items(city: City) -> None:
    items = []
    for one in city.log.published:
        agency = city.agencies[one.agency]
        items.append(
            Item(
                agency=agency, index_no=f"{agency.code.upper()}-{one.at.year}-{one.number:06d}", state=ItemState.PUBLISHED,
                title=f"通知{one.number}", kind=Genre.NOTICE, attribute=Attribute.PROACTIVE, live_number=1,
                published_at=one.at,
            )
        )  # fmt: skip
    Item.objects.bulk_create(items, batch_size=BATCH)
    versions = []
    for one, item in zip(city.log.published, items, strict=True):
        version = Version(
            item=item, number=1, body="正文", author=city.clerk, submitted_at=one.at, published_at=one.at,
            **{name: getattr(item, name) for name in ("title", "kind", "attribute")},
        )  # fmt: skip
        version.hash = version.fingerprint(files=[])
        versions.append(version)
    Version.objects.bulk_create(versions, batch_size=BATCH)
    for one, item, version in zip(city.log.published, items, versions, strict=True):
        if one.withdrawn_at is None:
            item.live_version = version
        else:
            item.state, item.withdrawn_at, item.withdrawn_by = ItemState.WITHDRAWN, one.withdrawn_at, city.head
            item.withdrawal_reason, item.withdrawal_ground = "内容有误", "other"
            item.sealed_number = 1
    fields = ["live_version", "state", "withdrawn_at", "withdrawn_by", "withdrawal_reason", "withdrawal_ground",
              "sealed_number"]  # fmt: skip
    Item.objects.bulk_update(items, fields, batch_size=BATCH)


def _save_clocks(pairs: list[tuple[Clock, list[ClockEvent]]]) -> None:
    Clock.objects.bulk_create([clock for clock, _events in pairs], batch_size=BATCH)
    events = [event for _clock, of_clock in pairs for event in of_clock]
    for event in events:
        event.clock_id = event.clock.pk
    ClockEvent.objects.bulk_create(events, batch_size=BATCH)


def write_requests(city: City, asked: list[Asked]) -> list[DisclosureRequest]:
    """Every request with stages, search, decision and ending, and what it waited for."""
    pairs, rows = [], []
    for one in asked:
        agency = city.agencies[one.agency]
        pairs.append(
            city.clock(
                agency.path, REPLY_LIMIT,
                [(step.what, step.at, step.units, _reason(step.what, one.waits_for)) for step in one.happened],
            )
        )  # fmt: skip
    _save_clocks(pairs)
    for one, (clock, _events) in zip(asked, pairs, strict=True):
        rows.append(_request(city, one, clock))
    DisclosureRequest.objects.bulk_create(rows, batch_size=BATCH)
    cases = list(zip(asked, rows, strict=True))
    stages = [stage for one, row in cases for stage in _stages(city, one, row)]
    Stage.objects.bulk_create(stages, batch_size=BATCH)
    given = [(one, row) for one, row in cases if one.outcome and not one.is_withdrawn]
    SearchRecord.objects.bulk_create(
        [
            SearchRecord(request=row, places="档案室", terms="低保", result="查到一份", at=one.ended_at - 2 * HOUR, by=city.clerk)  # type: ignore[operator]
            for one, row in given
        ],
        batch_size=BATCH,
    )
    decisions = Decision.objects.bulk_create([_decision(city, one, row) for one, row in given], batch_size=BATCH)
    of = {decision.request_id: decision for decision in decisions}
    Ending.objects.bulk_create(
        [_ending(one, row, of.get(row.pk)) for one, row in cases if one.outcome], batch_size=BATCH
    )
    _waited_for(city, cases)
    Satisfaction.objects.bulk_create(
        [
            Satisfaction(agency=row.agency, request=row, score=one.rated[0], on=one.rated[1])
            for one, row in cases
            if one.rated
        ],
        batch_size=BATCH,
    )
    return rows


def _reason(what: str, waits_for: str) -> str:
    if what == "extend":
        return "需要补充检索"
    return _(REASONS[what, waits_for]) if (what, waits_for) in REASONS else ""


def state_of(one: Asked) -> str:
    """Where a request stands, from what happened last."""
    if one.outcome:
        ended = State.WITHDRAWN if one.is_withdrawn else State.ANSWERED
        return State.ARCHIVED if one.is_archived else ended
    if one.happened[-1].what == "pause":
        return State.SUPPLEMENTING if one.waits_for == "supplement" else State.CONSULTING
    return State.PROCESSING


def _request(city: City, one: Asked, clock: Clock) -> DisclosureRequest:
    agency = city.agencies[one.agency]
    is_answered = bool(one.outcome) and not one.is_withdrawn
    return DisclosureRequest(
        agency=agency, root_path=agency.root_path, number=f"{agency.code.upper()}-YSQ-{one.at.year}-{one.number:05d}",
        clock=clock, filed_at=one.at, received_on=one.at.astimezone(CHINA).date(), channel=one.channel,
        category=one.category, name="张三", identity_kind="id_card", identity_number="11010519491231002X",
        phone="13800000000", subject="低保名单的公开时间", state=state_of(one), handler=city.clerk,
        answered_at=one.ended_at if is_answered else None,
        working_days=max(clock.total - clock.days_left(), 0) if is_answered else None,
        **city.receipt(f"request-{one.number}"),
    )  # fmt: skip


def _stages(city: City, one: Asked, row: DisclosureRequest) -> list[Stage]:
    entered: list[tuple[StageName, dt.datetime, User | None]] = [
        (StageName.RECEIVE, one.at, None if one.channel == "online" else city.clerk),
        (StageName.REGISTER, one.at + HOUR, city.clerk),
        (StageName.PROCESS, one.at + 2 * HOUR, city.clerk),
    ]
    entered += [(StageName.PROCESS, step.at, city.clerk) for step in one.happened if step.what == "restart"]
    if one.ended_at and not one.is_withdrawn:
        entered += [(StageName.REVIEW, one.ended_at - HOUR, city.clerk), (StageName.REPLY, one.ended_at, city.head)]
    if one.ended_at and one.is_archived:
        entered.append((StageName.ARCHIVE, one.ended_at + 24 * HOUR, city.clerk))
    return [Stage(request=row, name=name, at=at, by=by) for name, at, by in entered]


def _decision(city: City, one: Asked, row: DisclosureRequest) -> Decision:
    outcome = Outcome(one.outcome)
    return Decision(
        request=row, state=DecisionState.APPROVED, outcome=outcome, article=outcome.article,
        grounds="经查，理由如下。" if outcome.needs_grounds else "", text="现予答复。", remedies=standard_remedies(row.agency),
        author=city.clerk, drafted_at=one.ended_at - HOUR, reviewer=city.head, reviewed_at=one.ended_at,  # type: ignore[operator]
    )  # fmt: skip


def _ending(one: Asked, row: DisclosureRequest, decision: Decision | None) -> Ending:
    ending = Ending(request=row, outcome=one.outcome, at=one.ended_at, decision=decision)
    if decision is not None:
        ending.working_days, ending.is_on_time = row.working_days, one.ended_at <= row.clock.due_at  # type: ignore[operator]
    return ending


def _waited_for(city: City, cases: list[tuple[Asked, DisclosureRequest]]) -> None:
    supplements, extensions, letters, pairs = [], [], [], []
    for one, row in cases:
        at = {step.what: step.at for step in one.happened}
        if one.waits_for == "supplement" and "pause" in at:
            supplements.append(_supplement(city, row, at))
        if one.waits_for == "opinion" and "pause" in at:
            steps = [("start", at["pause"], 0, "")] + ([("stop", at["resume"], 0, "")] if "resume" in at else [])
            pairs.append(city.clock(row.agency.path, OPINION_LIMIT, steps))
            letters.append(_consultation(city, row, pairs[-1][0], at))
        extensions += [_extension(city, one, row, step.units) for step in one.happened if step.what == "extend"]
    _save_clocks(pairs)
    for letter in letters:
        letter.clock_id = letter.clock.pk
    for model, rows in ((Supplement, supplements), (Extension, extensions), (Consultation, letters)):
        model.objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]


def _supplement(city: City, row: DisclosureRequest, at: dict[str, dt.datetime]) -> Supplement:
    asked, received = at["pause"], at.get("restart")
    return Supplement(
        request=row, points="请写明年度", respond_by=asked.astimezone(CHINA).date() + dt.timedelta(days=15), asked_at=asked,
        asked_by=city.clerk, received_at=received, text="2025年" if received else "",
    )  # fmt: skip


def _consultation(city: City, row: DisclosureRequest, clock: Clock, at: dict[str, dt.datetime]) -> Consultation:
    received = at.get("resume")
    return Consultation(
        request=row, addressee=Addressee.THIRD_PARTY, party="某公司", letter="请函复意见。", clock=clock,
        asked_at=at["pause"], asked_by=city.clerk, opinion=Opinion.CONSENT if received else "", received_at=received,
    )  # fmt: skip


def _extension(city: City, one: Asked, row: DisclosureRequest, units: int) -> Extension:
    step = next(step for step in one.happened if step.what == "extend")
    until = one.happened[: one.happened.index(step) + 1]
    steps: Callable[[int], list[Any]] = lambda end: [(s.what, s.at, s.units, "") for s in until[:end]]  # noqa: E731
    before, after = (city.clock(row.agency.path, REPLY_LIMIT, steps(end))[0].due_on for end in (-1, len(until)))
    return Extension(
        request=row, days=units, reason="需要补充检索", due_before=before, due_after=after, at=step.at, by=city.head
    )


def write_topics(city: City) -> list[TopicRequest]:
    """Every topic request, waiting or refused."""
    ground = NegativeGround.objects.get(code="R3_3_4")
    pairs = [
        city.clock(
            city.agencies[one.agency].path, TOPIC_LIMIT,
            [("start", one.at, 0, "")] + ([("stop", one.ended_at, 0, "")] if one.ended_at else []),
        )
        for one in city.log.wished
    ]  # fmt: skip
    _save_clocks(pairs)
    rows = []
    for one, (clock, _events) in zip(city.log.wished, pairs, strict=True):
        agency = city.agencies[one.agency]
        refused = {
            "state": TopicState.REFUSED, "answered_at": one.ended_at, "answered_by": city.head,
            "working_days": max(clock.total - clock.days_left(), 0), "refusal_facts": "涉及第三方。",
            "refusal_ground": ground, "refusal_article": ground.article,
        }  # fmt: skip
        rows.append(
            TopicRequest(
                agency=agency, root_path=agency.root_path, clock=clock, filed_at=one.at, title="公交线路调整方案",
                number=f"{agency.code.upper()}-DT-{one.at.year}-{one.number:05d}",
                **(refused if one.ended_at else {}), **city.receipt(f"topic-{one.number}"),
            )
        )  # fmt: skip
    return TopicRequest.objects.bulk_create(rows, batch_size=BATCH)


def write_complaints(city: City) -> list[Complaint]:
    """Every complaint at the government that hears it."""
    governments = governments_of_tree(city.agencies[0])
    by_path = {agency.path: agency for agency in city.agencies}
    pairs, rows = [], []
    for number, one in enumerate(city.log.complained, 1):
        accused, day = city.agencies[one.accused], one.at.astimezone(CHINA).date()
        hearing = by_path[hearing_path(accused, governments) or ""]
        midnight = dt.datetime.combine(day, dt.time.min, CHINA)
        steps = [("start", midnight, 0, "")] + ([("stop", one.ended_at, 0, "")] if one.ended_at else [])
        pairs.append(city.clock(hearing.path, 5, steps))
        rows.append(
            Complaint(
                agency=hearing, accused=accused, kind="late", text="公示栏三个月没有更新。", identity=one.identity,
                name="" if one.identity == "anonymous" else "张三丰", is_announced=True, received_on=day,
                contact="" if one.identity == "anonymous" else "13912345678", number=f"TS{day:%Y%m%d}-{number:06d}",
                received_at=one.at if one.identity == "named" else None, clock=pairs[-1][0],
                state=one.result or ("accepted" if one.accepted_at else "received"),
                result="已处理" if one.result else "",
                **_who("accepted", one.accepted_at, city.head), **_who("concluded", one.ended_at, city.head),
                **city.receipt(f"complaint-{number}"),
            )
        )  # fmt: skip
    _save_clocks(pairs)
    for row in rows:
        row.clock_id = row.clock.pk
    return Complaint.objects.bulk_create(rows, batch_size=BATCH)


def _who(what: str, at: dt.datetime | None, person: User) -> dict[str, Any]:
    return {f"{what}_on": at.astimezone(CHINA).date(), f"{what}_by": person} if at else {}


def _remedies(city: City) -> None:
    Remedy.objects.bulk_create(
        [
            Remedy(
                agency=city.agencies[one.agency], root_path=city.agencies[one.agency].root_path, kind=one.kind,
                earlier_number=f"旧{number}", body="某法院", reference_number=f"({one.filed_on.year})第{number}号",
                filed_on=one.filed_on, result=one.result, concluded_on=one.concluded_on,
            )
            for number, one in enumerate(city.log.contested, 1)
        ],
        batch_size=BATCH,
    )  # fmt: skip

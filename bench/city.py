"""The rows of a city drawn by `bench/city_log.py`, written in bulk as the actions leave them.

Letters, notices and the audit trail are left out: no figure counts them. That everything else is as the actions would
have written it is proved by `tests/oversight/test_city.py`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from bench.city_ground import BATCH, City, save_clocks
from bench.city_log import CHINA, Contested, Log
from bench.city_requests import write_requests
from bench.city_table2 import write_table2
from bench.city_work import write_work
from catalog.models import Area, CatalogEntry, Duty, NegativeGround
from disclosure.models import Attribute, Item, Version
from disclosure.states import State as ItemState
from oversight.hearing import governments_of_tree, hearing_path
from oversight.models import Complaint
from portal.accounts.models import User
from portal.agencies.actions import found
from portal.audit.actions import Fact, record_all
from portal.audit.models import Event
from portal.workdays.models import Clock, ClockEvent
from requests_app.actions.intake import TOPIC_LIMIT
from requests_app.actions.remedying import ORDINARY_LIMIT, SIMPLIFIED_LIMIT
from requests_app.models import Remedy, TopicRequest
from requests_app.states import TopicState

COPIED = ("title", "kind", "attribute", "entry", "effective_on", "valid_until")


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
        write_items(city)
        write_requests(city, log.asked)
        write_topics(city)
        write_complaints(city)
        _remedies(city)
        write_work(city)
        write_table2(city)
    return city


def _duties(city: City) -> None:
    area = Area.objects.get(number=1)
    numbers = range(max((owed.entry for owed in city.log.owed), default=-1) + 1)
    city.entries = CatalogEntry.objects.bulk_create(
        CatalogEntry(
            agency=city.agencies[0], code=f"e{number}", area=area, level1="类", level2=f"事项{number}", position=number
        )
        for number in numbers
    )
    duties = Duty.objects.bulk_create(
        [
            Duty(
                agency=city.agencies[owed.agency], entry=city.entries[owed.entry], next_due_on=owed.next_due_on,
                last_fulfilled_on=owed.met_on, triggered_on=owed.triggered_on, is_active=owed.is_active,
            )
            for owed in city.log.owed
        ],
        batch_size=BATCH,
    )  # fmt: skip
    record_all(
        Fact(
            Event.DUTY_CHANGED, None, duty.agency, duty, before={"next_due_on": due, "last_fulfilled_on": None},
            after={"last_fulfilled_on": met},
        )
        for owed, duty in zip(city.log.owed, duties, strict=True)
        for due, met in owed.rounds
    )  # fmt: skip


def write_items(city: City) -> None:
    """Every item with its version, public or withdrawn."""
    items = []
    for one in city.log.published:
        agency = city.agencies[one.agency]
        items.append(
            Item(
                agency=agency, index_no=f"{agency.code.upper()}-{one.at.year}-{one.number:06d}",
                state=ItemState.PUBLISHED, title=f"通知{one.number}", kind=one.kind,
                attribute=Attribute.PROACTIVE, live_number=1, published_at=one.at,
                entry=None if one.entry is None else city.entries[one.entry],
                effective_on=one.effective_on, valid_until=one.valid_until,
            )
        )  # fmt: skip
    Item.objects.bulk_create(items, batch_size=BATCH)
    city.items = items
    versions = []
    for one, item in zip(city.log.published, items, strict=True):
        version = Version(
            item=item, number=1, body="<p>正文</p>", steps=["approval"], author=city.clerk,
            submitted_at=one.at, published_at=one.at,
            **{name: getattr(item, name) for name in COPIED},
        )  # fmt: skip
        version.hash = version.fingerprint(files=[])
        versions.append(version)
    Version.objects.bulk_create(versions, batch_size=BATCH)
    live, withdrawn = [], []
    for one, item, version in zip(city.log.published, items, versions, strict=True):
        if one.withdrawn_at is None:
            item.live_version = version
            live.append(item)
        else:
            item.state, item.withdrawn_at, item.withdrawn_by = ItemState.WITHDRAWN, one.withdrawn_at, city.head
            item.withdrawal_reason, item.withdrawal_ground = "内容有误", "other"
            item.sealed_number = 1
            withdrawn.append(item)
    Item.objects.bulk_update(live, ["live_version"], batch_size=BATCH)
    fields = ["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason", "withdrawal_ground", "sealed_number"]
    Item.objects.bulk_update(withdrawn, fields, batch_size=BATCH)


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
    save_clocks(pairs)
    rows = []
    for one, (clock, _events) in zip(city.log.wished, pairs, strict=True):
        agency = city.agencies[one.agency]
        refused = {
            "state": TopicState.REFUSED, "answered_at": one.ended_at, "answered_by": city.clerk,
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
    save_clocks(pairs)
    for row in rows:
        row.clock_id = row.clock.pk
    return Complaint.objects.bulk_create(rows, batch_size=BATCH)


def _who(what: str, at: dt.datetime | None, person: User) -> dict[str, Any]:
    return {f"{what}_on": at.astimezone(CHINA).date(), f"{what}_by": person} if at else {}


def _remedies(city: City) -> None:
    pairs = [_answering(city, one) for one in city.log.contested]
    save_clocks([pair for pair in pairs if pair is not None])
    Remedy.objects.bulk_create(
        [
            Remedy(
                agency=city.agencies[one.agency], root_path=city.agencies[one.agency].root_path, kind=one.kind,
                earlier_number=f"旧{number}", body="某法院", reference_number=f"({one.filed_on.year})第{number}号",
                filed_on=one.filed_on, result=one.result, concluded_on=one.concluded_on,
                notified_on=one.notified_on, answered_on=one.answered_on, is_simplified=one.is_simplified,
                clock=pair and pair[0],
            )
            for number, (one, pair) in enumerate(zip(city.log.contested, pairs, strict=True), 1)
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _answering(city: City, one: Contested) -> tuple[Clock, list[ClockEvent]] | None:
    """The time for the written answer, which the answer or the result ends; none for a lawsuit."""
    if one.kind != "reconsideration" or one.notified_on is None:
        return None
    noon, days = dt.time(12, tzinfo=CHINA), [day for day in (one.answered_on, one.concluded_on) if day]
    steps = [("start", dt.datetime.combine(one.notified_on, noon), 0, "")]
    steps += [("stop", dt.datetime.combine(min(days), noon), 0, "")] if days else []
    limit = SIMPLIFIED_LIMIT if one.is_simplified else ORDINARY_LIMIT
    return city.clock(city.agencies[one.agency].path, limit, steps)

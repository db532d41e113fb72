"""The rows that `bench/city.py` writes are those that the actions leave, column by column."""

import datetime as dt

import pytest
import time_machine

from bench.city import build, write_complaints, write_items, write_topics
from bench.city_items_log import Published
from bench.city_log import NOW, Asked, Complained, Happened, Log, Wished, draw, places
from bench.city_requests import write_requests
from bench.city_work import write_orders
from bench.city_work_log import Ordered
from catalog.models import NegativeGround
from disclosure import actions as items
from disclosure.models import Item
from oversight.actions import accept, announce, answer, answer_order, cancel_order, close, issue_order, submit_complaint
from oversight.models import SupervisionOrder
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from requests_app import actions as requests
from requests_app.models import DisclosureRequest
from tests.cast import person

BEGIN = dt.datetime.fromisoformat("2026-03-02T09:00:00+08:00")
# what no row made in bulk can share with one made by an action, and what is a matter of the moment of writing
OWN = {
    "id", "number", "filing_digest", "receipt_index", "receipt_hash", "index_no", "recorded_at", "changed_at",
    "created_at", "hash", "refusal_ground",
}  # fmt: skip


def at(days, hours=0):
    return BEGIN + dt.timedelta(days=days, hours=hours)


def happened(*steps):
    return [Happened("start", BEGIN), *(Happened(*step) for step in steps)]


LIVES = {
    "open": Asked(2, 901, "c1", "online", happened()),
    "answered": Asked(2, 902, "c1", "online", happened(("stop", at(9))), outcome="R3_1"),
    "late, archived": Asked(2, 903, "c2", "counter", happened(("stop", at(60))), outcome="R3_4_1", is_archived=True),
    "withdrawn": Asked(2, 904, "c3", "online", happened(("stop", at(4))), outcome="R3_6_3", is_withdrawn=True),
    "waits for the supplement": Asked(2, 905, "c1", "online", happened(("pause", at(3))), "supplement"),
    "supplemented": Asked(
        2, 906, "c1", "online", happened(("pause", at(3)), ("restart", at(9)), ("stop", at(20))), "supplement", "R3_1"
    ),
    "given up": Asked(2, 907, "c1", "online", happened(("pause", at(3)), ("stop", at(25))), "supplement", "R3_6_1"),
    "opinion, extended": Asked(
        2, 908, "c1", "online",
        happened(("pause", at(3)), ("resume", at(10)), ("extend", at(14), 20), ("stop", at(50))), "opinion", "R3_3_4",
    ),
    "rated": Asked(
        2, 909, "c1", "online", happened(("stop", at(9))), outcome="R3_1", rated=(4, dt.date(2026, 3, 20))
    ),
}  # fmt: skip


@pytest.fixture
def town(db):
    """A city of which only the people and agencies are there yet."""
    with time_machine.travel(NOW, tick=False):
        clerk, head = person("clerk", "clerk"), person("head", "head")
        log = Log(NOW, places()[:4])
        city = build(log, clerk=clerk, head=head)
        grant(ROLES["clerk"], to=clerk, on=city.agencies[0], by=None)
        grant(ROLES["head"], to=head, on=city.agencies[0], by=None)
        grant(ROLES["officer"], to=head, on=city.agencies[0], by=None)
        yield city


def row_of(row, *but):
    """Every column but what is its own, with keys of other rows left out."""
    columns = (field for field in row._meta.concrete_fields if field.name not in OWN | set(but))
    return {
        field.name: str(getattr(row, field.name))
        if field.is_relation and field.related_model.__name__ in {"Agency", "User"}
        else getattr(row, field.attname)
        for field in columns
        if not field.is_relation or field.related_model.__name__ in {"Agency", "User"}
    }


def everything(case):
    """A request with all that hangs on it, as plain values."""
    case = DisclosureRequest.objects.get(pk=case.pk)
    found = {"request": [row_of(case)], "clock": [row_of(case.clock)]}
    found["events"] = [row_of(event) | {"number": event.number} for event in case.clock.events.order_by("number")]
    for name in ("stages", "searches", "decisions", "consultations"):
        found[name] = [row_of(row) for row in getattr(case, name).order_by("pk")]
    found["letters"] = [row_of(asked.clock) for asked in case.consultations.all()]
    for name in ("ending", "supplement", "extension", "satisfaction"):
        found[name] = [row_of(getattr(case, name))] if hasattr(case, name) else []
    return found


def lived(one, city):
    """The same life through the actions."""
    clerk, place = city.clerk, city.agencies[one.agency]
    facts = {
        "name": "张三", "identity_kind": "id_card", "identity_number": "11010519491231002X", "phone": "13800000000",
        "subject": "低保名单的公开时间", "category": one.category,
    }  # fmt: skip
    with time_machine.travel(one.at, tick=False):
        by = None if one.channel == "online" else clerk
        case = requests.submit_request(place, by=by, key=f"lived-{one.number}", channel=one.channel, **facts).case
    with time_machine.travel(one.at + dt.timedelta(hours=1), tick=False):
        requests.register(case, by=clerk)
    with time_machine.travel(one.at + dt.timedelta(hours=2), tick=False):
        requests.process(case, by=clerk)
    for step in one.happened[1:]:
        happen(case, one, step, city)
    if one.is_archived:
        with time_machine.travel(one.ended_at + dt.timedelta(days=1), tick=False):
            requests.archive(case, by=clerk)
    if one.rated:
        noon = dt.datetime.combine(one.rated[1], dt.time(12), BEGIN.tzinfo)
        with time_machine.travel(noon, tick=False):
            requests.rate(case, score=one.rated[0])
    return case


def happen(case, one, step, city):
    clerk, head = city.clerk, city.head
    if step.what == "stop" and not one.is_withdrawn:
        grounds = "" if one.outcome == "R3_1" else "经查，理由如下。"
        with time_machine.travel(step.at - dt.timedelta(hours=2), tick=False):
            requests.record_search(case, by=clerk, places="档案室", terms="低保", result="查到一份")
        with time_machine.travel(step.at - dt.timedelta(hours=1), tick=False):
            requests.decide(case, by=clerk, outcome=one.outcome, text="现予答复。", grounds=grounds)
    with time_machine.travel(step.at, tick=False):
        match step.what, one.waits_for:
            case "stop", _waited:
                requests.withdraw(case, by=None) if one.is_withdrawn else requests.approve_decision(case, by=head)
            case "extend", _waited:
                requests.extend(case, by=head, days=step.units, reason="需要补充检索")
            case "pause", "supplement":
                until = step.at.date() + dt.timedelta(days=15)
                requests.ask_supplement(case, by=clerk, points="请写明年度", respond_by=until)
            case "restart", "supplement":
                requests.supplement(case, by=None, text="2025年")
            case "pause", "opinion":
                requests.consult(case, by=clerk, addressee="third_party", party="某公司", letter="请函复意见。")
            case "resume", "opinion":
                requests.record_opinion(case.consultations.get(), by=clerk, opinion="consent")


def test_requests_are_written_as_the_actions_leave_them(town):
    written = write_requests(town, list(LIVES.values()))
    compared = 0
    for (name, one), row in zip(LIVES.items(), written, strict=True):
        by_bulk, by_action = everything(row), everything(lived(one, town))
        assert by_bulk.keys() == by_action.keys()
        for part in by_bulk:
            assert by_bulk[part] == by_action[part], (name, part)
            compared += sum(len(values) for values in by_bulk[part])
    assert compared > 700


def test_topics_complaints_and_items_too(town):
    ended = at(12)
    log = town.log
    log.wished = [Wished(2, 901, BEGIN, None), Wished(2, 902, BEGIN, ended)]
    log.complained = [
        Complained(2, "named", BEGIN, at(1), ended, "answered"),
        Complained(2, "anonymous", BEGIN, at(1), ended, "closed"),
        Complained(3, "confidential", BEGIN, None, None, ""),
    ]
    log.published = [Published(2, 1, BEGIN, None), Published(2, 2, BEGIN, ended)]
    topics, complaints = write_topics(town), write_complaints(town)
    write_items(town)
    pairs = list(zip(topics, [wished(town, one) for one in log.wished], strict=True))
    pairs += zip(complaints, [complained(town, one) for one in log.complained], strict=True)
    for mine, theirs in pairs:
        for row in (mine, theirs):
            row.refresh_from_db()
        assert row_of(mine) == row_of(theirs)
        assert row_of(mine.clock) == row_of(theirs.clock)
    for number, one in enumerate(log.published, 1):
        mine = Item.objects.get(title=f"通知{number}", draft_key=None, index_no__endswith=f"-{number:06d}")
        theirs = published(town, one, number)
        assert row_of(mine) == row_of(theirs)
        assert (mine.live_version is None) == (theirs.live_version is None)
        assert row_of(mine.versions.get()) == row_of(theirs.versions.get())


def wished(city, one):
    with time_machine.travel(one.at, tick=False):
        topic = requests.submit_topic(
            city.agencies[one.agency], by=None, key=f"wished-{one.number}", title="公交线路调整方案"
        ).case
    if one.ended_at:
        ground = NegativeGround.objects.get(code="R3_3_4")
        with time_machine.travel(one.ended_at, tick=False):
            requests.refuse_topic(topic, by=city.clerk, facts="涉及第三方。", ground=ground)
    return topic


def complained(city, one):
    is_anonymous = one.identity == "anonymous"
    who = {} if is_anonymous else {"name": "张三丰", "contact": "13912345678"}
    with time_machine.travel(one.at, tick=False):
        case = submit_complaint(
            city.agencies[one.accused], key=f"c-{one.identity}", kind="late", identity=one.identity,
            text="公示栏三个月没有更新。", **who,
        )[0]  # fmt: skip
    with time_machine.travel(one.at + dt.timedelta(hours=20), tick=False):
        announce(case)
    if one.accepted_at:
        with time_machine.travel(one.accepted_at, tick=False):
            accept(case, by=city.head)
    if one.ended_at:
        with time_machine.travel(one.ended_at, tick=False):
            if one.result == "answered":
                answer(case, by=city.head, result="已处理")
            else:
                close(case, by=city.head, reason="已处理")
    return case


def published(city, one, number):
    with time_machine.travel(one.at, tick=False):
        item = items.draft(
            agency=city.agencies[one.agency], by=city.clerk, title=f"通知{number}", body="正文", kind="notice",
            attribute="proactive",
        )  # fmt: skip
        items.submit(item, by=city.clerk)
        items.approve_and_publish(item, by=city.head)
    if one.withdrawn_at:
        with time_machine.travel(one.withdrawn_at, tick=False):
            items.withdraw(item, by=city.head, reason="内容有误")
    item.refresh_from_db()
    return item


def test_orders_too(town):
    log = town.log.work
    log.ordered = [
        Ordered(2, BEGIN, 5, None, is_cancelled=False), Ordered(2, BEGIN, 5, at(4), is_cancelled=False),
        Ordered(3, BEGIN, 3, at(20), is_cancelled=False), Ordered(3, BEGIN, 3, at(2), is_cancelled=True),
    ]  # fmt: skip
    for mine, one in zip(write_orders(town), log.ordered, strict=True):
        theirs = SupervisionOrder.objects.get(pk=ordered(town, one).pk)
        mine.refresh_from_db()
        assert row_of(mine, "serial") == row_of(theirs, "serial")
        assert row_of(mine.clock) == row_of(theirs.clock)
        assert [row_of(row) for row in mine.answers.all()] == [row_of(row) for row in theirs.answers.all()]


def ordered(city, one):
    with time_machine.travel(one.at, tick=False):
        order = issue_order(
            city.agencies[0], by=city.head, agency=city.agencies[one.agency], title="补发公告", demand="请补发。",
            working_days=one.days,
        )  # fmt: skip
    if one.answered_at:
        with time_machine.travel(one.answered_at, tick=False):
            answer_order(order, by=city.clerk, text="已补发。")
    if one.is_cancelled:
        with time_machine.travel(one.answered_at + dt.timedelta(hours=1), tick=False):
            cancel_order(order, by=city.head, reason="发错对象。")
    return order


def test_the_same_seed_draws_the_same_city():
    one, again, other = draw(seed=3, scale=0.01), draw(seed=3, scale=0.01), draw(seed=4, scale=0.01)
    assert one == again
    assert one != other
    assert len(one.places) == 60

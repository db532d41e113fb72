"""Supervision orders from the warning to the accepted answer, and who may do what when."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from oversight import actions as oversight
from oversight.grades import Grade
from oversight.models import EarlyWarning, OrderStep, Rung, SupervisionOrder
from oversight.states import ORDER_TABLE, OrderState
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import Refused
from tests.cast import person
from tests.oversight.cases import complaint_about
from tests.oversight.sweeps import DAY, look_at, published
from tests.oversight.test_warnings import duty_of

WORDS = {"title": "低保标准未按期公开", "demand": "请于期限内公开并说明原因。", "working_days": 5}
NOW = dt.datetime(2026, 11, 2, 2, tzinfo=dt.UTC)  # a Monday
LATE = NOW + 10 * DAY


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def issue(cast, **changed):
    return oversight.issue_order(cast.city, by=cast.officer, **{"agency": cast.bureau} | WORDS | changed)


def answer(cast, order, **changed):
    return oversight.answer_order(order, by=cast.clerk, **{"text": "已于今日公开。"} | changed)


def fresh(order):
    return SupervisionOrder.objects.select_related("clock", "agency", "government").get(pk=order.pk)


def test_from_the_warning_to_the_accepted_answer(cast):
    duty = duty_of(cast, cast.bureau)
    (warning,) = look_at("duty-due", NOW)
    with time_machine.travel(NOW, tick=False) as clock:
        order = issue(cast, warning=warning)
        assert (order.number, order.clock.due_on) == ("督办〔2026〕1号", dt.date(2026, 11, 9))
        assert set(_told(Kind.ORDER_ISSUED)) == {"clerk", "head"}
        item = published(cast, entry=duty.entry, at=NOW)
        clock.move_to(NOW + DAY)
        answer(cast, order, items=[item.index_no], proofs=[SimpleUploadedFile("说明.txt", b"done")])
        assert _told(Kind.ORDER_ANSWERED) == ["officer"]
        assert fresh(order).clock.is_paused
        done = oversight.accept_order(order, by=cast.officer, result="已公开,予以办结。")
    assert (done.state, done.clock.stopped_at is not None) == (OrderState.ACCEPTED, True)
    assert [(e.file and e.file.name, e.item) for e in done.answers.get().evidence.all()] == [
        ("说明.txt", None), (None, item),
    ]  # fmt: skip
    assert done.answers.get().verdict == "accepted"
    events = AuditEvent.objects.filter(subject=f"oversight.supervisionorder:{order.pk}").order_by("number")
    assert [e.event for e in events] == [Event.ORDER_ISSUED, Event.ORDER_ANSWERED, Event.ORDER_ACCEPTED]


def _told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def test_numbers_run_by_government_and_year(cast, clock):
    county_officer = person("countyofficer", "县公开办")
    grant(ROLES["officer"], to=county_officer, on=cast.county, by=None)
    first, second = issue(cast), issue(cast, agency=cast.water)
    other = oversight.issue_order(cast.county, by=county_officer, agency=cast.bureau, **WORDS)
    with pytest.raises(Refused):
        issue(cast, demand=" ")
    clock.move_to(dt.datetime(2027, 1, 4, 2, tzinfo=dt.UTC))
    later = issue(cast)
    assert [o.number for o in (first, second, other, later)] == [
        "督办〔2026〕1号", "督办〔2026〕2号", "督办〔2026〕1号", "督办〔2027〕1号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": " "}),
        ("demand", {"demand": " "}),
        ("working_days", {"working_days": 0}),
        ("working_days", {"working_days": 61}),
        ("rung", {"rung": Rung.CRITICISM}),
    ],
)
def test_an_order_is_refused_beside_its_field(cast, clock, field, change):
    with pytest.raises(Refused) as refusal:
        issue(cast, **change)
    assert refusal.value.field == field
    assert not SupervisionOrder.objects.exists()


@pytest.mark.parametrize("name", ["city", "other_bureau"])
def test_orders_go_to_those_below(cast, clock, name):
    with pytest.raises(Refused) as refusal:
        issue(cast, agency=getattr(cast, name))
    assert refusal.value.field == "agency"


def test_one_open_order_of_a_warning_and_of_its_own_agency(cast):
    duty_of(cast, cast.bureau)
    (warning,) = look_at("duty-due", NOW)
    with time_machine.travel(NOW, tick=False):
        with pytest.raises(Refused) as refusal:
            issue(cast, agency=cast.sibling, warning=warning)
        assert refusal.value.field == "agency"
        first = issue(cast, warning=warning)
        with pytest.raises(Refused):
            issue(cast, warning=warning)
        oversight.cancel_order(first, by=cast.officer, reason="重复")
        issue(cast, warning=warning)


def test_a_late_complaint_is_no_matter_for_an_order(cast):
    complaint_about(cast.bureau, days=30, identity="named")
    (warning,) = look_at("complaint-late", timezone.now())
    with pytest.raises(Refused):
        oversight.issue_order(cast.county, by=cast.officer, **{"agency": cast.bureau} | WORDS, warning=warning)
    client = Client()
    client.force_login(cast.officer)
    assert client.get(f"/office/orders/new/?warning={warning.number}").status_code == 404
    assert "/office/orders/new/" not in client.get(warning.get_absolute_url()).content.decode()


def test_a_returned_answer_is_due_anew(cast, clock):
    order = issue(cast)
    clock.move_to(NOW + 3 * DAY)
    answer(cast, order)
    with pytest.raises(Refused):
        oversight.return_order(order, by=cast.officer, reason=" ")
    clock.move_to(NOW + 20 * DAY)  # the office took its time: that is not the agency's
    returned = oversight.return_order(order, by=cast.officer, reason="没有附公开页面")
    assert (returned.state, returned.clock.due_on) == (OrderState.RETURNED, dt.date(2026, 11, 27))
    assert not returned.is_late
    answer(cast, order, text="补充说明。")
    assert [(a.verdict, a.is_late) for a in order.answers.all()] == [("returned", False), ("", False)]


def test_the_ladder_has_four_rungs_each_with_its_reason(cast, clock):
    order = issue(cast, rung=Rung.REMINDER)
    with pytest.raises(Refused, match="期限"):
        oversight.escalate_order(order, by=cast.officer, reason="还没到期")
    at = NOW
    for rung in (Rung.ORDER, Rung.CRITICISM, Rung.ACCOUNTABILITY):
        at += 20 * DAY
        clock.move_to(at)
        assert fresh(order).is_late
        raised = oversight.escalate_order(order, by=cast.officer, reason=f"逾期未答复{rung}")
        assert (raised.rung, raised.state, raised.is_late) == (rung, OrderState.ISSUED, False)
    clock.move_to(at + 20 * DAY)
    with pytest.raises(Refused, match="最后"):
        oversight.escalate_order(order, by=cast.officer, reason="再追")
    steps = OrderStep.objects.filter(order=order)
    assert [step.rung for step in steps] == [1, 2, 3, 4]
    assert [step.reason for step in steps][1:] == ["逾期未答复2", "逾期未答复3", "逾期未答复4"]
    late = answer(cast, order)
    assert late.is_late
    with pytest.raises(Refused):  # an answer waits for the office first
        oversight.escalate_order(order, by=cast.officer, reason="再追")


def test_a_returned_answer_may_go_further_at_once(cast, clock):
    order = issue(cast)
    answer(cast, order)
    oversight.return_order(order, by=cast.officer, reason="避重就轻")
    assert oversight.escalate_order(order, by=cast.officer, reason="避重就轻").rung == Rung.CRITICISM


def test_evidence_is_what_the_agency_has_public(cast, clock):
    order, item = issue(cast, agency=cast.sibling), published(cast, at=NOW)
    with pytest.raises(Refused) as refusal:
        oversight.answer_order(order, by=cast.sibling_clerk, text="见链接", items=[item.index_no])
    assert refusal.value.field == "items"
    with pytest.raises(Refused) as refusal:
        oversight.answer_order(order, by=cast.sibling_clerk, text=" ")
    assert refusal.value.field == "text"
    assert fresh(order).state == OrderState.ISSUED


DO = {
    "answer": lambda cast, order, by: oversight.answer_order(order, by=by, text="已办"),
    "return": lambda cast, order, by: oversight.return_order(order, by=by, reason="不实"),
    "accept": lambda cast, order, by: oversight.accept_order(order, by=by, result="办结"),
    "cancel": lambda cast, order, by: oversight.cancel_order(order, by=by, reason="误发"),
    "escalate": lambda cast, order, by: oversight.escalate_order(order, by=by, reason="逾期"),
}
MAY = {"answer": {"clerk", "head"}} | {verb: {"officer"} for verb in ("return", "accept", "cancel", "escalate")}
WAYS = {
    OrderState.ISSUED: [],
    OrderState.ANSWERED: ["answer"],
    OrderState.RETURNED: ["answer", "return"],
    OrderState.ACCEPTED: ["answer", "accept"],
    OrderState.CANCELLED: ["cancel"],
}
ROLES_TRIED = ("clerk", "head", "reviewer", "sibling_clerk", "officer", "supervisor", "admin", "other_clerk",
               "other_officer", "citizen")  # fmt: skip


def test_every_verb_in_every_state_by_everybody(cast, clock):
    """The table and the rights, and nothing besides them."""
    tried = 0
    for state, way in WAYS.items():
        order = issue(cast)
        for verb in way:
            DO[verb](cast, order, getattr(cast, "clerk" if verb == "answer" else "officer"))
        clock.move_to(LATE)
        assert fresh(order).state == state
        for verb, act in DO.items():
            for name in ROLES_TRIED:
                expected = name in MAY[verb] and state in ORDER_TABLE[verb].sources
                assert _does(act, cast, order, name) == expected, (state, verb, name)
                tried += 1
        assert fresh(order).state == state
        clock.move_to(NOW)
    assert tried == 250


def _does(act, cast, order, name):
    """True if it went through; undone again."""
    with transaction.atomic():
        try:
            act(cast, fresh(order), getattr(cast, name))
        except Refused:  # NotAllowed is one
            done = False
        else:
            done = True
        transaction.set_rollback(True)
    return done


def test_a_sibling_reads_nothing_of_it(cast, clock):
    order = issue(cast)
    answer(cast, order, proofs=[SimpleUploadedFile("说明.txt", b"secret")])
    stored = order.answers.get().evidence.get().file
    address = f"/office/orders/jianghe/2026/1/files/{stored.public_id}/"
    for name, status in (("clerk", 200), ("officer", 200), ("sibling_clerk", 404), ("other_officer", 404)):
        client = Client()
        client.force_login(getattr(cast, name))
        response = client.get(address)
        assert response.status_code == status, name
        assert b"".join(response) == b"secret" if status == 200 else b"secret" not in response.content
        page = client.get("/office/orders/").content.decode()
        assert (order.title in page) == (status == 200), name


def test_the_public_reads_marked_orders_after_their_deadline_and_no_answers(cast, clock):
    shown, hidden = issue(cast, is_public=True), issue(cast, title="内部督办事项", agency=cast.water)
    gone = issue(cast, title="撤销的督办事项", agency=cast.sibling, is_public=True)
    oversight.cancel_order(gone, by=cast.officer, reason="误发")
    answer(cast, shown, text="张三处理的回复原文")
    assert shown.title not in _public()
    clock.move_to(LATE)
    page = _public()
    assert shown.title in page
    assert cast.bureau.name in page
    for private in (hidden.title, gone.title, "张三处理的回复原文", cast.clerk.full_name):
        assert private not in page
    oversight.return_order(shown, by=cast.officer, reason="不实")
    assert shown.title in _public()  # due anew, but its first deadline has passed
    answer(cast, shown)
    oversight.accept_order(shown, by=cast.officer, result="已按要求公开。")
    assert "已按要求公开。" in _public()


def _public():
    return Client().get("/orders/").content.decode()


def test_an_order_that_is_late_warns(cast, clock):
    order = issue(cast)
    clock.move_to(LATE)
    (warning,) = look_at("order-late", LATE)
    assert (warning.grade, warning.agency, warning.title) == (
        Grade.ORANGE,
        cast.bureau,
        f"{order.number} {order.title}",
    )
    answer(cast, order)
    assert look_at("order-late", LATE) == []
    assert EarlyWarning.objects.of_rule("order-late").get().closing == "fixed"

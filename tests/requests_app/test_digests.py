"""The mail of the morning about requests: to whom a step has come, until the case is answered."""

import datetime as dt

import pytest

from portal.notices.models import Digest, Notice
from portal.notices.tasks import deliver, send_digests
from requests_app import actions
from requests_app.digests import due_cases
from tests.requests_app.conftest import WANTED, key
from tests.requests_app.test_reminders import FILED, at, sweep

D = dt.date
DAYS = {  # day → who has the case, due on 2026-10-12, in their lines, and in how many working days
    D(2026, 9, 28): {},
    D(2026, 9, 29): {"clerk": 5},
    D(2026, 10, 12): {"clerk": 0, "head": 0},
    D(2026, 10, 13): {"clerk": -1, "head": -1},
    D(2026, 10, 15): {"clerk": -3, "head": -3, "officer": -3},
    D(2026, 10, 19): {"clerk": -5, "head": -5, "officer": -5},
}


@pytest.fixture
def case(cast):
    with at(FILED):
        return actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case


@pytest.mark.parametrize("day", DAYS)
def test_stands_in_the_lines_of_whom_a_step_has_told(cast, case, day):
    found = {name: [line.days for line in due_cases(user, day)] for name, user in cast.members().items()}
    assert {user.username: days for name, days in found.items() if (user := cast.members()[name]) and days} == {
        who: [days] for who, days in DAYS[day].items()
    }


def test_follows_the_clerk_in_charge(cast, case):
    with at(FILED):
        actions.register(case, by=cast.clerk)
        actions.process(case, by=cast.clerk)
    assert [line.due_on for line in due_cases(cast.clerk, D(2026, 10, 8))] == [D(2026, 10, 12)]
    case.handler = cast.head
    case.save()
    assert list(due_cases(cast.head, D(2026, 10, 8))) == [], "the head handles no requests, so the clerks are told"


def test_what_is_answered_or_paused_drops_out(cast, case):
    with at("2026-09-28"):
        actions.register(case, by=cast.clerk)
        actions.process(case, by=cast.clerk)
        actions.consult(case, by=cast.clerk, addressee="third_party", party="甲公司", letter="请答复")
    assert list(due_cases(cast.clerk, D(2026, 10, 12))) == []


def test_one_mail_for_many_cases_and_none_for_each(cast, mailoutbox):
    with at(FILED):
        cases = [actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case for _ in range(4)]
        topic = actions.submit_topic(cast.bureau, by=None, key=key(), title="公交线路").case
    with at(FILED, 9):
        Notice.objects.all().update(read_at=dt.datetime(2026, 9, 8, tzinfo=dt.UTC))
    sweep("2026-10-10")
    with at("2026-10-10", 9):
        actions.withdraw(cases[0], by=None)
        deliver()
        assert [letter for letter in mailoutbox if "clerk" in letter.to[0]] == []
        send_digests()
        send_digests()
    (letter,) = mailoutbox
    assert letter.to == [cast.clerk.email]
    assert letter.subject == "今日待办：逾期0件，临近期限4件；新消息0条"
    assert cases[0].number not in letter.body
    for case in (*cases[1:], topic):
        assert letter.body.count(case.number) == 1
    assert "【还剩1个工作日】" in letter.body
    assert "http://qingtian.test/admin/requests_app/" in letter.body
    assert Digest.objects.filter(state="sent").count() == 1


def test_those_above_are_told_at_once(cast, case, mailoutbox):
    sweep("2026-10-12")
    sweep("2026-10-13")
    with at("2026-10-13"):
        deliver()
    assert [letter.to for letter in mailoutbox if case.number in letter.subject] == [[cast.head.email]]


def test_reads_each_answer_once(cast, django_assert_max_num_queries):
    with at(FILED):
        for _ in range(6):
            actions.submit_request(cast.bureau, by=None, key=key(), **WANTED)
    with django_assert_max_num_queries(22):
        assert len(list(due_cases(cast.clerk, D(2026, 10, 15)))) == 6

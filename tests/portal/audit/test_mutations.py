"""A thousand ways to rewrite the record by SQL, of six kinds: every one is seen (T1 of the security requirements)."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from disclosure import actions
from disclosure.models import Version
from portal.audit.anchors import anchor_today, read_marks, write_outstanding
from portal.audit.guard import lower_guard
from portal.audit.models import AuditEvent
from portal.audit.verification import every_fault
from tests.portal.audit.intruder import Intruder

EACH = 167  # of six kinds: 1 002


def begin(cast, title, body):
    return actions.draft(agency=cast.bureau, by=cast.clerk, title=title, body=body)


def attach(cast, item, name):
    return actions.attach(item, SimpleUploadedFile(name, name.encode()), by=cast.clerk)


def publish(cast, item):
    actions.submit(item, by=cast.clerk)
    return actions.approve_and_publish(item, by=cast.reviewer)


def first_day(cast):
    for turn in range(3):
        item = begin(cast, f"关于低保标准的通知之{turn}", f"标准为每月{700 + turn}元。")
        attach(cast, item, f"附件{turn}.txt")
        publish(cast, item)
        actions.revise(item, by=cast.clerk, body=f"标准为每月{800 + turn}元。")
        publish(cast, item)
        actions.note_correction(item, by=cast.reviewer, reason=f"标准误写为{700 + turn}元", weight="major")
        actions.revise(item, by=cast.clerk, title=f"关于低保标准的新通知之{turn}")
    return item


def second_day(cast, item):
    actions.withdraw(item, by=cast.head, reason="内容有误")
    returned = begin(cast, "关于救助站开放时间的公告", "全天开放。")
    actions.submit(returned, by=cast.clerk)
    actions.return_(returned, by=cast.reviewer, reason="请写明地址")
    actions.revise(returned, by=cast.clerk, body="全天开放,地址为解放路1号。")
    stored = attach(cast, returned, "地图.txt")
    attach(cast, returned, "路线.txt")
    actions.detach(returned, stored, by=cast.clerk)
    actions.submit(returned, by=cast.clerk)
    actions.approve(returned, by=cast.reviewer)


@pytest.fixture
def anchors(cast, tmp_path):
    """An office at work on two days, an anchor after each; returns the marks of the file, out of reach of SQL."""
    file = tmp_path / "anchors.log"
    with time_machine.travel(dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)):
        item = first_day(cast)
        anchor_today()
    with time_machine.travel(dt.datetime(2026, 3, 3, 2, tzinfo=dt.UTC)):
        second_day(cast, item)
        anchor_today()
    write_outstanding(file)
    lower_guard(connection)  # as somebody does who owns the database
    return read_marks(file.read_text().splitlines())


@pytest.mark.parametrize("kind", Intruder.KINDS)
def test_every_mutation_is_seen(anchors, kind):
    assert (Version.objects.count(), len(anchors)) == (11, 2)
    assert AuditEvent.objects.count() > 40
    assert every_fault(anchors) == []
    intruder, unseen, done = Intruder(seed=f"{kind} 2026"), [], set()
    for _turn in range(EACH):
        with transaction.atomic():
            did = intruder.strike(kind)
            done.add(did)
            unseen += [] if every_fault(anchors) else [did]
            transaction.set_rollback(True)
    assert unseen == []
    assert len(done) > 5
    assert every_fault(anchors) == []


@pytest.mark.parametrize("kind", ["truncate", "rehash"])
def test_without_copies_outside_a_thorough_intruder_goes_unseen(anchors, kind):
    """Why there are anchors: the chain and the database alone agree with what was done to both of them."""
    intruder, unseen = Intruder(seed=kind), 0
    for _turn in range(20):
        with transaction.atomic():
            intruder.strike(kind)
            unseen += not [fault for fault in every_fault() if "item" not in fault and "Review" not in fault]
            transaction.set_rollback(True)
    assert unseen > 0

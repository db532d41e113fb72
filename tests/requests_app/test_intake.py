"""Filing: numbers, receipts, and the same form filing once."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection, connections

from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from requests_app.actions import AlreadyFiled, submit_request, submit_topic
from requests_app.models import DisclosureRequest, TopicRequest
from tests.requests_app.conftest import ID_NUMBER, WANTED, key


@time_machine.travel("2026-03-04 10:00+08:00", tick=False)
def test_filing_gives_number_code_stage_clock_and_notice(cast):
    filed = submit_request(cast.bureau, by=None, key=key(), **WANTED)
    case = DisclosureRequest.objects.get()
    assert case.number == "QT-MZJ-YSQ-2026-00001"
    assert len(filed.code) == 16
    assert case.opens_with(filed.code)
    assert (case.received_on, case.clock.due_on) == (dt.date(2026, 3, 4), dt.date(2026, 4, 1))
    assert [(stage.name, stage.by) for stage in case.stages.all()] == [("receive", None)]
    assert [notice.recipient for notice in Notice.objects.filter(kind="request_received")] == [cast.clerk]
    assert ID_NUMBER not in str(list(AuditEvent.objects.values()))


def test_numbers_count_by_agency_kind_and_year(cast):
    with time_machine.travel("2026-12-31 23:00+08:00", tick=False):
        numbers = [submit_request(cast.bureau, by=None, key=key(), **WANTED).case.number for _ in range(2)]
        numbers.append(submit_request(cast.sibling, by=None, key=key(), **WANTED).case.number)
        numbers.append(submit_topic(cast.bureau, by=None, key=key(), title="供暖安排").case.number)
    with time_machine.travel("2027-01-01 00:30+08:00", tick=False):
        numbers.append(submit_request(cast.bureau, by=None, key=key(), **WANTED).case.number)
    assert numbers == [
        "QT-MZJ-YSQ-2026-00001",
        "QT-MZJ-YSQ-2026-00002",
        "QT-JYJ-YSQ-2026-00001",
        "QT-MZJ-DT-2026-00001",
        "QT-MZJ-YSQ-2027-00001",
    ]


def test_the_same_form_files_once_and_shows_the_same_code(cast):
    form = key()
    first = submit_request(cast.bureau, by=None, key=form, **WANTED)
    second = submit_request(cast.bureau, by=None, key=form, **WANTED)
    assert (first.is_new, second.is_new) == (True, False)
    assert (second.case.pk, second.code) == (first.case.pk, first.code)
    assert submit_request(cast.bureau, by=None, key=key(), **WANTED).case.number.endswith("00002")
    with pytest.raises(AlreadyFiled):
        submit_request(cast.bureau, by=None, key=form, **WANTED | {"subject": "另一件事"})


@pytest.mark.parametrize(
    ("field", "value"),
    [("subject", ""), ("subject", "长" * 201), ("name", ""), ("phone", ""), ("category", "c9"), ("email", "nonsense")],
)
def test_bad_content_is_refused_with_its_field(cast, field, value):
    with pytest.raises(Refused) as refused:
        submit_request(cast.bureau, by=None, key=key(), **WANTED | {field: value})
    assert refused.value.field == field
    assert DisclosureRequest.objects.count() == 0


def test_paper_is_taken_in_by_a_clerk_with_the_day_of_receipt(cast):
    with time_machine.travel("2026-03-06 10:00+08:00", tick=False):
        facts = {"key": key(), "channel": "registered_post", "received_on": dt.date(2026, 3, 4), **WANTED}
        case = submit_request(cast.bureau, by=cast.clerk, **facts).case
        assert (case.received_on, case.clock.due_on, case.applicant) == (dt.date(2026, 3, 4), dt.date(2026, 4, 1), None)
        with pytest.raises(NotAllowed):
            submit_request(cast.bureau, by=cast.sibling_clerk, **facts | {"key": key()})
        with pytest.raises(Refused) as refused:
            submit_request(cast.bureau, by=cast.clerk, **facts | {"key": key(), "received_on": dt.date(2026, 3, 7)})
    assert refused.value.field == "received_on"


@pytest.mark.parametrize("text", ["身份证11010519491231002X", "电话138 0013 8000", "联系人１３８００１３８０００"])
def test_a_topic_request_shows_no_number_of_a_person(cast, text):
    case = submit_topic(cast.bureau, by=None, key=key(), title="公开名单", body=text).case
    assert "***" in case.body
    assert not any(digit.isdigit() for digit in case.body)


def test_a_topic_request_may_hold_document_numbers_and_amounts(cast):
    submit_topic(cast.bureau, by=None, key=key(), title="青政办〔2026〕12号", body="资金1234567890123456元,2026-03-04")
    assert TopicRequest.objects.count() == 1


def at_once(count, work):
    """Run `work(number)` in threads that start together; what each returned, or the error it ended with."""
    barrier, said = threading.Barrier(count), [None] * count

    def one(number):
        try:
            barrier.wait(timeout=30)
            said[number] = work(number)
        except Exception as error:  # noqa: BLE001  the test reads it
            said[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


THREADS = 12 if connection.vendor == "postgresql" else 4


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_many_times_at_once_files_once(cast, django_db_serialized_rollback):
    form = key()
    said = at_once(THREADS, lambda _: submit_request(cast.bureau, by=None, key=form, **WANTED))
    assert [error for error in said if isinstance(error, Exception)] == []
    assert len({filed.code for filed in said}) == 1
    assert sum(filed.is_new for filed in said) == 1
    assert DisclosureRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_forms_at_once_get_numbers_without_gap_or_double(cast, django_db_serialized_rollback):
    said = at_once(THREADS, lambda _: submit_request(cast.bureau, by=None, key=key(), **WANTED))
    assert [error for error in said if isinstance(error, Exception)] == []
    assert sorted(int(filed.case.number[-5:]) for filed in said) == list(range(1, THREADS + 1))


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_to_two_agencies_at_once_files_once(cast, django_db_serialized_rollback):
    form, agencies = key(), [cast.bureau, cast.sibling]
    said = at_once(2, lambda number: submit_request(agencies[number], by=None, key=form, **WANTED))
    assert sorted(type(answer).__name__ for answer in said) == ["AlreadyFiled", "Filed"]
    assert DisclosureRequest.objects.count() == 1

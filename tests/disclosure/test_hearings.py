"""A hearing from its terms to its outcome."""

import datetime as dt
import threading

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.db import connection, connections
from django.test import Client

from disclosure import actions
from disclosure.actions import hearing_outcome, hearings, participants, signing_up
from disclosure.models import Hearing, Kind, Signup
from portal.notices.models import Kind as NoticeKind
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from tests.cast import assemble
from tests.disclosure.hearings import (
    CLOSING,
    END,
    LAST,
    NOTICED,
    SECOND,
    START,
    TERMS,
    TIMES,
    draft_of,
    listed,
    minuted,
    opened,
    sign_up,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOTICED, tick=False) as clock:
        yield clock


def address(hearing):
    return f"/hearings/{hearing.item.index_no}/"


def page_of(hearing) -> str:
    return Client().get(address(hearing)).content.decode()


def standing(hearing) -> dict[int, str]:
    return dict(hearing.signups.values_list("number", "state"))


def test_a_hearing_is_not_submitted_without_its_terms(cast, drafted):
    with pytest.raises(Refused):
        actions.submit(drafted(kind=Kind.HEARING), by=cast.clerk)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"place": " "}, "place"), ({"who": ""}, "who"), ({"rules": ""}, "rules"), ({"contact": ""}, "contact"),
        ({"phone": ""}, "phone"), ({"seats": 0}, "seats"), ({"seats": 501}, "seats"), ({"kind": "party"}, "kind"),
        ({"ends_at": START}, "ends_at"), ({"last": START.date()}, "last"), ({"first": LAST + DAY}, "last"),
        ({"starts_at": NOTICED + 6 * DAY, "last": NOTICED.date()}, "starts_at"),
        ({"kind": "meeting", "starts_at": NOTICED + 6 * DAY, "last": NOTICED.date()}, "why_soon"),
    ],
)  # fmt: skip
def test_every_term_is_asked_for_beside_its_field(cast, clock, changed, field):
    with pytest.raises(Refused) as refusal:
        draft_of(cast, **changed)
    assert refusal.value.field == field


def test_an_open_meeting_may_be_called_at_short_notice_and_everybody_reads_why(cast, clock):
    soon = {"kind": "meeting", "starts_at": NOTICED + 6 * DAY, "last": NOTICED.date(), "why_soon": "汛情紧急"}
    assert "汛情紧急" in page_of(opened(cast, **soon))


def test_seven_days_are_counted_from_the_publication(cast, clock):
    hearing = draft_of(cast)
    actions.submit(hearing.item, by=cast.clerk)
    clock.move_to(START - 7 * DAY + SECOND)
    with pytest.raises(Refused):
        actions.approve_and_publish(hearing.item, by=cast.reviewer)
    clock.move_to(START - 7 * DAY)
    assert actions.approve_and_publish(hearing.item, by=cast.reviewer).is_live


def test_terms_are_fixed_once_submitted(cast, clock):
    hearing = draft_of(cast)
    actions.submit(hearing.item, by=cast.clerk)
    with pytest.raises(Refused):
        hearings.set_up_hearing(hearing.item, by=cast.clerk, **TIMES, **TERMS)


def test_the_genre_decides_whether_there_is_a_hearing_and_stays_once_it_is_public(cast, clock):
    hearing = draft_of(cast)
    actions.revise(hearing.item, by=cast.clerk, kind=Kind.NOTICE)
    actions.submit(hearing.item, by=cast.clerk)
    actions.approve_and_publish(hearing.item, by=cast.reviewer)
    assert Client().get(address(hearing)).status_code == 404
    public = opened(cast)
    actions.revise(public.item, by=cast.clerk, kind=Kind.NOTICE)
    with pytest.raises(Refused):
        actions.submit(public.item, by=cast.clerk)


def test_sign_up_is_only_made_longer_and_says_why(cast, clock):
    hearing = opened(cast)
    for last, reason in ((LAST, "同日"), (LAST - DAY, "缩短"), (START.date(), "太晚"), (LAST + DAY, " ")):
        with pytest.raises(Refused):
            hearings.extend_signup(hearing, by=cast.reviewer, last=last, reason=reason)
    with pytest.raises(NotAllowed):
        hearings.extend_signup(hearing, by=cast.clerk, last=LAST + DAY, reason="应公众要求")
    hearings.extend_signup(hearing, by=cast.reviewer, last=LAST + DAY, reason="应公众要求")
    assert "应公众要求" in page_of(hearing)
    clock.move_to(CLOSING + SECOND)
    assert sign_up(hearing).signup.number == 1


def test_seats_then_the_waiting_list_then_a_sentence(cast, clock):
    hearing = opened(cast)
    assert [sign_up(hearing, number).signup.state for number in (1, 2, 3)] == ["seated", "seated", "waiting"]
    with pytest.raises(signing_up.Full):
        sign_up(hearing, 4)
    assert standing(hearing) == {1: "seated", 2: "seated", 3: "waiting"}


def test_nobody_signs_up_who_cannot_be_reached(cast, clock):
    with pytest.raises(Refused) as refusal:
        sign_up(opened(cast), phone="")
    assert refusal.value.field == "phone"


def test_who_withdraws_makes_room_for_the_first_who_waits_and_that_one_is_told_once(cast, clock):
    hearing = opened(cast, waiting_limit=2)
    first = sign_up(hearing, 1).signup
    for number in (2, 3, 4):
        sign_up(hearing, number, email=f"n{number}@example.test")
    signing_up.leave(first)
    signing_up.leave(first)  # a second click frees no second seat
    assert standing(hearing) == {1: "withdrawn", 2: "seated", 3: "seated", 4: "waiting"}
    assert list(Notice.objects.filter(kind=NoticeKind.HEARING_SEAT).values_list("email", flat=True)) == [
        "n3@example.test"
    ]


def test_who_leaves_the_waiting_list_frees_no_seat(cast, clock):
    hearing = opened(cast, waiting_limit=2)
    rows = [sign_up(hearing, number).signup for number in (1, 2, 3, 4)]
    signing_up.leave(rows[2])
    assert standing(hearing) == {1: "seated", 2: "seated", 3: "withdrawn", 4: "waiting"}


def test_withdrawing_ends_with_the_list(cast, clock):
    hearing = opened(cast)
    signup = sign_up(hearing).signup
    clock.move_to(CLOSING)
    listed(hearing, cast, 1)
    with pytest.raises(Refused):
        signing_up.leave(signup)
    assert standing(hearing) == {1: "selected"}


def test_participants_are_chosen_after_closing_within_the_seats_and_with_reasons(cast, clock):
    hearing = opened(cast)
    for number in (1, 2, 3):
        sign_up(hearing, number)
    with pytest.raises(Refused):  # still open
        participants.choose(hearing, by=cast.clerk, numbers=[1], verb="select")
    clock.move_to(CLOSING)
    with pytest.raises(NotAllowed):
        participants.choose(hearing, by=cast.sibling_clerk, numbers=[1], verb="select")
    for wrong in ({"numbers": [1, 2, 3], "verb": "select"}, {"numbers": [9], "verb": "select"},
                  {"numbers": [1], "verb": "pass_over", "reason": " "}):  # fmt: skip
        with pytest.raises(Refused):
            participants.choose(hearing, by=cast.clerk, **wrong)
    assert standing(hearing) == {1: "seated", 2: "seated", 3: "waiting"}
    participants.choose(hearing, by=cast.clerk, numbers=[1, 3], verb="select")
    with pytest.raises(Refused, match="1"):  # number 2 has heard nothing yet
        participants.publish_list(hearing, by=cast.reviewer)
    participants.choose(hearing, by=cast.clerk, numbers=[2], verb="pass_over", reason="同一单位已有代表")
    participants.publish_list(hearing, by=cast.reviewer)
    with pytest.raises(Refused):
        participants.choose(hearing, by=cast.clerk, numbers=[2], verb="select")
    assert standing(hearing) == {1: "selected", 2: "passed", 3: "selected"}


def test_no_outcome_before_the_end_the_list_the_attendance_and_every_answer(cast, clock):
    hearing = opened(cast)
    sign_up(hearing, 1)
    clock.move_to(START - SECOND)
    with pytest.raises(Refused):  # nothing is put forward before it begins
        hearing_outcome.record_view(hearing, by=cast.clerk, text="早到的意见")
    clock.move_to(END - SECOND)

    def refused():
        with pytest.raises(Refused):
            hearing_outcome.conclude_hearing(hearing, by=cast.head, minutes="听证会笔录")

    refused()  # not over
    clock.move_to(END)
    refused()  # no list
    listed(hearing, cast, 1)
    refused()  # nobody said who came
    minuted(hearing, cast)
    hearing_outcome.record_view(hearing, by=cast.clerk, text="应当分户计量", speaker=1)
    refused()  # a view without an answer
    hearing_outcome.answer_views(hearing, by=cast.clerk, numbers=[2], result="not", reason="另行研究")
    hearing_outcome.conclude_hearing(hearing, by=cast.head, minutes="听证会笔录")
    page = page_of(hearing)
    for words in ("听证会笔录", "应当分户计量", "另行研究", "已提高。"):
        assert words in page
    assert "13800001111" not in page
    refused()  # once is enough
    with pytest.raises(Refused):
        hearing_outcome.answer_views(hearing, by=cast.clerk, numbers=[2], result="adopted", reason="改口")


def test_the_same_view_sent_twice_is_one(cast, clock):
    hearing = opened(cast)
    clock.move_to(START)
    for _click in range(2):
        hearing_outcome.record_view(hearing, by=cast.clerk, text="应当分户计量")
    assert hearing.views.count() == 1


def test_putting_off_and_cancelling_tell_everybody_who_signed_up(cast, clock):
    hearing = opened(cast)
    sign_up(hearing, 1, email="a@example.test")
    gone = sign_up(hearing, 2, email="gone@example.test").signup
    signing_up.leave(gone)
    later = {"starts_at": START + DAY, "ends_at": END + DAY}
    for wrong in ({"starts_at": START}, {"ends_at": START}, {"reason": " "}):
        with pytest.raises(Refused):
            hearings.postpone(hearing, by=cast.reviewer, **({"reason": "台风"} | later | wrong))
    hearings.postpone(hearing, by=cast.reviewer, reason="台风", place="县图书馆", **later)
    hearings.cancel(hearing, by=cast.reviewer, reason="草案撤回")
    told = Notice.objects.filter(kind=NoticeKind.HEARING_CHANGED)
    assert list(told.values_list("email", flat=True)) == ["a@example.test"] * 2
    page = page_of(hearing)
    for words in ("台风", "县图书馆", "草案撤回"):
        assert words in page
    with pytest.raises(Refused):
        sign_up(hearing, 3)
    clock.move_to(END + 2 * DAY)
    with pytest.raises(Refused):
        hearing_outcome.conclude_hearing(hearing, by=cast.head, minutes="笔录")


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_goes_to_exactly_one():
    """Ten people at once, each sending twice, for two seats and one place to wait."""
    make_password("warm")
    cast = assemble()
    with time_machine.travel(NOTICED, tick=False):
        hearing = opened(cast)
        jobs = [number for number in range(1, 11) for _click in range(2)]
        if connection.vendor == "postgresql":
            threads = [threading.Thread(target=_in_thread, args=(hearing, number)) for number in jobs]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        else:
            for number in jobs:
                _try(hearing, number)
    assert sorted(Signup.objects.values_list("state", flat=True)) == ["seated", "seated", "waiting"]
    assert sorted(Signup.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert Hearing.objects.get(pk=hearing.pk).last_number == 3


def _try(hearing, number):
    try:
        sign_up(hearing, number)
    except signing_up.Full:
        return


def _in_thread(hearing, number):
    try:
        _try(hearing, number)
    finally:
        connections.close_all()

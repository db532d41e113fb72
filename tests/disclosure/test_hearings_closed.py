"""Closed means closed: every address of a hearing × everybody × what closes it: sign-up, list, outcome, cancelling."""

import contextlib
import uuid

import pytest
import time_machine
from django.core import signing
from django.urls import NoReverseMatch, get_resolver, reverse

from disclosure.actions.hearing_outcome import conclude_hearing
from disclosure.actions.hearings import cancel
from disclosure.admin.hearing_steps import STEPS
from disclosure.models import Hearing, Signup
from portal.filing import SALT
from tests.access.test_table import every_address
from tests.disclosure import hearings as hearing_case
from tests.disclosure.test_closed_means_closed import MEMBERS, SECOND, as_member

PARTS = ("hearing", "signup")


def hearing_addresses() -> list[str]:
    names = every_address(get_resolver().url_patterns)
    ours = (name for name in names if name.startswith(("disclosure:", "admin:disclosure")))
    return sorted(name for name in ours if any(part in name for part in PARTS))


def hearing_place(name: str, hearing: Hearing) -> str:
    for arguments in (
        {},
        {"index_no": hearing.item.index_no},
        {"pk": hearing.item_id if name.endswith("set_up") else hearing.pk},
        {"object_id": hearing.pk},
    ):
        with contextlib.suppress(NoReverseMatch):
            return reverse(name, kwargs=arguments)
    raise LookupError(name)


def everything_of_a_hearing(code: str, **more) -> dict[str, object]:
    """One body that is well-formed for every form of a hearing."""
    later = "2027-12-01T09:00"
    return {
        "key": uuid.uuid4().hex, "opened": signing.dumps(0, salt=SALT), "homepage": "", "name": "迟到者",
        "represents": "居民", "phone": "13800000000", "email": "", "code": code, "numbers": ["1"], "verb": "select",
        "starts_at": later, "ends_at": "2027-12-01T12:00", "first": "2026-11-02", "last": "2026-11-13",
        "reason": "理由", "text": "意见", "speaker": "", "result": "adopted", "minutes": "笔录", **hearing_case.TERMS,
    } | more  # fmt: skip


def hearing_rows(*fields: str) -> list[tuple[object, ...]]:
    """Everything that a sign-up, a withdrawal or a change of the list would change, and `fields` of the hearing."""
    signups = Signup.objects.order_by("pk").values_list("pk", "state", "reason")
    terms = Hearing.objects.values_list("opens_at", "closes_at", "last_number", "list_at", *fields)
    return [*signups, *terms]


@pytest.fixture
def hearing(cast):
    """A hearing with one sign-up, its receipt code, and a clock."""
    with time_machine.travel(hearing_case.NOTICED, tick=False) as clock:
        opened_one = hearing_case.opened(cast)
        yield opened_one, hearing_case.sign_up(opened_one).code, clock


def post_everywhere(cast, hearing, code, names, **more) -> int:
    asked = 0
    for member in MEMBERS:
        client = as_member(cast, member)
        for name in names:
            answer = client.post(hearing_place(name, hearing), everything_of_a_hearing(code, **more))
            assert answer.status_code < 500, (member, name)
            asked += 1
    return asked


SIGNING_UP = ("disclosure:signup_new", "admin:disclosure_hearing_extend", "admin:disclosure_hearing_set_up")


def test_the_table_of_hearings_is_asked_whole():
    names = set(hearing_addresses())
    assert {f"admin:{step.url_name}" for step in STEPS} <= names
    assert {*SIGNING_UP, "disclosure:signup_withdraw"} <= names


@pytest.mark.parametrize(
    "late", [hearing_case.CLOSING, hearing_case.CLOSING + SECOND, hearing_case.START, hearing_case.END]
)
def test_no_address_signs_anybody_up_or_opens_the_window_again(cast, hearing, late):
    there, code, clock = hearing
    clock.move_to(late)
    before = Signup.objects.count(), Hearing.objects.get().closes_at
    assert post_everywhere(cast, there, code, SIGNING_UP) == len(MEMBERS) * len(SIGNING_UP)
    assert (Signup.objects.count(), Hearing.objects.get().closes_at) == before


def test_the_same_bodies_sign_up_and_extend_a_second_before(cast, hearing):
    there, code, clock = hearing
    clock.move_to(hearing_case.CLOSING - SECOND)
    as_member(cast, "anonymous").post(hearing_place("disclosure:signup_new", there), everything_of_a_hearing(code))
    as_member(cast, "reviewer").post(
        hearing_place("admin:disclosure_hearing_extend", there), everything_of_a_hearing(code)
    )
    assert Signup.objects.count() == 2
    assert Hearing.objects.get().closes_at > hearing_case.CLOSING


@pytest.mark.parametrize("late", [hearing_case.CLOSING, hearing_case.START, hearing_case.END])
def test_no_address_changes_a_list_that_is_published(cast, hearing, late):
    there, code, clock = hearing
    clock.move_to(hearing_case.CLOSING)
    hearing_case.listed(there, cast, 1)
    before = hearing_rows()
    clock.move_to(late)
    names = [name for name in hearing_addresses() if not name.endswith(("_conclude", "_cancel", "_postpone"))]
    assert post_everywhere(cast, there, code, names, verb="pass_over") == len(MEMBERS) * len(names)
    assert hearing_rows() == before


def test_nobody_withdraws_once_it_has_begun(cast, hearing):
    there, code, clock = hearing
    before = hearing_rows()
    clock.move_to(hearing_case.START)
    post_everywhere(cast, there, code, ["disclosure:signup_withdraw"])
    assert hearing_rows() == before
    clock.move_to(hearing_case.START - SECOND)
    as_member(cast, "anonymous").post("/signups/withdraw/", everything_of_a_hearing(code))
    assert Signup.objects.get().state == "withdrawn"


def test_after_the_outcome_no_address_changes_anything(cast, hearing):
    there, code, clock = hearing
    clock.move_to(hearing_case.END)
    hearing_case.listed(there, cast, 1)
    hearing_case.minuted(there, cast)
    conclude_hearing(there, by=cast.head, minutes="听证会笔录")
    fields = ("minutes", "outcome_at", "cancelled_at", "starts_at", "place", "attendance_at", "views__result")
    before, views = hearing_rows(*fields), there.views.count()
    clock.shift(3600)
    names = hearing_addresses()
    post_everywhere(cast, there, code, names, result="not", minutes="另一份笔录")
    assert (hearing_rows(*fields), there.views.count()) == (before, views)


def test_cancelled_means_cancelled(cast, hearing):
    there, code, clock = hearing
    cancel(there, by=cast.reviewer, reason="草案撤回")
    before = hearing_rows("cancelled_at", "starts_at", "outcome_at")
    for moment in (hearing_case.NOTICED + SECOND, hearing_case.CLOSING, hearing_case.END):
        clock.move_to(moment)
        post_everywhere(cast, there, code, hearing_addresses())
    assert hearing_rows("cancelled_at", "starts_at", "outcome_at") == before

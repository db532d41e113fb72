"""Closed means closed: every address of participation × everybody × the closing instant and after, and every action."""

import contextlib
import threading
import uuid

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import connection, connections
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from disclosure.actions import consulting, opinions
from disclosure.actions.hearing_outcome import conclude_hearing
from disclosure.actions.hearings import cancel
from disclosure.admin.consultation_steps import STEPS
from disclosure.admin.hearing_steps import STEPS as HEARING_STEPS
from disclosure.models import Consultation, Hearing, Opinion, Signup, WindowExtension
from portal.filing import SALT
from portal.refusals import Refused
from tests.access.test_table import every_address
from tests.cast import assemble
from tests.disclosure import hearings as hearing_case
from tests.disclosure.consultations import CLOSING, DURING, LAST, OPENING, SECOND, TERMS, give, opened

AFTER = {"at closing": CLOSING, "a second later": CLOSING + SECOND, "a year later": CLOSING.replace(year=2027)}
MEMBERS = (
    "anonymous", "citizen", "clerk", "reviewer", "head", "sibling_clerk", "officer", "supervisor", "admin",
    "other_clerk", "other_officer",
)  # fmt: skip

PARTS = ("consultation", "opinion")


def addresses() -> list[str]:
    """Whatever the URL table holds that has to do with consultations, public and for staff."""
    names = every_address(get_resolver().url_patterns)
    return sorted(
        name for name in names if name.startswith(("disclosure:", "admin:disclosure")) and any(p in name for p in PARTS)
    )


def place(name: str, consultation: Consultation) -> str:
    """The address `name` of this consultation."""
    for arguments in (
        {},
        {"index_no": consultation.item.index_no},
        {"pk": consultation.item_id if name.endswith("set_up") else consultation.pk},
        {"object_id": consultation.pk},
    ):
        try:
            return reverse(name, kwargs=arguments)
        except Exception:  # noqa: BLE001 - the next kind of argument
            continue
    raise LookupError(name)


def everything() -> dict[str, object]:
    """One body that is well-formed for every form there is: what it does not ask for it does not read."""
    return {
        "key": uuid.uuid4().hex, "opened": signing.dumps(0, salt=SALT), "homepage": "", "text": "迟到的意见",
        "party": "person", "name": "迟到者", "phone": "", "email": "", "paragraph": "", "channel": "letter",
        "received_on": LAST.isoformat(), "last": "2027-12-31", "first": "2026-11-02", "reason": "延长期限",
        **TERMS,
    }  # fmt: skip


def rows() -> tuple[object, ...]:
    """What an opinion or a longer window would change."""
    windows = list(Consultation.objects.order_by("pk").values_list("pk", "opens_at", "closes_at", "last_number"))
    return Opinion.objects.count(), WindowExtension.objects.count(), windows


def as_member(cast, member) -> Client:
    client = Client(raise_request_exception=False)
    if member != "anonymous":
        client.force_login(getattr(cast, member), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def closing(cast):
    """A consultation with one opinion, and a clock."""
    with time_machine.travel(OPENING, tick=False) as clock:
        consultation = opened(cast)
        clock.move_to(DURING)
        give(consultation)
        yield consultation, clock


def test_the_table_is_asked_whole():
    names = addresses()
    assert {f"admin:{step.url_name}" for step in STEPS} <= set(names)
    assert {"disclosure:opinion_new", "admin:disclosure_consultation_set_up"} <= set(names)


@pytest.mark.parametrize("moment", sorted(AFTER))
def test_no_address_takes_anything_from_anybody_after_closing(cast, closing, moment):
    consultation, clock = closing
    before = rows()
    clock.move_to(AFTER[moment])
    asked = 0
    for member in MEMBERS:
        client = as_member(cast, member)
        for name in addresses():
            answer = client.post(place(name, consultation), everything())
            assert answer.status_code < 500, (member, name)
            asked += 1
    assert asked == len(MEMBERS) * len(addresses())
    assert rows() == before


@pytest.mark.parametrize(
    ("member", "name"), [("anonymous", "disclosure:opinion_new"), ("clerk", "admin:disclosure_consultation_take_in")]
)
def test_the_same_body_is_taken_a_second_before(cast, closing, member, name):
    consultation, clock = closing
    clock.move_to(CLOSING - SECOND)
    as_member(cast, member).post(place(name, consultation), everything())
    assert Opinion.objects.count() == 2


def test_the_same_body_extends_a_second_before(cast, closing):
    consultation, clock = closing
    clock.move_to(CLOSING - SECOND)
    as_member(cast, "reviewer").post(place("admin:disclosure_consultation_extend", consultation), everything())
    assert WindowExtension.objects.count() == 1


@pytest.mark.parametrize("moment", sorted(AFTER))
def test_no_action_takes_anything_after_closing(cast, closing, moment):
    consultation, clock = closing
    before = rows()
    clock.move_to(AFTER[moment])
    for number, (by, channel) in enumerate([(None, "online"), (cast.clerk, "letter"), (cast.clerk, "email")], 2):
        with pytest.raises(Refused):
            opinions.give_opinion(
                consultation, by=by, key=f"{number:032x}", text="迟到", channel=channel, received_on=LAST
            )
    with pytest.raises(Refused):
        consulting.extend(consultation, by=cast.reviewer, last=LAST.replace(year=2027), reason="延长")
    with pytest.raises(Refused):
        consulting.set_up(consultation.item, by=cast.clerk, first=LAST, last=LAST.replace(year=2027), **TERMS)
    assert rows() == before


def test_a_form_opened_in_time_and_sent_late_is_answered_with_a_sentence(closing):
    consultation, clock = closing
    clock.move_to(CLOSING)
    answer = Client().post(place("disclosure:opinion_new", consultation), everything())
    assert answer.status_code == 409
    assert "已结束" in answer.content.decode() or "closed" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_double_clicks_and_a_crowd_get_each_its_own_number():
    """Ten people at once, each sending twice: ten opinions, numbered 1 to 10 without a gap."""
    make_password("warm")
    cast = assemble()
    with time_machine.travel(OPENING, tick=False):
        consultation = opened(cast)
        jobs = [number for number in range(1, 11) for _click in range(2)]
        if connection.vendor == "postgresql":
            threads = [threading.Thread(target=_in_thread, args=(consultation, number)) for number in jobs]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        else:
            for number in jobs:
                give(consultation, number)
    assert sorted(Opinion.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert Opinion.objects.values("filing_digest").distinct().count() == 10


def _in_thread(consultation, number):
    try:
        give(consultation, number)
    finally:
        connections.close_all()


HEARING_PARTS = ("hearing", "signup")


def hearing_addresses() -> list[str]:
    names = every_address(get_resolver().url_patterns)
    ours = (name for name in names if name.startswith(("disclosure:", "admin:disclosure")))
    return sorted(name for name in ours if any(part in name for part in HEARING_PARTS))


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
    assert {f"admin:{step.url_name}" for step in HEARING_STEPS} <= names
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

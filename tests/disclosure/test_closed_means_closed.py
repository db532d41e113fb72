"""Closed means closed: every address of participation × everybody × the closing instant and after, and every action."""

import threading
import uuid

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import connection, connections
from django.test import Client
from django.urls import get_resolver, reverse

from disclosure.actions import consulting, opinions
from disclosure.admin.consultation_steps import STEPS
from disclosure.models import Consultation, Opinion, WindowExtension
from portal.filing import SALT
from portal.refusals import Refused
from tests.access.test_table import every_address
from tests.cast import assemble
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

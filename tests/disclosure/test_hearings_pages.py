"""The pages of a hearing: what everybody reads, signing up, and the workbench."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from disclosure import actions
from disclosure.actions import hearing_outcome, participants
from disclosure.models import Hearing, Kind, Signup
from disclosure.seating import Seating
from disclosure.today import HEARINGS_TO_CONCLUDE, LISTS_TO_PUBLISH
from portal.notices.models import Kind as NoticeKind
from portal.notices.models import Notice
from portal.receipts import shown
from portal.refusals import Refused
from tests.disclosure.hearings import (
    CLOSING,
    END,
    NOTICED,
    START,
    TERMS,
    listed,
    minuted,
    opened,
    sign_up,
)


@pytest.fixture
def clock():
    with time_machine.travel(NOTICED, tick=False) as clock:
        yield clock


def address(hearing):
    return f"/hearings/{hearing.item.index_no}/"


def page_of(hearing) -> str:
    return Client().get(address(hearing)).content.decode()


def test_the_list_shows_full_names_with_consent_alone_and_nothing_else(cast, clock):
    hearing = opened(cast)
    sign_up(hearing, 1, name="欧阳建国", shows_name=True, email="a@example.test", view="我要发言", represents="业委会")
    code = sign_up(hearing, 2, name="司马相如", email="b@example.test").code
    clock.move_to(CLOSING)
    listed(hearing, cast, 1)
    page = page_of(hearing)
    assert "欧阳建国" in page
    for secret in ("司马", "13800000001", "a@example.test", "我要发言", "业委会", "名额有限"):
        assert secret not in page
    told = Notice.objects.filter(kind=NoticeKind.HEARING_LIST)
    assert sorted(told.values_list("email", flat=True)) == ["a@example.test", "b@example.test"]
    assert "名额有限" in Client().post("/signups/follow/", {"code": shown(code)}).content.decode()


def test_before_the_list_is_published_nobody_reads_who_was_chosen(cast, clock):
    hearing = opened(cast)
    code = sign_up(hearing, 1, name="欧阳建国", shows_name=True).code
    clock.move_to(CLOSING)
    participants.choose(hearing, by=cast.clerk, numbers=[1], verb="pass_over", reason="名额有限")
    assert "欧阳建国" not in page_of(hearing)
    assert "名额有限" not in Client().post("/signups/follow/", {"code": shown(code)}).content.decode()


def test_the_workbench_says_which_lists_and_outcomes_are_missing(cast, clock):
    hearing = opened(cast)

    def waiting(pane):
        return [row.pk for row in pane.rows(cast.clerk, NOTICED.date())]

    assert waiting(LISTS_TO_PUBLISH) == []
    clock.move_to(CLOSING)
    assert waiting(LISTS_TO_PUBLISH) == [hearing.pk]
    assert [row.pk for row in LISTS_TO_PUBLISH.rows(cast.sibling_clerk, CLOSING.date())] == []
    participants.publish_list(hearing, by=cast.reviewer)
    assert waiting(LISTS_TO_PUBLISH) == waiting(HEARINGS_TO_CONCLUDE) == []
    clock.move_to(END)
    assert waiting(HEARINGS_TO_CONCLUDE) == [hearing.pk]
    minuted(hearing, cast)
    hearing_outcome.conclude_hearing(hearing, by=cast.head, minutes="笔录")
    assert waiting(HEARINGS_TO_CONCLUDE) == []


def test_the_pages_work_without_cookie_or_script_and_sending_twice_counts_once(cast, clock):
    hearing = opened(cast)
    client = Client()
    assert hearing.item.title in client.get("/hearings/").content.decode()
    assert address(hearing) in client.get(hearing.item.get_absolute_url()).content.decode()
    form = client.get(f"{address(hearing)}sign-up/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {
        "name": "周小川", "represents": "居民", "phone": "13800000000", "shows_name": "",
    }  # fmt: skip
    assert client.post(f"{address(hearing)}sign-up/", sent).status_code == 422  # too quick for a person
    clock.shift(5)
    first = client.post(f"{address(hearing)}sign-up/", sent)
    again = client.post(f"{address(hearing)}sign-up/", sent)
    assert first.context["code"] == again.context["code"]
    assert Signup.objects.count() == 1
    assert client.post(f"{address(hearing)}sign-up/", sent | {"name": "另一人"}).status_code == 409
    code = first.context["code"]
    assert client.post("/signups/follow/", {"code": code}).status_code == 200
    assert client.post("/signups/withdraw/", {"code": "0" * 16}).status_code == 422
    assert client.post("/signups/withdraw/", {"code": code}).context["signup"].state == Seating.WITHDRAWN
    assert not client.cookies


def test_one_address_does_not_take_all_the_seats(cast, clock):
    hearing = opened(cast, seats=20)
    client, answers = Client(), []
    for number in range(7):
        form = client.get(f"{address(hearing)}sign-up/").context["form"]
        sent = {name: form[name].value() or "" for name in form.fields} | {
            "name": f"周{number}", "represents": "居民", "phone": "13800000000", "shows_name": "",
        }  # fmt: skip
        clock.shift(5)
        answers.append((sent, client.post(f"{address(hearing)}sign-up/", sent)))
    assert [answer.status_code for _sent, answer in answers] == [200] * 5 + [429] * 2
    sent, first = answers[4]
    assert client.post(f"{address(hearing)}sign-up/", sent).context["code"] == first.context["code"]


def test_a_withdrawn_hearing_leaves_its_tombstone_and_takes_nothing(cast, clock):
    hearing = opened(cast)
    actions.withdraw(hearing.item, by=cast.head, reason="内容有误")
    assert Client().get(address(hearing)).status_code == 410
    with pytest.raises(Refused):
        sign_up(hearing)


def test_a_clerk_sets_it_up_on_a_page_that_keeps_what_was_typed(cast, clock, drafted):
    item = drafted(kind=Kind.HEARING)
    client = Client()
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("admin:disclosure_hearing_set_up", args=[item.pk])
    typed = TERMS | {"first": "2026-11-02", "last": "2026-11-05", "ends_at": "2026-11-08T12:00"}
    refused = client.post(page, typed | {"starts_at": "2026-11-08T09:00"})
    assert refused.context["form"].errors.keys() == {"starts_at"}
    assert TERMS["rules"] in refused.content.decode()
    assert not Hearing.objects.exists()
    assert (
        client.post(page, typed | {"starts_at": "2026-11-16T09:00", "ends_at": "2026-11-16T12:00"}).status_code == 302
    )
    assert Hearing.objects.get(item=item).starts_at == START
    assert "2026-11-16T09:00" in client.get(page).content.decode()


def test_a_clerk_takes_the_steps_of_the_workbench(cast, clock):
    hearing = opened(cast)
    sign_up(hearing, 1, name="欧阳建国")
    client = Client()

    def step(slug, **typed):
        client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")  # days lie between them
        return client.post(reverse(f"admin:disclosure_hearing_{slug}", args=[hearing.pk]), typed)

    clock.move_to(CLOSING)
    assert step("choose", numbers=["1"], verb="pass_over").context["form"].errors.keys() == {"reason"}
    assert step("choose", numbers=["1"], verb="select").status_code == 302
    assert step("publish_list").status_code == 403
    participants.publish_list(hearing, by=cast.reviewer)
    clock.move_to(START)
    assert step("attendance", numbers=["1"]).status_code == 302
    assert step("view", speaker="1", text="应当分户计量").status_code == 302
    assert step("answer", numbers=["1"], result="partly", reason="分步实施").status_code == 302
    page = client.get(reverse("admin:disclosure_hearing_change", args=[hearing.pk])).content.decode()
    for words in ("欧阳建国", "应当分户计量", "分步实施"):
        assert words in page

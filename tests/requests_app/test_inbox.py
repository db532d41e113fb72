"""The inbox: groups by days left, whose work it is, the search, and one verb for several cases."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from requests_app import actions
from requests_app.models import DisclosureRequest
from tests.cast import person

LIST = "/admin/requests_app/disclosurerequest/"


@pytest.fixture
def as_(client):
    def as_(user):
        client.force_login(user)
        return client

    return as_


@pytest.fixture
def colleague(cast):
    """A second clerk of the bureau."""
    colleague = person("colleague", "何办事")
    grant(ROLES["clerk"], to=colleague, on=cast.bureau, by=None)
    return colleague


def listed(client, **query):
    """Numbers on the page, in their order."""
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [line.case.number for group in page.context["groups"] for line in group.lines]


def test_groups_stand_in_the_order_of_urgency(cast, as_, received, processing):
    with time_machine.travel("2026-03-04 10:00+08:00", tick=False):
        overdue, waiting = received(subject="逾期"), processing(subject="停表")
        points = {"points": "请写明年度", "respond_by": dt.date(2026, 3, 20)}
        actions.ask_supplement(waiting, by=cast.clerk, **points)
    with time_machine.travel("2026-03-06 10:00+08:00", tick=False):
        today = received(subject="今日到期")
    with time_machine.travel("2026-03-10 10:00+08:00", tick=False):
        soon = received(subject="将到期")
    with time_machine.travel("2026-04-03 10:00+08:00", tick=False):
        late_due = timezone.localdate()
        later = received(subject="较远")
        page = as_(cast.clerk).get(LIST)
        assert today.clock.due_on == late_due
        names = [(group.band.value, [line.case.number for line in group.lines]) for group in page.context["groups"]]
        text = page.content.decode()
    assert names == [
        ("overdue", [overdue.number]), ("today", [today.number]), ("soon", [soon.number]), ("later", [later.number]),
        ("paused", [waiting.number]),
    ]  # fmt: skip
    assert [(choice.words, choice.number) for choice in page.context["bands"]] == [
        (str(group.band.label), 1) for group in page.context["groups"]
    ]
    waiting.refresh_from_db()
    assert waiting.get_state_display() in re.search(r"badge--quiet\">([^<]+)<", text)[1]
    assert "UNDEFINED" not in text


def test_each_band_lists_what_it_counts(cast, as_, received):
    with time_machine.travel("2026-03-04 10:00+08:00", tick=False):
        received()
    with time_machine.travel("2026-03-10 10:00+08:00", tick=False):
        received()
        received()
    with time_machine.travel("2026-04-03 10:00+08:00", tick=False):
        client = as_(cast.clerk)
        for choice in client.get(LIST).context["bands"]:
            assert len(client.get(LIST + choice.query).context["cl"].result_list) == choice.number
        assert len(listed(client, due="overdue")) == 1
        assert len(listed(client, due="soon")) == 2


def test_whose_work_it_is(cast, as_, colleague, received, processing, reviewing):
    free, mine, theirs = received(), processing(), processing()
    actions.assign(theirs, by=cast.clerk, handler=colleague)
    actions.co_handle(theirs, by=colleague, person=cast.clerk, task="查2024年的档案")
    asked, read = processing(), reviewing()
    today = timezone.localdate()
    actions.ask_supplement(asked, by=cast.clerk, points="请写明年度", respond_by=today + dt.timedelta(days=9))
    actions.consult(mine, by=cast.clerk, addressee="third_party", party="甲公司", letter="请答复")
    client = as_(cast.clerk)
    numbers = {
        "mine": {mine, asked, read}, "unassigned": {free}, "helped": {theirs}, "applicant": {asked},
        "opinions": {mine}, "review": {read},
    }  # fmt: skip
    for work, cases in numbers.items():
        assert set(listed(client, work=work)) == {case.number for case in cases}, work
    actions.end_co_handling(theirs, by=cast.clerk, part=theirs.cohandlers.get())
    assert listed(client, work="helped") == []


def test_names_are_searched_by_those_who_handle_the_request_alone(cast, as_, received):
    case = received(name="慕容雪", subject="低保资金分配表")
    for member in (cast.clerk, cast.head):
        assert listed(as_(member), q="慕容") == [case.number]
    for member in (cast.officer, cast.reviewer, cast.sibling_clerk, cast.other_officer):
        assert listed(as_(member), q="慕容") == []
    for term in (case.number, "低保资金"):
        assert listed(as_(cast.officer), q=term) == [case.number]
        assert listed(as_(cast.sibling_clerk), q=term) == []


def choose(client, action, *cases, **more):
    sent = {"action": action, "_selected_action": [case.pk for case in cases], **more}
    return client.post(LIST, sent, follow=not more.get("peek"))


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_several_are_registered_and_what_fails_is_told(cast, as_, received, processing):
    first, second, third = received(), received(), processing()
    told = said(choose(as_(cast.clerk), "register_several", first, second, third))
    states = {case.number: case.state for case in DisclosureRequest.objects.order_by()}
    assert states == {first.number: "registered", second.number: "registered", third.number: "processing"}
    assert [sentence.startswith(third.number) for sentence in told] == [True, False]
    assert "2" in told[1]
    assert AuditEvent.objects.filter(event=Event.REQUEST_REGISTERED).count() == 3


def test_several_are_archived(cast, as_, answered, received):
    done, young = answered(), received()
    told = said(choose(as_(cast.clerk), "archive_several", done, young))
    done.refresh_from_db()
    young.refresh_from_db()
    assert (done.state, young.state) == ("archived", "received")
    assert told[0].startswith(young.number)


def test_several_are_assigned(cast, as_, colleague, received, processing):
    first, second = received(), processing()
    client = as_(cast.clerk)
    page = choose(client, "assign_several", first, second)
    assert page.status_code == 200
    assert "UNDEFINED" not in page.content.decode()
    assert first.number in page.content.decode()
    empty = choose(client, "assign_several", first, second, assign="1")
    assert empty.context["form"].errors.keys() == {"handler"}
    wrong = choose(client, "assign_several", first, second, assign="1", handler=cast.sibling_clerk.pk)
    assert wrong.context["form"].errors.keys() == {"handler"}
    choose(client, "assign_several", first, second, assign="1", handler=colleague.pk)
    assert set(DisclosureRequest.objects.values_list("handler", flat=True)) == {colleague.pk}
    assert Notice.objects.filter(kind=Kind.REQUEST_ASSIGNED, recipient=colleague).count() == 2


def test_several_of_a_neighbour_are_nobodys(cast, as_, received):
    case = received()
    for member in (cast.sibling_clerk, cast.other_clerk):
        choose(as_(member), "register_several", case)
    choose(as_(cast.officer), "register_several", case)  # may read, and has no such menu
    case.refresh_from_db()
    assert case.state == "received"


@pytest.mark.parametrize("query", [{}, {"due": "soon"}, {"work": "helped"}, {"q": "张三"}])
def test_the_inbox_asks_the_same_with_one_and_three_rows(cast, as_, processing, query, django_assert_max_num_queries):
    with time_machine.travel(timezone.now() - dt.timedelta(days=22)):
        cases = [processing()]
    client = as_(cast.clerk)
    client.get(LIST, query)
    with django_assert_max_num_queries(12) as one:
        client.get(LIST, query)
    cases += [processing(), processing()]
    with django_assert_max_num_queries(12) as three:
        client.get(LIST, query)
    assert len(one) == len(three)

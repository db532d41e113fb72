"""The workbench: inbox, case page, one address per verb, and what a neighbour sees of it: nothing."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from requests_app import actions
from requests_app.models import DisclosureRequest
from tests.requests_app.conftest import ID_NUMBER, WANTED, key

LIST = "/admin/requests_app/disclosurerequest/"


def address(case, verb=""):
    name = f"admin:requests_app_{case._meta.model_name}_{verb or 'change'}"
    return reverse(name, args=[case.pk])


@pytest.fixture
def as_(client):
    def as_(user):
        client.force_login(user)
        return client

    return as_


def test_inbox_sorts_by_days_left_names_overdue_and_shows_no_identity(cast, as_, received):
    with time_machine.travel("2026-03-04 10:00+08:00", tick=False):
        late = received(subject="逾期的申请")
    with time_machine.travel("2026-03-18 10:00+08:00", tick=False):
        young = received(subject="未到期的申请")
    with time_machine.travel("2026-04-03 10:00+08:00", tick=False):
        text = as_(cast.clerk).get(LIST).content.decode()
        assert text.index(late.number) < text.index(young.number)
        assert "badge--overdue" in text
        assert ID_NUMBER[-4:] not in text
        overdue = as_(cast.clerk).get(LIST, {"due": "overdue"}).content.decode()
    assert late.number in overdue
    assert young.number not in overdue
    assert "UNDEFINED" not in text


@pytest.mark.parametrize("who", ["sibling_clerk", "other_clerk", "other_officer"])
def test_a_neighbour_sees_nothing(cast, as_, received, topic, who):
    case, asked = received(), topic()
    client = as_(getattr(cast, who))
    for listed, address_of_list in ((case, LIST), (asked, "/admin/requests_app/topicrequest/")):
        assert listed.number not in client.get(address_of_list).content.decode()
        assert client.get(address(listed)).status_code == 404
        assert client.get(address_of_list, {"q": listed.number}).context["cl"].result_count == 0
    for verb in ("register", "decide", "approve", "note"):
        assert client.get(address(case, verb)).status_code == 404
        assert client.post(address(case, verb), {}).status_code == 404
    case.refresh_from_db()
    assert case.state == "received"


def test_full_identity_for_those_who_handle_it_alone(cast, as_, received):
    case = received()
    assert ID_NUMBER in as_(cast.clerk).get(address(case)).content.decode()
    text = as_(cast.officer).get(address(case)).content.decode()
    assert ID_NUMBER not in text
    assert case.number in text


def test_what_one_may_see_but_not_do_is_403(cast, as_, received):
    case = received()
    client = as_(cast.reviewer)
    assert client.get(address(case)).status_code == 200
    assert client.get(address(case, "register")).status_code == 403
    assert client.post(address(case, "register"), {}).status_code == 403
    assert client.post(address(case), {"state": "answered"}).status_code == 403


def test_from_receipt_to_answer_by_buttons(cast, as_, received):
    case = received()
    clerk = as_(cast.clerk)
    assert 'href="../register/"' in clerk.get(address(case)).content.decode()
    steps = [
        ("register", {}),
        ("process", {"handler": cast.clerk.pk}),
        ("search", {"places": "档案室", "terms": "低保", "result": "查到一份"}),
        ("note", {"text": "内部"}),
        ("decide", {"outcome": "R3_1", "text": "予以公开。", "remedies": "六十日内申请行政复议。"}),
    ]
    for verb, sent in steps:
        assert "UNDEFINED" not in clerk.get(address(case, verb)).content.decode()
        answer = clerk.post(address(case, verb), sent)
        assert (verb, answer.status_code) == (verb, 302)
        assert "UNDEFINED" not in clerk.get(address(case)).content.decode()
    assert as_(cast.clerk).get(address(case, "approve")).status_code == 403
    assert as_(cast.head).post(address(case, "approve"), {}).status_code == 302
    assert as_(cast.clerk).post(address(case, "archive"), {}).status_code == 302
    case.refresh_from_db()
    assert case.state == "archived"


def test_waiting_verbs_by_buttons(cast, as_, processing):
    case = processing()
    clerk = as_(cast.clerk)
    today = timezone.localdate().isoformat()
    letter = {"addressee": "third_party", "party": "甲公司", "letter": "请答复", "delivered_on": today}
    assert clerk.post(address(case, "consult"), letter).status_code == 302
    asked = case.consultations.get()
    opinion = {"consultation": asked.pk, "opinion": "objection", "text": ""}
    refused = clerk.post(address(case, "record_opinion"), opinion)
    assert refused.context["form"].errors.keys() == {"text"}
    assert clerk.post(address(case, "record_opinion"), opinion | {"text": "商业秘密"}).status_code == 302
    assert as_(cast.head).post(address(case, "extend"), {"days": 5, "reason": "数量大"}).status_code == 302
    points = {"points": "年度", "respond_by": (timezone.localdate() + dt.timedelta(days=9)).isoformat()}
    assert as_(cast.clerk).post(address(case, "ask_supplement"), points).status_code == 302
    case.refresh_from_db()
    assert case.state == "supplementing"
    assert "UNDEFINED" not in as_(cast.clerk).get(address(case)).content.decode()


def test_an_empty_reply_is_refused_beside_the_field(cast, as_, processing):
    case = processing()
    sent = {"outcome": "R3_3_4", "text": "", "grounds": "", "remedies": "六十日内申请行政复议。"}
    page = as_(cast.clerk).post(address(case, "decide"), sent)
    assert page.context["form"].errors.keys() == {"text"}
    page = as_(cast.clerk).post(address(case, "decide"), sent | {"text": "不予公开。"})
    assert page.context["form"].non_field_errors()  # no search on record
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
    page = as_(cast.clerk).post(address(case, "decide"), sent | {"text": "不予公开。"})
    assert page.context["form"].errors.keys() == {"grounds"}
    assert not case.decisions.exists()


def test_an_opinion_of_another_case_cannot_be_recorded_here(cast, as_, processing):
    case, other = processing(), processing()
    for one in (case, other):
        actions.consult(one, by=cast.clerk, addressee="third_party", party="甲公司", letter="请答复")
    sent = {"consultation": other.consultations.get().pk, "opinion": "consent"}
    page = as_(cast.clerk).post(address(case, "record_opinion"), sent)
    assert page.context["form"].errors.keys() == {"consultation"}


def test_paper_is_keyed_in_for_ones_own_agency_alone(cast, as_):
    sent = WANTED | {
        "key": key(), "agency": cast.bureau.pk, "channel": "counter", "received_on": timezone.localdate().isoformat(),
        "category": "c1", "form_wanted": "paper", "delivery": "pick_up",
    }  # fmt: skip
    clerk = as_(cast.clerk)
    assert cast.sibling.name not in clerk.get(f"{LIST}add/").content.decode()
    assert clerk.post(f"{LIST}add/", sent | {"agency": cast.sibling.pk}).context["form"].errors.keys() == {"agency"}
    tomorrow = (timezone.localdate() + dt.timedelta(days=2)).isoformat()
    assert clerk.post(f"{LIST}add/", sent | {"received_on": tomorrow}).context["form"].errors.keys() == {"received_on"}
    assert clerk.post(f"{LIST}add/", sent).status_code == 302
    case = DisclosureRequest.objects.get()
    assert (case.channel, case.applicant, case.stages.get().by) == ("counter", None, cast.clerk)
    assert as_(cast.head).get(f"{LIST}add/").status_code == 403


def test_topics_by_buttons(cast, as_, topic, item, ground):
    clerk = as_(cast.clerk)
    asked, other = topic(), topic()
    assert clerk.post(address(asked, "answer"), {"item": "nonsense"}).context["form"].errors.keys() == {"item"}
    assert clerk.post(address(asked, "answer"), {"item": item.index_no}).status_code == 302
    assert clerk.post(address(other, "refuse"), {"ground": ground.pk}).context["form"].errors.keys() == {"facts"}
    assert clerk.post(address(other, "refuse"), {"facts": "涉及报价。", "ground": ground.pk}).status_code == 302
    for case in (asked, other):
        text = clerk.get(address(case)).content.decode()
        assert "UNDEFINED" not in text
        assert "../answer/" not in text
    assert as_(cast.head).get(address(asked, "answer")).status_code == 403


@pytest.mark.parametrize("kind", ["request", "topic"])
def test_lists_ask_the_same_with_one_and_three_rows(cast, as_, processing, topic, kind, django_assert_max_num_queries):
    make, model = (processing, "disclosurerequest") if kind == "request" else (topic, "topicrequest")
    make()
    clerk = as_(cast.clerk)
    clerk.get(f"/admin/requests_app/{model}/")
    with django_assert_max_num_queries(12) as one:
        clerk.get(f"/admin/requests_app/{model}/")
    make()
    make()
    with django_assert_max_num_queries(12) as three:
        clerk.get(f"/admin/requests_app/{model}/")
    assert len(one) == len(three)

"""Public pages: forms, receipts, following; nothing personal, no cookie."""

import datetime as dt

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from catalog.models import NegativeGround
from portal.receipts import shown
from requests_app import actions
from requests_app.actions.matters import Part
from requests_app.forms.filing import SALT
from requests_app.models import DisclosureRequest, TopicRequest
from tests.cast import PASSWORD
from tests.requests_app.conftest import ID_NUMBER, WANTED, key

ADDRESS = "/requests/new/"


def form(cast, **changes):
    opened = signing.dumps(0, salt=SALT)
    chosen = {"form_wanted": "electronic", "delivery": "online", "category": "c1"}
    return WANTED | chosen | {"agency": cast.bureau.code, "key": key(), "opened": opened} | changes


def test_landing_lists_public_topics_and_both_ways_to_ask(client, cast, topic):
    topic()
    topic(cast.other_bureau, title="外县的点题")
    page = client.get("/requests/")
    text = page.content.decode()
    assert "公交线路调整方案" in text
    assert "外县的点题" not in text
    assert "/requests/topics/new/" in text
    assert "/requests/new/" in text
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")


@pytest.mark.parametrize("address", ["/requests/new/", "/requests/topics/new/", "/requests/follow/"])
def test_forms_set_no_cookie_and_are_not_stored(client, cast, address):
    page = client.get(address)
    assert page.status_code == 200
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert "no-store" in page["Cache-Control"]
    assert "UNDEFINED" not in page.content.decode()


def test_the_form_offers_agencies_of_this_government_alone(client, cast):
    text = client.get(ADDRESS, {"agency": cast.bureau.code}).content.decode()
    assert f'value="{cast.bureau.code}" selected' in text
    assert cast.other_bureau.code not in text


def test_filing_shows_the_receipt_and_a_double_click_the_same_one(client, cast):
    sent = form(cast)
    first, second = client.post(ADDRESS, sent), client.post(ADDRESS, sent)
    assert (first.status_code, second.status_code) == (200, 200)
    case = DisclosureRequest.objects.get()
    assert case.number in first.content.decode()
    assert case.opens_with(first.context["code"])
    assert first.context["code"] == second.context["code"]
    assert first.context["code"].count("-") == 3
    assert first.context["code"] in first.content.decode()
    assert client.post(ADDRESS, sent | {"subject": "另一件"}).status_code == 409
    assert not first.cookies


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"agency": "ys-mzj"}, "agency"),
        ({"identity_number": "123"}, "identity_number"),
        ({"phone": ""}, "phone"),
        ({"delivery": "post"}, "address"),
        ({"email": "nonsense"}, "email"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_is_filed(client, cast, changes, field):
    page = client.post(ADDRESS, form(cast, **changes))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert DisclosureRequest.objects.count() == 0


def test_traps_for_programs(client, cast):
    quick = form(cast, opened=client.get(ADDRESS).context["form"]["opened"].value())
    for changes in (quick, form(cast, homepage="http://x"), form(cast, opened=""), form(cast, opened="1:forged")):
        page = client.post(ADDRESS, changes)
        assert page.status_code == 422
        assert page.context["form"].non_field_errors()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=3)):
        assert client.post(ADDRESS, quick).status_code == 200
    assert DisclosureRequest.objects.count() == 1


def test_a_form_sent_by_another_site_is_refused(client, cast):
    page = client.post(ADDRESS, form(cast), headers={"sec-fetch-site": "cross-site"})
    assert page.status_code == 403
    assert DisclosureRequest.objects.count() == 0


def test_topic_is_public_at_once_and_supported_once_a_day(client, cast):
    page = client.post(
        "/requests/topics/new/",
        {
            "agency": cast.bureau.code, "title": "供暖安排", "body": "", "email": "a@example.test", "key": key(),
            "opened": signing.dumps(0, salt=SALT), "sure": "1",
        },
    )  # fmt: skip
    assert page.status_code == 200
    topic = TopicRequest.objects.get()
    address = f"/requests/topics/{topic.number}/"
    assert "供暖安排" in client.get(address).content.decode()
    assert "a@example.test" not in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(f"{address}support/")["Location"] == address
    client.post(f"{address}support/", REMOTE_ADDR="10.0.0.9")
    topic.refresh_from_db()
    assert topic.supporters == 2
    assert client.get(address, headers={"host": "yuanshan.test"}).status_code == 404


def test_answered_and_refused_topics_show_why(client, cast, topic, item, ground):
    published = actions.answer_topic(topic(), by=cast.clerk, item=item, answer="请看公开件。")
    refused = actions.refuse_topic(topic(), by=cast.clerk, facts="涉及两家企业的报价。", ground=ground)
    text = client.get(f"/requests/topics/{published.number}/").content.decode()
    assert f"/items/{item.index_no}/" in text
    assert "请看公开件。" in text
    text = client.get(f"/requests/topics/{refused.number}/").content.decode()
    for said in ("涉及两家企业的报价。", ground.name, ground.article):
        assert said in text
    assert client.post(f"/requests/topics/{refused.number}/support/").status_code == 409


def follow(client, code, **more):
    return client.post("/requests/follow/", {"code": code} | more)


def test_following_shows_stages_strip_answer_and_remedies_but_no_workshop(client, cast, filed):
    case, code, _ = filed()
    actions.register(case, by=cast.clerk)
    actions.process(case, by=cast.clerk)
    actions.add_note(case, by=cast.clerk, text="内部备注不外传")
    actions.record_search(case, by=cast.clerk, places="内部检索地点", terms="低保", result="查到")
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="退回的草稿", grounds="草稿理由")
    actions.return_decision(case, by=cast.head, reason="退回原因不外传")
    part = Part("户主身份证号码", NegativeGround.objects.get(code="R3_3_4"))
    actions.decide(
        case, by=cast.clerk, outcome="R3_2", text="部分公开如下。", grounds="其余涉及个人隐私。", withheld=[part]
    )
    waiting = follow(client, shown(code)).content.decode()
    assert "部分公开如下。" not in waiting
    actions.approve_decision(case, by=cast.head)
    page = follow(client, shown(code).lower(), number=case.number)
    text = page.content.decode()
    for said in (
        case.number,
        "部分公开如下。",
        "其余涉及个人隐私。",
        "户主身份证号码",
        cast.county.name,
        'class="days"',
        'class="timeline"',
    ):
        assert said in text
    for hidden in ("内部备注", "内部检索", "退回", ID_NUMBER, cast.clerk.full_name, cast.head.full_name, "UNDEFINED"):
        assert hidden not in text
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies


def test_wrong_code_and_wrong_number_get_the_same_answer(client, filed):
    case, code, _ = filed()
    wrong_number = follow(client, shown(code), number="QT-MZJ-YSQ-2026-99999")
    wrong_code = follow(client, "0000-0000-0000-0000", number=case.number)
    assert wrong_code.status_code == wrong_number.status_code == 422
    assert wrong_code.context["form"].non_field_errors() == wrong_number.context["form"].non_field_errors()
    other_site = client.post("/requests/follow/", {"code": code}, headers={"host": "yuanshan.test"})
    assert other_site.context["form"].non_field_errors() == wrong_code.context["form"].non_field_errors()


def test_five_wrong_tries_in_fifteen_minutes(client, filed):
    _, code, _ = filed()
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        for _ in range(3):
            assert follow(client, code).status_code == 200  # a right one costs nothing
        said = [follow(client, "0" * 16).status_code for _ in range(6)]
        assert said == [422] * 5 + [429]
        assert follow(client, code).status_code == 429
        assert client.post("/requests/follow/", {"code": code}, REMOTE_ADDR="10.0.0.9").status_code == 200
        clock.shift(dt.timedelta(minutes=16))
        assert follow(client, code).status_code == 200


def test_supplement_and_withdrawal_with_the_code(client, cast, filed):
    case, code, _ = filed()
    actions.register(case, by=cast.clerk)
    actions.ask_supplement(
        case, by=cast.clerk, points="请写明年度。", respond_by=timezone.localdate() + dt.timedelta(days=10)
    )
    assert "请写明年度。" in follow(client, code).content.decode()
    address = "/requests/follow/supplement/"
    assert client.post(address, {"code": code, "text": ""}).status_code == 422
    assert client.post(address, {"code": "0" * 16, "text": "2025年度"}).status_code == 422
    assert client.post(address, {"code": code, "text": "2025年度"}).status_code == 200
    case.refresh_from_db()
    assert (case.state, case.supplement.text) == ("processing", "2025年度")
    assert client.post("/requests/follow/withdraw/", {"code": code}).status_code == 422
    assert client.post("/requests/follow/withdraw/", {"code": code, "is_sure": "on"}).status_code == 200
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_own_cases_and_nobody_elses(cast, filed):
    mine, _, _ = filed(by=cast.citizen, subject="我的申请")
    other, _, _ = filed(by=cast.supervisor, subject="别人的申请")
    client = Client()
    assert client.get("/my/requests/").status_code == 302
    client.login(username="citizen", password=PASSWORD)
    text = client.get("/my/requests/").content.decode()
    assert "我的申请" in text
    assert "别人的申请" not in text
    assert client.get(f"/my/requests/{mine.number}/").status_code == 200
    assert client.get(f"/my/requests/{other.number}/").status_code == 404
    assert client.post(f"/my/requests/{other.number}/withdraw/", {"is_sure": "on"}).status_code == 404
    assert client.post(f"/my/requests/{mine.number}/withdraw/", {"is_sure": "on"}).status_code == 200
    mine.refresh_from_db()
    assert mine.state == "withdrawn"


def test_staff_are_told_in_the_sites_language_though_the_citizen_reads_english(client, cast):
    assert client.post("/en/requests/new/", form(cast)).status_code == 200
    assert all(not url.startswith("/en/") for url in cast.clerk.notices.values_list("url", flat=True))
    assert cast.clerk.notices.count() == 1


@pytest.mark.parametrize("address", ["/requests/", "/requests/?order=hot&state=received", "/api/v1/topic-requests/"])
def test_lists_ask_the_same_with_one_and_three_rows(client, topic, address, django_assert_max_num_queries):
    topic()
    with django_assert_max_num_queries(12) as one:
        client.get(address)
    topic()
    topic()
    with django_assert_max_num_queries(12) as three:
        client.get(address)
    assert len(one) == len(three)


def test_own_list_asks_the_same_with_one_and_three_rows(client, cast, filed, django_assert_max_num_queries):
    client.force_login(cast.citizen)
    filed(by=cast.citizen)
    with django_assert_max_num_queries(12) as one:
        client.get("/my/requests/")
    filed(by=cast.citizen)
    filed(by=cast.citizen)
    with django_assert_max_num_queries(12) as three:
        client.get("/my/requests/")
    assert len(one) == len(three)


def test_api_shows_topics_and_nothing_of_who_asked(client, cast, topic, ground, item, filed):
    filed()
    asked = topic(email="a@example.test")
    actions.refuse_topic(asked, by=cast.clerk, facts="涉及报价。", ground=ground)
    actions.answer_topic(topic(), by=cast.clerk, item=item)
    topic(cast.other_bureau, title="外县的点题")
    rows = client.get("/api/v1/topic-requests/").json()["results"]
    assert {row["state"] for row in rows} == {"answered", "refused"}
    refused = next(row for row in rows if row["state"] == "refused")
    assert refused["refusal"] == {
        "facts": "涉及报价。", "ground": ground.name, "code": "R3_3_4", "article": ground.article,
    }  # fmt: skip
    one = client.get(f"/api/v1/topic-requests/{asked.number}/")
    for hidden in ("a@example.test", "email", "applicant", "receipt", cast.clerk.username, "YSQ"):
        assert hidden not in one.content.decode() + str(rows)
    assert client.post("/api/v1/topic-requests/", {}).status_code in {403, 405}

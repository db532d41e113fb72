"""An answer is rated once, by its applicant, and read by staff without the case."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.receipts import shown
from portal.refusals import Refused
from requests_app import actions
from requests_app.models import Satisfaction


@pytest.fixture
def read(cast, filed):
    """An answered request and its receipt code."""

    def read(**content):
        case, code, _ = filed(**content)
        actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
        actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
        actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开。")
        actions.approve_decision(case, by=cast.head)
        case.refresh_from_db()
        return case, code

    return read


def rate(client, code, **given):
    return client.post("/requests/follow/rating/", {"code": code, "score": "4", "words": ""} | given)


def test_rated_once_with_the_code(client, read):
    case, code = read()
    assert "/requests/follow/rating/" in client.post("/requests/follow/", {"code": shown(code)}).content.decode()
    page = rate(client, code, words="很快,谢谢")
    assert page.status_code == 200
    for said in ("满意", "很快,谢谢"):
        assert said in page.content.decode()
    rating = Satisfaction.objects.get()
    assert (rating.request, rating.score, rating.agency) == (case, 4, case.agency)
    assert rate(client, code, score="1").status_code == 422
    assert "/requests/follow/rating/" not in client.post("/requests/follow/", {"code": code}).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Satisfaction.objects.create(agency=case.agency, request=case, score=1)


@pytest.mark.parametrize("score", ["", "0", "6", "x", "４"])
def test_a_rating_is_one_to_five(client, read, score):
    _case, code = read()
    page = rate(client, code, score=score)
    assert page.status_code == 422
    assert list(page.context["rating_form"].errors) == ["score"]
    assert Satisfaction.objects.count() == 0


@pytest.mark.parametrize("score", [0, 6, -1])
def test_the_action_and_the_database_insist(read, score):
    case, _code = read()
    with pytest.raises(Refused) as refused:
        actions.rate(case, score=score)
    assert refused.value.field == "score"
    with pytest.raises(IntegrityError), transaction.atomic():
        Satisfaction.objects.create(agency=case.agency, request=case, score=abs(score) + 6)
    with pytest.raises(IntegrityError), transaction.atomic():
        Satisfaction.objects.create(agency=case.agency, score=3)


def test_nothing_is_rated_before_the_answer_or_after_a_withdrawal(client, filed):
    case, code, _ = filed()
    assert rate(client, code).status_code == 422
    actions.withdraw(case, by=None)
    assert rate(client, code).status_code == 422
    assert Satisfaction.objects.count() == 0


def test_ninety_days_after_the_answer_archived_or_not(cast, read):
    (early, _code), (late, _) = read(), read()
    actions.archive(early, by=cast.clerk)
    noon = timezone.localtime().replace(hour=12)
    with time_machine.travel(noon + dt.timedelta(days=90), tick=False):
        assert actions.rate(early, score=5).score == 5
    with time_machine.travel(noon + dt.timedelta(days=91), tick=False), pytest.raises(Refused):
        actions.rate(late, score=5)


def test_the_account_rates_its_own_and_nobody_elses(client, cast, read):
    case, _code = read(by=cast.citizen)
    address = f"/my/requests/{case.number}/rating/"
    client.force_login(cast.other_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address, {"score": "1"}).status_code == 404
    client.force_login(cast.citizen, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address, {"score": "3"}).status_code == 200
    assert case.satisfaction.score == 3


def test_a_topic_is_rated_with_its_code(client, cast, item):
    case, code, _ = actions.submit_topic(cast.bureau, by=None, key="a" * 32, title="公交线路")
    actions.answer_topic(case, by=cast.clerk, item=item)
    assert rate(client, code, score="2").status_code == 200
    assert Satisfaction.objects.get().topic == case


def test_a_topic_is_rated_in_the_account_once_and_by_nobody_else(client, cast, item):
    case = actions.submit_topic(cast.bureau, by=cast.citizen, key="b" * 32, title="公交线路").case
    page, address = f"/my/requests/{case.number}/", f"/my/requests/{case.number}/rating/"
    client.force_login(cast.citizen, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address, {"score": "5"}).status_code == 422  # no answer yet
    actions.answer_topic(case, by=cast.clerk, item=item)
    mine = client.get("/my/requests/").content.decode()
    assert page in mine
    assert "评价" in mine
    assert address in client.get(page).content.decode()
    client.force_login(cast.other_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert [client.get(page).status_code, client.post(address, {"score": "1"}).status_code] == [404, 404]
    client.force_login(cast.citizen, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address, {"score": "4", "words": "已看到"}).status_code == 200
    assert (case.satisfaction.score, case.satisfaction.topic) == (4, case)
    assert client.post(address, {"score": "1"}).status_code == 422
    assert Satisfaction.objects.get().score == 4
    assert address not in client.get(page).content.decode()


def test_staff_read_words_and_figures_without_the_case(client, cast, read):
    case, code = read(name="赵某某")
    rate(client, code, words="答复清楚,我的手机13800138000")
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/admin/requests_app/satisfaction/").content.decode()
    assert "答复清楚" in text
    assert "4.0" in text
    rating = Satisfaction.objects.get()
    page = client.get(f"/admin/requests_app/satisfaction/{rating.pk}/change/").content.decode()
    case_page = client.get(f"/admin/requests_app/disclosurerequest/{case.pk}/change/").content.decode()
    for hidden in ("13800138000", case.number, "赵某某", f"{rating.on:%Y-%m-%d}"):
        assert hidden not in text + page
    assert "答复清楚" not in case_page
    client.force_login(cast.sibling_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert "答复清楚" not in client.get("/admin/requests_app/satisfaction/").content.decode()


def test_the_trail_tells_that_and_not_how(client, read):
    _case, code = read()
    rate(client, code, words="很不满意", score="1")
    event = AuditEvent.objects.get(event="answer_rated")
    assert "很不满意" not in str((event.before, event.after))
    assert "1" not in str(event.after or "")

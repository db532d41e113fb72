"""Who is late today, order them to answer, see the answer: in one sitting, by following what the pages offer."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from oversight import actions as oversight
from oversight.figures import Desk
from oversight.glance import glance
from oversight.models import EarlyWarning, PlatformFault, SupervisionOrder
from oversight.rules import RULES
from tests.oversight.cases import entry_of, overdue_duty, request_of


def page_of(person, address):
    client = Client()
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.content.decode()
    assert "UNDEFINED(" not in text
    return text


def sent(person, address, **data):
    client = Client()
    client.force_login(person)
    return client.post(address, data, follow=True)


@pytest.fixture
def late(cast):
    """A duty that is two months late, and an old request."""
    overdue_duty(cast.bureau, entry_of(cast.city, "e1"), days=60)
    request_of(cast.bureau, days=60)
    oversight.watch()
    return cast


def links(text, pattern):
    return re.findall(rf'href="({pattern}[^"]*)"', text)


def test_from_the_home_page_of_the_office_to_the_accepted_answer(late):
    cast = late
    red = links(page_of(cast.officer, "/office/"), r"/office/warnings/\?grade=3")[0]
    listed = page_of(cast.officer, red)
    (warning,) = EarlyWarning.objects.open().filter(rule="duty-due")
    assert warning.get_absolute_url() in links(listed, "/office/warnings/YJ")
    detail = page_of(cast.officer, warning.get_absolute_url())
    assert str(RULES["duty-due"].says) in detail
    assert "/entries/e1/" in detail
    (form,) = links(detail, r"/office/orders/new/\?warning=")
    offered = page_of(cast.officer, form)
    assert "公开事项临期或逾期" in offered  # the matter is filled in
    given = {"agency": cast.bureau.pk, "title": "低保标准", "demand": "请公开。", "working_days": 5, "rung": 2}
    response = sent(cast.officer, form, **given)
    order = SupervisionOrder.objects.get()
    assert response.redirect_chain[-1][0] == order.get_absolute_url()
    assert order.warning == warning
    assert form not in page_of(cast.officer, warning.get_absolute_url())  # one open order of a warning
    _answered(cast, order)
    turn = links(page_of(cast.officer, "/office/"), r"/office/orders/\?turn=office")[0]
    assert order.get_absolute_url() in links(page_of(cast.officer, turn), "/office/orders/")
    answer = page_of(cast.officer, order.get_absolute_url())
    assert "今天已公开" in answer
    sent(cast.officer, f"{order.get_absolute_url()}accept/", result="办结")
    order.refresh_from_db()
    assert order.state == "accepted"


def _answered(cast, order):
    """The clerk finds it on the workbench and answers with a file."""
    desk = page_of(cast.clerk, "/admin/")
    assert order.get_absolute_url() in links(desk, "/office/orders/")
    assert "accept/" not in page_of(cast.clerk, order.get_absolute_url())
    proof = SimpleUploadedFile("说明.txt", "已办".encode())
    page = sent(cast.clerk, f"{order.get_absolute_url()}answer/", text="今天已公开", items="", proofs=proof)
    assert "说明.txt" in page.content.decode()


def test_a_form_that_is_wrong_comes_back_with_what_was_written(late):
    order = oversight.issue_order(
        late.city, by=late.officer, agency=late.bureau, title="低保标准", demand="请公开。", working_days=5
    )
    page = sent(late.clerk, f"{order.get_absolute_url()}answer/", text="见链接", items="没有这个号")
    assert page.status_code == 200
    assert "没有这个号" in page.context["verbs"][0][2].errors["items"][0]
    assert not order.answers.exists()
    wrong = sent(late.officer, "/office/orders/new/", agency=late.bureau.pk, title="x", demand="", working_days=99)
    assert set(wrong.context["form"].errors) >= {"demand", "working_days"}
    assert SupervisionOrder.objects.count() == 1


def test_the_list_narrows_and_its_file_holds_the_same_rows(late):
    for query in ("", "?grade=3", "?rule=duty-due", f"?agency={late.bureau.code}", "?grade=nonsense"):
        client = Client()
        client.force_login(late.officer)
        shown = client.get(f"/office/warnings/{query}").context["page"].paginator.count
        rows = client.get(f"/office/warnings.csv{query}").content.decode().strip().split("\r\n")[1:]
        assert len(rows) == shown
        assert shown > 0
    assert client.get("/office/warnings/?state=closed").context["page"].paginator.count == 0


def test_an_agency_sees_its_own_warnings_and_no_office(late):
    text = page_of(late.clerk, "/office/warnings/")
    assert {w.agency for w in _shown(late.clerk)} == {late.bureau}
    assert {w.agency for w in _shown(late.sibling_clerk)} <= {late.sibling}
    for office in ("/office/faults/", 'href="/office/"'):
        assert office not in text
    detail = page_of(late.clerk, EarlyWarning.objects.get(rule="duty-due").get_absolute_url())
    assert "/admin/catalog/duty/" in detail
    assert "withdraw/" not in detail


def _shown(person):
    client = Client()
    client.force_login(person)
    return client.get("/office/warnings/").context["page"].object_list


def test_withdrawing_and_faults_by_the_office(late):
    warning = EarlyWarning.objects.get(rule="duty-due")
    address = f"{warning.get_absolute_url()}withdraw/"
    assert "reason" in sent(late.officer, address, reason="").context["form"].errors
    sent(late.officer, address, reason="事项已划出")
    assert "事项已划出" in page_of(late.officer, warning.get_absolute_url())
    today = timezone.localdate().isoformat()
    page = sent(late.officer, "/office/faults/", first_on=today, last_on=today, reason="机房断电")
    assert "机房断电" in page.content.decode()
    sent(late.officer, f"/office/faults/{PlatformFault.objects.get().pk}/lift/")
    assert PlatformFault.objects.get().lifted_at is not None


def test_the_home_page_of_the_office_stays_within_25_queries(late, django_assert_max_num_queries):
    client = Client()
    client.force_login(late.officer)
    client.get("/office/")
    with django_assert_max_num_queries(25):
        client.get("/office/")


def test_the_glance_counts_what_the_lists_hold(late):
    issue = {"title": "低保标准", "demand": "请公开。", "working_days": 5}
    with time_machine.travel(timezone.now() - dt.timedelta(days=30)):
        oversight.issue_order(late.city, by=late.officer, agency=late.bureau, **issue)
    oversight.issue_order(late.city, by=late.officer, agency=late.bureau, **issue)
    answered = oversight.issue_order(late.city, by=late.officer, agency=late.bureau, **issue)
    oversight.answer_order(answered, by=late.clerk, text="已办")
    seen = glance(Desk(late.officer, late.city))
    assert seen.orders == {"awaiting": 2, "overdue": 1, "answered": 1}
    assert seen.orders == SupervisionOrder.objects.count_by_turn(timezone.now())
    by_grade = EarlyWarning.objects.managed_by(late.officer).under(late.city).open().count_by_grade()
    assert {grade: number for grade, number, _tone in seen.warnings} == by_grade
    assert sum(by_grade.values()) > 3
    assert glance(Desk(late.admin, late.city)) is None

"""Errors on pages: who gets a report, by when, what becomes of it, and who reads what."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection

from disclosure import actions as items
from oversight import actions
from oversight.grades import Grade
from oversight.models import Closing, EarlyWarning, PageReport
from oversight.reported_page import reported_page
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from requests_app.actions.intake import AlreadyFiled
from tests.oversight.cases import key
from tests.oversight.sweeps import DAY, look_at, published

MONDAY = dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC)
RULE = "page-report-late"
TOLD = {"kind": "word", "text": "“低保”写成了“底保”。"}


def reported(cast, *, at=MONDAY, page="", **content):
    """An error on the page of the bureau."""
    facts = TOLD | {"page": page or f"/agencies/{cast.bureau.code}/", "key": key()} | content
    with time_machine.travel(at, tick=False):
        return actions.report_page(cast.county, **facts)[0]


def acted(verb, report, *, by, at=MONDAY, **facts):
    with time_machine.travel(at, tick=False):
        return verb(report, by=by, **facts)


def answered(report, *, by, at=MONDAY, outcome="fixed", text="已改正。"):
    return acted(actions.answer_page_report, report, by=by, at=at, outcome=outcome, text=text)


# --- whose page it is ------------------------------------------------------------------------------------------------


def test_the_address_decides_whose_page_it_is(cast):
    item = published(cast)
    path = item.get_absolute_url()
    for address in (
        path,
        f"/en{path}",
        f"{path}?page=2#a",
        f"https://qingtian.test{path}",
        f" {path} ",
        f"{path}print/",
    ):
        assert reported_page(address, government=cast.county)[1:] == (cast.bureau, item), address
    assert reported_page(f"https://qingtian.test{path}", government=cast.county).address == path
    agency = reported_page(f"/agencies/{cast.sibling.code}/", government=cast.county)
    assert (agency.agency, agency.item) == (cast.sibling, None)
    for nobodys in ("/", "/search/?q=低保", "/no/such/page", "https://www.gov.cn/", "首页上的电话", "http://["):
        assert reported_page(nobodys, government=cast.county)[1:] == (cast.county, None), nobodys
    foreign = reported_page(path, government=cast.other_government)
    assert (foreign.agency, foreign.item) == (cast.other_government, None)


def test_a_withdrawn_item_is_still_its_agencys_and_a_draft_is_nobodys(cast):
    item = published(cast)
    items.withdraw(item, by=cast.head, reason="内容有误")
    assert reported_page(item.get_absolute_url(), government=cast.county).agency == cast.bureau
    draft = items.draft(agency=cast.bureau, by=cast.clerk, title="草稿", body="正文")
    assert reported_page(draft.get_absolute_url(), government=cast.county).agency == cast.county


def test_a_page_that_does_not_open_is_the_governments(cast):
    report = reported(cast, kind="not_opening")
    assert report.agency == cast.county
    assert {notice.recipient for notice in Notice.objects.filter(kind=Kind.PAGE_REPORT)} == {cast.officer}


# --- its days --------------------------------------------------------------------------------------------------------


def test_it_is_accepted_within_one_working_day_and_answered_within_three(cast):
    report = reported(cast)
    assert (report.accept_clock.due_on, report.answer_clock.due_on) == (dt.date(2026, 11, 3), dt.date(2026, 11, 5))
    friday = reported(cast, at=MONDAY + 4 * DAY)
    assert (friday.accept_clock.due_on, friday.answer_clock.due_on) == (dt.date(2026, 11, 9), dt.date(2026, 11, 11))
    told = set(Notice.objects.filter(kind=Kind.PAGE_REPORT).values_list("recipient__username", flat=True))
    assert told == {"clerk", "head"}


def test_it_is_accepted_and_answered(cast):
    report = reported(cast, contact="13800000000")
    report = acted(actions.accept_page_report, report, by=cast.clerk, at=MONDAY + DAY)
    assert (report.state, report.accepted_by) == ("accepted", cast.clerk)
    assert report.contact == "13800000000"
    report = answered(report, by=cast.clerk, at=MONDAY + 2 * DAY)
    report.refresh_from_db()
    assert (report.state, report.outcome, report.answer, report.contact) == ("answered", "fixed", "已改正。", "")
    assert report.accept_clock.stopped_at == MONDAY + DAY
    assert report.answer_clock.stopped_at == MONDAY + 2 * DAY
    with pytest.raises(Refused):
        answered(report, by=cast.clerk)
    written = AuditEvent.objects.filter(event__startswith="page_report").order_by("pk")
    verbs = [Event.PAGE_REPORT_RECEIVED, Event.PAGE_REPORT_ACCEPTED, Event.PAGE_REPORT_ANSWERED]
    assert list(written.values_list("event", flat=True)) == verbs
    assert "13800000000" not in str(list(written.values()))


def test_who_answers_at_once_has_accepted(cast):
    report = answered(reported(cast), by=cast.head)
    assert (report.accepted_by, report.answered_by) == (cast.head, cast.head)
    assert PageReport.objects.get().accept_clock.stopped_at == MONDAY


def test_it_is_passed_on_and_no_clock_begins_anew(cast):
    report = acted(actions.accept_page_report, reported(cast), by=cast.clerk)
    passed = acted(actions.pass_on_page_report, report, by=cast.clerk, to=cast.sibling, reason="教育局的栏目")
    assert (passed.agency, passed.state) == (cast.sibling, "accepted")
    assert passed.answer_clock.due_on == dt.date(2026, 11, 5)
    assert Notice.objects.filter(kind=Kind.PAGE_REPORT, recipient=cast.sibling_clerk).count() == 1
    with pytest.raises(NotAllowed):
        answered(passed, by=cast.clerk)
    for to in (cast.sibling, cast.water, cast.other_bureau):
        with pytest.raises(Refused):
            acted(actions.pass_on_page_report, passed, by=cast.sibling_clerk, to=to, reason="不是本局的")
    with pytest.raises(Refused):
        acted(actions.pass_on_page_report, passed, by=cast.sibling_clerk, to=cast.county, reason=" ")
    assert answered(passed, by=cast.officer, outcome="platform", text="平台故障已排除。").outcome == "platform"


def test_what_is_wrong_is_said_beside_its_field(cast):
    for field, wrong in {"page": " ", "kind": "nonsense", "text": " "}.items():
        with pytest.raises(Refused) as refusal:
            reported(cast, **{field: wrong})
        assert refusal.value.field == field
    for facts in ({"outcome": "nonsense", "text": "已改"}, {"outcome": "fixed", "text": " "}):
        with pytest.raises(Refused):
            answered(reported(cast), by=cast.clerk, **facts)


def test_a_form_files_once(cast):
    facts = TOLD | {"page": "/", "key": key()}
    first, code = actions.report_page(cast.county, **facts)
    assert actions.report_page(cast.county, **facts) == (first, code)
    with pytest.raises(AlreadyFiled):
        actions.report_page(cast.county, **facts | {"text": "另一处"})
    assert PageReport.objects.count() == 1


def test_the_contact_is_not_in_the_database_in_clear(cast):
    reported(cast, contact="13800000000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM oversight_pagereport")
        (stored,) = cursor.fetchone()
    assert stored
    assert "138" not in stored


# --- the rule --------------------------------------------------------------------------------------------------------


def test_a_late_acceptance_and_a_late_answer_are_warned_of(cast):
    report = reported(cast)
    assert look_at(RULE, MONDAY + DAY) == []
    (warning,) = look_at(RULE, MONDAY + 2 * DAY)
    assert (warning.agency, warning.grade, warning.due_on) == (cast.bureau, Grade.ORANGE, dt.date(2026, 11, 3))
    assert warning.subject_number == report.number
    acted(actions.accept_page_report, report, by=cast.clerk, at=MONDAY + 2 * DAY)
    assert look_at(RULE, MONDAY + 2 * DAY) == []
    (warning,) = look_at(RULE, MONDAY + 4 * DAY)
    assert (warning.grade, warning.due_on) == (Grade.ORANGE, dt.date(2026, 11, 5))
    assert [warning.grade for warning in look_at(RULE, MONDAY + 13 * DAY)] == [Grade.RED]
    answered(report, by=cast.clerk, at=MONDAY + 13 * DAY)
    assert look_at(RULE, MONDAY + 13 * DAY) == []
    assert {warning.closing for warning in EarlyWarning.objects.of_rule(RULE)} == {Closing.FIXED}


def test_the_warning_leads_only_those_to_the_report_who_may_open_it(cast, client):
    report = reported(cast)
    (warning,) = look_at(RULE, MONDAY + 2 * DAY)
    for person, leads in ((cast.clerk, True), (cast.officer, True), (cast.supervisor, False)):
        client.force_login(person)
        page = client.get(warning.get_absolute_url()).content.decode()
        assert (f'href="{report.get_absolute_url()}"' in page) is leads, person


# --- the pages -------------------------------------------------------------------------------------------------------

FORM = "/page-reports/new/"


def sent(client, **content):
    return client.post(FORM, TOLD | {"page": "/", "key": key()} | content)


def test_a_reader_reports_and_follows(cast, client):
    page = client.get(f"{FORM}?page=/agencies/{cast.bureau.code}/")
    assert f'value="/agencies/{cast.bureau.code}/"' in page.content.decode()
    receipt = sent(client, page=f"/agencies/{cast.bureau.code}/", contact="13800000000")
    assert not receipt.cookies
    code = re.search(r'class="receipt">([^<]+)<', receipt.content.decode())[1]
    report = PageReport.objects.get()
    assert (report.agency, report.government) == (cast.bureau, cast.city)
    answered(report, by=cast.clerk, at=dt.datetime.now(dt.UTC))
    case = client.post("/page-reports/follow/", {"code": code.lower()}).content.decode()
    assert "已改正。" in case
    wrong = client.post("/page-reports/follow/", {"code": "0" * 16}).content.decode()
    assert report.number not in wrong
    other = client.post("/page-reports/follow/", {"code": code}, headers={"host": "yuanshan.test"}).content.decode()
    assert report.number not in other


def test_a_form_that_is_wrong_comes_back(cast, client):
    answer = sent(client, text="")
    assert answer.status_code == 422
    assert not PageReport.objects.exists()
    assert client.post(FORM, TOLD, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_one_address_cannot_flood_the_desk(cast, client, own_cache):
    statuses = [sent(client).status_code for _number in range(21)]
    assert statuses == [200] * 20 + [429]
    assert PageReport.objects.count() == 20


def test_an_address_that_is_none_becomes_no_link(cast, client):
    for page in ("javascript:alert(1)", "//evil.test/", "https://evil.test/"):
        answer = sent(client, page=page).content.decode()
        assert f'href="{page}"' not in answer


def test_the_agency_puts_it_right_at_its_desk(cast, client):
    report = reported(cast, at=dt.datetime.now(dt.UTC), contact="13800000000")
    client.force_login(cast.clerk)
    assert report.number in client.get("/office/page-reports/?turn=open").content.decode()
    page = client.get(report.get_absolute_url()).content.decode()
    assert "13800000000" in page
    assert TOLD["text"] in page
    client.post(f"{report.get_absolute_url()}accept/")
    wrong = client.post(f"{report.get_absolute_url()}answer/", {"outcome": "fixed", "text": ""})
    assert wrong.status_code == 200
    client.post(f"{report.get_absolute_url()}answer/", {"outcome": "no_error", "text": "经核实无误。"})
    report.refresh_from_db()
    assert (report.state, report.outcome) == ("answered", "no_error")
    assert report.number not in client.get("/office/page-reports/?turn=open").content.decode()


def test_a_report_is_passed_on_at_the_desk(cast, client):
    report = reported(cast, at=dt.datetime.now(dt.UTC))
    client.force_login(cast.clerk)
    client.post(f"{report.get_absolute_url()}pass_on/", {"to": cast.sibling.code, "reason": "教育局的栏目"})
    assert client.get(report.get_absolute_url()).status_code == 404
    client.force_login(cast.sibling_clerk)
    assert "教育局的栏目" in client.get(report.get_absolute_url()).content.decode()

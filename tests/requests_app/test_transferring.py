"""Passing a request on within one tree, and naming who is responsible elsewhere."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from portal.notices.models import Notice
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import Letter, Responsible, Transfer

D = dt.date


def at(day, hour=10):
    return time_machine.travel(f"{day} {hour:02}:00+08:00", tick=False)


@pytest.fixture
def passed(cast, processing):
    """Received by the bureau on 4 March 2026, passed on to the sibling on the tenth."""
    with at("2026-03-04"):
        case = processing(by=cast.citizen)
        actions.add_note(case, by=cast.clerk, text="可能属于教育局。")
    with at("2026-03-10"):
        actions.transfer(case, by=cast.clerk, target=cast.sibling, reason="由教育局制作。")
    case.refresh_from_db()
    return case


def test_the_applicants_clock_number_and_receipt_stay(cast, passed):
    assert (passed.agency, passed.state, passed.handler) == (cast.sibling, "received", None)
    assert (passed.received_on, passed.clock.due_on) == (D(2026, 3, 4), D(2026, 4, 1))
    assert passed.number.startswith("QT-MZJ-")
    assert passed.clock.scope == cast.sibling.path
    letter = Letter.objects.get(form="transfer")
    assert (letter.agency, letter.addressee) == (cast.bureau, cast.sibling.name)
    told = Notice.objects.get(kind="request_transferred")
    assert told.recipient == cast.citizen
    new = Notice.objects.filter(kind="request_received", occasion__startswith="transfer")
    assert [notice.recipient for notice in new] == [cast.sibling_clerk]


def test_before_the_sibling_sees_nothing_and_after_the_bureau_sees_no_workshop(cast, client, processing):
    case = processing()
    address = reverse("admin:requests_app_disclosurerequest_change", args=[case.pk])
    records = reverse("admin:requests_app_transfer_changelist")

    def seen_by(user):
        client.force_login(user)
        return client.get(address).status_code, case.number in client.get(records).content.decode()

    assert (seen_by(cast.clerk), seen_by(cast.sibling_clerk)) == ((200, False), (404, False))
    client.force_login(cast.clerk)
    form = {"target": cast.sibling.pk, "reason": "由教育局制作。"}
    answer = client.post(reverse("admin:requests_app_disclosurerequest_transfer", args=[case.pk]), form)
    assert answer.url == reverse("admin:requests_app_disclosurerequest_changelist")
    assert (seen_by(cast.clerk), seen_by(cast.sibling_clerk)) == ((404, True), (200, False))


def test_the_new_agency_registers_keeps_the_day_and_searches_itself(cast, passed):
    with at("2026-03-10"):
        with pytest.raises(Refused) as other_day:
            actions.register(passed, by=cast.sibling_clerk, confirmed_on=D(2026, 3, 10))
        case = actions.process(actions.register(passed, by=cast.sibling_clerk), by=cast.sibling_clerk)
    assert other_day.value.field == "confirmed_on"
    assert case.received_on == D(2026, 3, 4)


def test_a_search_made_before_it_was_passed_on_is_not_the_new_agencys(cast, processing):
    with at("2026-03-04"):
        case = processing()
        actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="没有")
    with at("2026-03-05"):
        actions.transfer(case, by=cast.clerk, target=cast.sibling, reason="由教育局制作。")
        case.refresh_from_db()
        actions.process(actions.register(case, by=cast.sibling_clerk), by=cast.sibling_clerk)
        answer = {"by": cast.sibling_clerk, "outcome": "R3_1", "text": "予以公开。"}
        with pytest.raises(Refused):
            actions.decide(case, **answer)
        actions.record_search(case, by=cast.sibling_clerk, places="档案室", terms="学校", result="查到")
        actions.decide(case, **answer)


def test_only_within_the_tree_to_another_open_agency_and_by_its_clerk(cast, processing):
    case = processing()
    for target in (cast.bureau, cast.other_bureau):
        with pytest.raises(Refused) as refused:
            actions.transfer(case, by=cast.clerk, target=target, reason="由该局制作。")
        assert refused.value.field == "target"
    with pytest.raises(NotAllowed):
        actions.transfer(case, by=cast.sibling_clerk, target=cast.sibling, reason="由教育局制作。")
    with pytest.raises(Refused) as unexplained:
        actions.transfer(case, by=cast.clerk, target=cast.sibling, reason=" ")
    assert unexplained.value.field == "reason"
    assert not Transfer.objects.exists()


def test_the_form_offers_no_agency_of_another_government(cast, client, processing):
    case = processing()
    client.force_login(cast.clerk)
    page = client.get(reverse("admin:requests_app_disclosurerequest_transfer", args=[case.pk])).content.decode()
    assert cast.sibling.name in page
    assert cast.other_bureau.name not in page


def test_the_applicant_reads_where_it_went(cast, client, filed):
    found = filed()
    actions.transfer(found.case, by=cast.clerk, target=cast.sibling, reason="由教育局制作。")
    page = client.post(reverse("requests_app:request_follow"), {"code": shown(found.code)}).content.decode()
    assert "由教育局制作。" in page
    assert cast.sibling.name in page


def test_who_is_responsible_is_told_with_the_answer(cast, client, filed):
    found = filed()
    case = actions.process(actions.register(found.case, by=cast.clerk), by=cast.clerk)
    with pytest.raises(Refused) as unreachable:
        actions.name_responsible(case, by=cast.clerk, name="远山县民政局", contact="")
    actions.name_responsible(case, by=cast.clerk, name="远山县教育局", contact="电话5550001")
    actions.name_responsible(case, by=cast.clerk, name="远山县民政局", contact="电话5550002")

    def follow():
        return client.post(reverse("requests_app:request_follow"), {"code": found.code}).content.decode()

    assert "5550002" not in follow()
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="没有")
    actions.decide(case, by=cast.clerk, outcome="R3_4_1", text="不属于本机关。", grounds="由远山县民政局负责。")
    actions.approve_decision(case, by=cast.head)
    assert unreachable.value.field == "contact"
    assert Responsible.objects.count() == 1
    assert "5550002" in follow()

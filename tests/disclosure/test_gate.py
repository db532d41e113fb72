"""What the gate finds stops a text until it is gone or let through by somebody else, with a reason, for this text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure import actions
from disclosure.models import Attribute, GateFinding, GateRun
from disclosure.states import State
from portal.agencies.actions import grant
from portal.agencies.permissions import Role
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused
from portal.uploads.models import Inspection
from portal.uploads.word_lists import save_list
from tests.disclosure.conftest import status_of
from tests.portal.uploads import samples

NUMBER = "110101199003078515"
BODY = f"发放名单：张三，身份证号{NUMBER}。"


def found(item):
    return [(one.code, one.level) for one in GateFinding.objects.of(item.newest())]


def the_finding(item, code="id_card"):
    return GateFinding.objects.of(item.newest()).get(code=code)


def smuggled(cast, submitted):
    """A text in review that is found out only there: the list of words was changed meanwhile."""
    item = submitted(body="本文件涉及雷霆行动。")
    save_list(cast.city, by=cast.officer, words="雷霆行动 | 拦截")
    return item


def test_a_number_stops_the_submission_and_is_never_shown(cast, drafted):
    item = drafted(body=BODY)
    with pytest.raises(Refused) as refusal:
        actions.submit(item, by=cast.clerk)
    assert "110*************15" in str(refusal.value)
    item.refresh_from_db()
    assert item.state == State.DRAFT
    actions.inspect(item, by=cast.clerk)
    assert found(item) == [("id_card", "block")]
    assert not GateFinding.objects.filter(excerpt__contains=NUMBER).exists()
    actions.revise(item, by=cast.clerk, body="发放名单：张三，身份证号110***********8515。")
    assert actions.submit(item, by=cast.clerk).state == State.IN_REVIEW


def test_every_run_is_kept_for_exactly_its_text(cast, drafted):
    item = drafted(body=BODY)
    first = actions.inspect(item, by=cast.clerk)
    actions.revise(item, by=cast.clerk, body="没有名单。")
    second = actions.inspect(item, by=cast.clerk)
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert [one.code for one in first.findings.all()] == ["id_card"]
    assert not second.findings.exists()
    runs = GateRun.objects.filter(version__item=item).order_by("pk")
    assert [run.occasion for run in runs] == ["draft", "draft", "submission", "publication"]
    assert len({run.version_hash for run in runs}) == 2
    assert GateFinding.objects.filter(version__item=item).count() == 1


@pytest.mark.parametrize("place", ["title", "body", "file", "name", "summary", "cells"])
def test_every_place_is_looked_at(cast, drafted, place):
    item = drafted(**({place: f"张三{NUMBER}"} if place in ("title", "body", "summary") else {}))
    files = {
        "file": ("名单.docx", samples.word("名单", cells=("张三", NUMBER[:9], NUMBER[9:]))),
        "name": (f"张三{NUMBER}.txt", "名单".encode()),
        "cells": ("名单.xlsx", samples.excel(("姓名", "身份证号"), ("张三", NUMBER[:6], NUMBER[6:14], NUMBER[14:]))),
    }
    if place in files:
        actions.attach(item, SimpleUploadedFile(*files[place]), by=cast.clerk)
    actions.inspect(item, by=cast.clerk)
    assert ("id_card", "block") in found(item)
    with pytest.raises(Refused):
        actions.submit(item, by=cast.clerk)


def test_approval_and_publication_look_again(cast, submitted):
    item = smuggled(cast, submitted)
    with pytest.raises(Refused, match="雷霆行动"):
        actions.approve(item, by=cast.reviewer)
    save_list(cast.city, by=cast.officer, words="")
    actions.approve(item, by=cast.reviewer)
    save_list(cast.city, by=cast.officer, words="雷霆行动 | 拦截")
    with pytest.raises(Refused, match="雷霆行动"):
        actions.publish(item, by=cast.reviewer)
    item.refresh_from_db()
    assert item.state == State.APPROVED
    assert item.live_version is None


def test_a_waiver_needs_a_right_a_reason_and_a_second_person(cast, submitted):
    item = smuggled(cast, submitted)
    actions.inspect(item, by=cast.reviewer)
    finding = the_finding(item, "word")
    for who in (cast.clerk, cast.officer, cast.sibling_clerk, cast.other_officer, cast.admin):
        with pytest.raises(NotAllowed):
            actions.waive(finding, by=who, reason="名称已公开")
    grant(Role("both", "both", frozenset({"waive_finding"})), to=cast.clerk, on=cast.bureau, by=None)
    with pytest.raises(NotAllowed):
        actions.waive(finding, by=cast.clerk, reason="名称已公开")
    with pytest.raises(Refused) as refusal:
        actions.waive(finding, by=cast.reviewer, reason="  ")
    assert refusal.value.field == "reason"
    actions.waive(finding, by=cast.reviewer, reason="名称已公开")
    with pytest.raises(Refused):
        actions.waive(finding, by=cast.head, reason="再次")
    assert AuditEvent.objects.filter(event=Event.FINDING_WAIVED).count() == 1
    assert actions.approve_and_publish(item, by=cast.reviewer).is_live
    finding.refresh_from_db()
    assert (finding.waived_by, finding.waiver_reason) == (cast.reviewer, "名称已公开")


def test_an_edit_leaves_a_waiver_behind(cast, submitted):
    item = smuggled(cast, submitted)
    actions.inspect(item, by=cast.reviewer)
    old = the_finding(item, "word")
    actions.waive(old, by=cast.reviewer, reason="名称已公开")
    actions.revise(item, by=cast.clerk, body="本文件涉及雷霆行动，并附名单。")
    with pytest.raises(Refused):
        actions.submit(item, by=cast.clerk)
    actions.inspect(item, by=cast.clerk)
    assert the_finding(item, "word").is_open


def test_a_finding_of_an_older_text_can_no_longer_be_let_through(cast, submitted):
    item = smuggled(cast, submitted)
    actions.inspect(item, by=cast.reviewer)
    old = the_finding(item, "word")
    actions.revise(item, by=cast.clerk, body="本文件涉及雷霆行动，并附名单。")
    with pytest.raises(Refused):
        actions.waive(old, by=cast.reviewer, reason="名称已公开")


def test_warnings_stop_nothing(cast, submitted):
    item = submitted(body="已按装完毕。电话0512-57300000")
    assert sorted(found(item)) == [("landline", "warn"), ("word", "warn")]
    assert actions.approve_and_publish(item, by=cast.reviewer).is_live


def test_what_never_goes_out_is_not_stopped(cast, drafted):
    item = drafted(body=BODY, attribute=Attribute.ON_REQUEST)
    assert actions.submit(item, by=cast.clerk).state == State.IN_REVIEW


def test_words_of_the_government_above_hold_and_a_nearer_list_has_the_last_word(cast, drafted):
    item = drafted(body="雷霆行动")
    save_list(cast.other_government, by=cast.other_officer, words="通知 | 拦截")
    save_list(cast.city, by=cast.officer, words="雷霆行动 | 拦截")
    with pytest.raises(Refused):
        actions.submit(item, by=cast.clerk)
    save_list(cast.county, by=cast.officer, words="雷霆行动 | 提醒")
    assert actions.submit(item, by=cast.clerk).state == State.IN_REVIEW
    with pytest.raises(NotAllowed):
        save_list(cast.other_government, by=cast.officer, words="")
    with pytest.raises(Refused) as refusal:
        save_list(cast.city, by=cast.officer, words="词语 | 也许")
    assert refusal.value.field == "words"


def test_links_to_nothing_public_stop(cast, drafted, published):
    live, hidden = published(), drafted(title="未公开")
    elsewhere = '<a href="https://www.gov.cn/x">国务院</a> <a href="#a">上</a>'
    good = f'<p><a href="{live.get_absolute_url()}">旧通知</a> {elsewhere}</p>'
    assert actions.submit(drafted(body=good), by=cast.clerk).state == State.IN_REVIEW
    bad = drafted(body=f'<p><a href="{hidden.get_absolute_url()}">草稿</a><a href="/no/such/page"></a></p>')
    actions.inspect(bad, by=cast.clerk)
    assert sorted(found(bad)) == [("dead_link", "block"), ("dead_link", "block"), ("empty_link", "warn")]


def test_a_table_without_header_cells_warns(cast, submitted):
    table = "<table><tr><td>项目</td></tr></table><table><tr><th>项目</th></tr></table>"
    assert found(submitted(body=table)) == [("missing_header_cells", "warn")]


def test_a_file_that_cannot_be_read_waits_for_somebodys_eyes(cast, drafted):
    item = drafted()
    stored = actions.attach(item, SimpleUploadedFile("名单.pdf", samples.pdf()[:60] + b"\n%%EOF\n"), by=cast.clerk)
    with pytest.raises(Refused, match=stored.name):
        actions.submit(item, by=cast.clerk)
    actions.inspect(item, by=cast.clerk)
    assert found(item) == [("unreadable", "block")]


def test_a_file_is_looked_at_once_until_the_words_change(cast, with_file):
    item, stored = with_file()
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert Inspection.objects.filter(file=stored).count() == 1
    save_list(cast.city, by=cast.officer, words="霜降 | 拦截")
    actions.inspect(item, by=cast.clerk)
    assert Inspection.objects.filter(file=stored).count() == 2
    assert found(item) == [("word", "block")]


def test_a_file_is_private_until_publication_and_again_after_withdrawal(cast, with_file, client):
    item, stored = with_file()
    assert stored.file.name.startswith("private/")
    assert status_of(client, stored) == 404
    actions.submit(item, by=cast.clerk)
    actions.approve(item, by=cast.reviewer)
    assert status_of(client, stored) == 404
    actions.publish(item, by=cast.reviewer)
    assert status_of(client, stored) == 200
    for address in (f"/media/{stored.file.name}", f"/{stored.file.name}", f"/static/{stored.file.name}"):
        assert client.get(address).status_code == 404
    actions.withdraw(item, by=cast.head, reason="内容有误")
    assert status_of(client, stored) == 404


# --- the workbench --------------------------------------------------------------------------------------------------


def test_the_clerk_keeps_the_draft_and_reads_what_to_remove(cast, drafted, client):
    item = drafted()
    client.force_login(cast.clerk)
    address = reverse("admin:disclosure_item_change", args=[item.pk])
    typed = {"title": item.title, "body": BODY, "kind": "notice", "attribute": "proactive", "audience": "everyone"}
    page = client.post(address, typed | {"seen": item.newest().hash, "_submit": "1"}, follow=True)
    item.refresh_from_db()
    assert item.state == State.DRAFT
    assert NUMBER in item.newest().body
    text = page.content.decode()
    assert "110*************15" in text
    assert 'id="gate"' in text
    assert "/waive/" not in text
    clean = typed | {"body": "没有名单。", "seen": item.newest().hash, "_submit": "1"}
    client.post(address, clean)
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


def test_a_reviewer_lets_a_finding_through_on_the_page(cast, submitted, client):
    item = smuggled(cast, submitted)
    client.force_login(cast.reviewer)
    address = reverse("admin:disclosure_item_change", args=[item.pk])
    verb = reverse("admin:disclosure_item_approve_and_publish", args=[item.pk])
    client.post(verb, {"seen": item.newest().hash})
    item.refresh_from_db()
    assert not item.is_live
    page = client.get(address).content.decode()
    waive = reverse("admin:disclosure_item_waive", args=[item.pk, the_finding(item, "word").pk])
    assert waive in page
    client.post(waive, {"reason": ""})
    assert the_finding(item, "word").is_open
    client.post(waive, {"reason": "名称已公开"})
    assert not the_finding(item, "word").is_open
    assert client.get(waive).status_code == 405
    client.post(verb, {"seen": item.newest().hash})
    item.refresh_from_db()
    assert item.is_live


def test_a_finding_of_another_item_is_not_found(cast, submitted, client):
    item, other = smuggled(cast, submitted), submitted(title="另一件")
    actions.inspect(item, by=cast.reviewer)
    client.force_login(cast.reviewer)
    waive = reverse("admin:disclosure_item_waive", args=[other.pk, the_finding(item, "word").pk])
    assert client.post(waive, {"reason": "名称已公开"}).status_code == 404

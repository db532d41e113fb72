import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from oversight import actions
from oversight.models import Complaint, ComplaintExtract
from portal.audit.models import AuditEvent
from tests.oversight.cases import complaint_about, key, staff, taken_in

NEW, FOLLOW = "/complaints/new/", "/complaints/follow/"


def form(cast, **changes):
    facts = {
        "key": key(), "accused": cast.bureau.pk, "kind": "late", "identity": "confidential",
        "text": "没有公开", "name": "张三", "contact": "13912345678",
    }  # fmt: skip
    return facts | changes


def code_on(page):
    return re.search(r'class="receipt">([0-9A-Z-]{19})<', page.content.decode())[1]


@pytest.mark.parametrize("address", [NEW, FOLLOW])
def test_the_pages_leave_no_trace(client, cast, address):
    page = client.get(address)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "UNDEFINED(" not in page.content.decode()


def test_filed_followed_answered(client, cast):
    page = client.post(NEW, form(cast))
    assert page.status_code == 200
    assert not page.cookies
    code = code_on(page)
    case = client.post(FOLLOW, {"code": code.lower().replace("-", " ")}).content.decode()
    assert "没有公开" not in case  # what was written is not shown to whoever finds the code
    complaint = actions.accept(Complaint.objects.get(), by=cast.officer)
    actions.answer(complaint, by=cast.officer, result="已责令三日内公开")
    page = client.post(FOLLOW, {"code": code})
    assert "已责令三日内公开" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"


def test_a_code_opens_its_own_government_alone(client, cast):
    code = code_on(client.post(NEW, form(cast)))
    assert "qt-mzj" not in code
    elsewhere = client.post(FOLLOW, {"code": code}, headers={"host": "yuanshan.test"})
    wrong = client.post(FOLLOW, {"code": "0000-0000-0000-0000"}, headers={"host": "yuanshan.test"})
    assert elsewhere.status_code == wrong.status_code == 200
    assert "timeline" not in elsewhere.content.decode()


def test_a_second_click_files_once_and_another_text_is_refused(client, cast):
    once = form(cast)
    codes = {code_on(client.post(NEW, once)) for _click in range(2)}
    assert len(codes) == Complaint.objects.count() == 1
    assert client.post(NEW, once | {"text": "另一件事"}).status_code == 409
    assert Complaint.objects.count() == 1


def test_what_is_wrong_is_said_and_nothing_is_kept(client, cast):
    for wrong in (
        {"text": ""},
        {"accused": cast.city.pk},
        {"accused": cast.other_bureau.pk},
        {"name": ""},
        {"key": "x"},
    ):
        page = client.post(NEW, form(cast, **wrong))
        assert page.status_code == 200
        assert 'class="receipt"' not in page.content.decode()
    assert Complaint.objects.count() == 0


def test_another_site_cannot_file_for_somebody(client, cast):
    assert client.post(NEW, form(cast), headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert Complaint.objects.count() == 0


# --- the accused see nothing ----------------------------------------------------------------------------------------

TOKENS = {"text": "CNRY-text 没有公开", "name": "CNRY-name", "contact": "CNRY-contact"}


def every_address(complaint, cast):
    """Pages and admin pages where a word of the complaint could stand."""
    addresses = [
        "/",
        "/items/",
        "/agencies/",
        "/agencies/qt-mzj/",
        "/search/?q=CNRY",
        "/performance/",
        "/fragments/figures/",
    ]
    addresses += ["/office/", "/office/overdue/", "/office/agencies/qt-mzj/", "/inbox/", "/accounts/"]
    addresses += [f"/office/lists/{figure}/" for figure in ("complaints-open", "duties-overdue", "requests-open")]
    addresses += [f"/office/lists/complaints-open/?agency={cast.bureau.code}", "/admin/"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?q=CNRY", reverse(f"{name}_add")]
    for row in (complaint, *ComplaintExtract.objects.all(), *AuditEvent.objects.filter(event__startswith="complaint_")):
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        if type(row) in admin.site._registry:
            addresses += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
    return addresses


def leaks(client, person, words, addresses):
    client.force_login(person)
    found = []
    for address in addresses:
        page = client.get(address)
        everything = page.content + str(page.headers).encode() + page.headers.get("Location", "").encode()
        found += [(address, word) for word in words if word.encode() in everything]
    return found


def test_the_accused_see_no_word_of_it(client, cast):
    complaint = actions.accept(complaint_about(cast.bureau, **TOKENS), by=cast.officer)
    actions.forward(complaint, by=cast.officer, text="请说明公示栏更新情况")
    words = ("CNRY-text", "CNRY-name", "CNRY-contact", complaint.number)
    addresses = every_address(complaint, cast)
    assert {word for _address, word in leaks(client, cast.officer, words, addresses)} == set(words)
    county_head = staff(cast, "countyhead", "head", cast.county)
    biased = staff(cast, "biased", "officer", cast.bureau)
    for person in (cast.clerk, cast.head, county_head, biased, cast.supervisor, cast.admin, cast.other_officer):
        assert (person.username, leaks(client, person, words, addresses)) == (person.username, [])


def test_nobody_who_serves_the_accused_can_post_to_it(client, cast):
    complaint = complaint_about(cast.bureau)
    address = f"{complaint.get_absolute_url()}accept/"
    biased = staff(cast, "biased", "officer", cast.bureau)
    for person in (cast.clerk, cast.head, biased, cast.supervisor, cast.admin, cast.other_officer):
        client.force_login(person)
        assert client.post(address).status_code == 404
        complaint.refresh_from_db()
        assert complaint.state == "received"


def test_the_officer_handles_it_on_its_page(client, cast):
    complaint = complaint_about(cast.bureau)
    page = complaint.get_absolute_url()
    client.force_login(cast.officer)
    assert complaint.number in client.get("/office/complaints/").content.decode()
    assert client.post(f"{page}accept/").status_code == 302
    slip = client.post(f"{page}forward/", {"text": "张三丰说没有公开"})
    assert slip.status_code == 200
    assert "errorlist" in slip.content.decode()
    assert ComplaintExtract.objects.count() == 0
    assert client.post(f"{page}forward/", {"text": "请说明情况"}).status_code == 302
    assert client.post(f"{page}answer/", {"result": "已公开"}).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.state, complaint.result) == ("answered", "已公开")
    assert "已公开" in client.get(page).content.decode()
    assert client.post(f"{page}close/", {"reason": "再来"}, follow=True).status_code == 200
    complaint.refresh_from_db()
    assert complaint.state == "answered"
    admin_page = client.get(reverse("admin:oversight_complaint_change", args=[complaint.pk]))
    assert page in admin_page.content.decode()


def test_one_list_for_every_way_in(client, cast, django_assert_max_num_queries):
    for channel in ("hotline", "letter"):
        taken_in(cast, channel=channel)
    complaint_about(cast.bureau)
    client.force_login(cast.officer)
    with django_assert_max_num_queries(12):
        page = client.get("/office/complaints/").content.decode()
    assert [word in page for word in ("热线", "来信", "本网站")] == [True] * 3
    only = client.get("/office/complaints/?channel=letter").content.decode()
    assert only.count('data-label="编号"') == 1
    for person in (cast.clerk, cast.head, cast.supervisor, cast.admin):
        client.force_login(person)
        assert client.get("/office/complaints/").status_code == 404
        assert client.get("/office/complaints/new/").status_code == 404


def test_an_officer_takes_one_in_and_tells_the_code(client, cast):
    client.force_login(cast.officer)
    sent = form(cast, channel="hotline", received_on="2020-01-01")
    assert "errorlist" in client.post("/office/complaints/new/", sent).content.decode()
    page = client.post("/office/complaints/new/", sent | {"received_on": str(timezone.localdate())})
    code = code_on(page)
    client.logout()
    assert "timeline" in client.post(FOLLOW, {"code": code}).content.decode()


def test_both_sides_write(client, cast):
    code = code_on(client.post(NEW, form(cast)))
    sent = client.post(f"{FOLLOW}write/", {"code": code, "text": "补充:村里的公示栏也没有"})
    assert "补充:村里的公示栏也没有" in sent.content.decode()
    assert not sent.cookies
    assert sent.headers["Cache-Control"] == "no-store, private"
    complaint = Complaint.objects.get()
    client.force_login(cast.officer)
    listed = client.get("/office/complaints/?turn=unread").content.decode()
    assert complaint.number in listed
    page = complaint.get_absolute_url()
    assert "补充:村里的公示栏也没有" in client.get(page).content.decode()
    client.post(f"{page}write/", {"text": "请问是哪个村？", "asks": "on"})
    assert complaint.number not in client.get("/office/complaints/?turn=unread").content.decode()
    client.logout()
    assert "请问是哪个村？" in client.post(FOLLOW, {"code": code}).content.decode()
    empty = client.post(f"{FOLLOW}write/", {"code": code, "text": " "})
    assert empty.status_code == 422


def test_wrong_codes_are_soon_not_tried(client, cast):
    code = code_on(client.post(NEW, form(cast)))
    answers = [client.post(FOLLOW, {"code": "0000-0000-0000-0000"}).status_code for _try in range(6)]
    assert answers == [200] * 5 + [429]
    assert client.post(f"{FOLLOW}write/", {"code": code, "text": "x"}).status_code == 429


def test_consent_and_rating_with_the_code(client, cast):
    code = code_on(client.post(NEW, form(cast)))
    client.post(f"{FOLLOW}consent/", {"code": code, "may_publish": "on"})
    complaint = Complaint.objects.get()
    assert complaint.may_publish
    early = client.post(f"{FOLLOW}rate/", {"code": code, "score": "5"})
    assert early.status_code == 422
    actions.answer(actions.accept(complaint, by=cast.officer), by=cast.officer, result="已公开")
    page = client.post(f"{FOLLOW}rate/", {"code": code, "score": "4", "words": "很快"})
    assert "4/5" in page.content.decode()
    complaint.refresh_from_db()
    assert (complaint.rating, complaint.rating_words) == (4, "很快")


def test_results_for_everybody(client, cast):
    complaint = actions.accept(complaint_about(cast.bureau, identity="anonymous"), by=cast.officer)
    actions.answer(complaint, by=cast.officer, result="已公开")
    actions.publish_complaint_result(complaint, by=cast.officer, summary="该局已补发信息并改进流程。")
    here = client.get("/complaints/results/", headers={"host": "qingtian.test"}).content.decode()
    assert "该局已补发信息并改进流程。" in here
    assert complaint.number not in here
    assert "改进流程" not in client.get("/complaints/results/", headers={"host": "yuanshan.test"}).content.decode()


def test_the_head_reads_the_extract_and_explains(client, cast):
    complaint = actions.accept(complaint_about(cast.bureau), by=cast.officer)
    extract = actions.forward(complaint, by=cast.officer, text="请说明公示栏更新情况")
    client.force_login(cast.head)
    assert "请说明公示栏更新情况" in client.get("/office/agencies/qt-mzj/").content.decode()
    page = extract.get_absolute_url()
    assert "请说明公示栏更新情况" in client.get(page).content.decode()
    assert client.post(page, {"text": "五月起已按月更新。"}).status_code == 302
    told = client.get(page).content.decode()
    assert "五月起已按月更新。" in told
    assert complaint.number not in told
    for person in (cast.clerk, cast.reviewer, cast.supervisor, cast.officer, cast.other_officer):
        client.force_login(person)
        assert client.get(page).status_code == 404
    client.force_login(cast.supervisor)
    assert "请说明公示栏更新情况" not in client.get("/office/agencies/qt-mzj/").content.decode()
    client.force_login(cast.officer)
    assert "五月起已按月更新。" in client.get(complaint.get_absolute_url()).content.decode()

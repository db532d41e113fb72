import re

import pytest
from django.contrib import admin
from django.urls import reverse

from oversight import actions
from oversight.models import Complaint, ComplaintExtract
from portal.audit.models import AuditEvent
from tests.oversight.cases import complaint_about, key, staff

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
    address = reverse("admin:oversight_complaint_change", args=[complaint.pk])
    for person in (cast.clerk, cast.head, cast.supervisor, cast.admin, cast.other_officer):
        client.force_login(person)
        assert client.post(address, {"verb": "accept", "words": ""}).status_code in {302, 403, 404}
        complaint.refresh_from_db()
        assert complaint.state == "received"


def test_the_officer_handles_it_in_the_admin(client, cast):
    complaint = complaint_about(cast.bureau)
    address = reverse("admin:oversight_complaint_change", args=[complaint.pk])
    client.force_login(cast.officer)
    inline = {"extracts-TOTAL_FORMS": 0, "extracts-INITIAL_FORMS": 0}
    assert client.post(address, {"verb": "accept", "words": ""} | inline).status_code == 302
    page = client.post(address, {"verb": "forward", "words": "张三丰说没有公开"} | inline)
    assert page.status_code == 200
    assert ComplaintExtract.objects.count() == 0
    assert client.post(address, {"verb": "forward", "words": "请说明情况"} | inline).status_code == 302
    inline |= {"extracts-TOTAL_FORMS": 1, "extracts-INITIAL_FORMS": 1}
    assert client.post(address, {"verb": "answer", "words": "已公开"} | inline).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.state, complaint.result) == ("answered", "已公开")
    assert "已公开" in client.get(address).content.decode()
    assert client.post(address, {"verb": "close", "words": "再来"}).status_code == 403


def test_the_head_reads_the_extract_on_the_page_of_the_agency(client, cast):
    complaint = actions.accept(complaint_about(cast.bureau), by=cast.officer)
    actions.forward(complaint, by=cast.officer, text="请说明公示栏更新情况")
    client.force_login(cast.head)
    assert "请说明公示栏更新情况" in client.get("/office/agencies/qt-mzj/").content.decode()
    client.force_login(cast.supervisor)
    assert "请说明公示栏更新情况" not in client.get("/office/agencies/qt-mzj/").content.decode()

"""Bad input through the pages: one Chinese sentence beside its field, the input still there, nothing half written."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from catalog import actions as catalog
from catalog.models import Area
from requests_app import actions as requests
from requests_app.forms.filing import SALT
from tests.access import conftest
from tests.access.recipes import ADDED
from tests.access.vectors import Planted, database
from tests.catalog.sheets import HEADERS, csv_file, row
from tests.requests_app.conftest import WANTED, key

planted, standing = conftest.planted, conftest.standing
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("bad input")]
TOMORROW = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(400)


class Page(NamedTuple):
    """Where something is typed, by whom (None: a citizen), what is good there, and the button that is pressed."""

    address: str
    good: dict[str, Any]
    member: str | None = "master"
    button: dict[str, str] = {}


def adding(name: str) -> Callable[[Planted], Page]:
    return lambda planted: Page(reverse(f"admin:{name}_add"), ADDED[name](planted))


def asking(planted: Planted) -> Page:
    choices = {"category": "c1", "form_wanted": "electronic", "delivery": "online"}
    opened = signing.dumps(0, salt=SALT)
    facts = {"agency": planted.world.cast.bureau.code, "key": key(), "opened": opened}
    return Page("/requests/new/", WANTED | choices | facts, None)


def naming_a_topic(planted: Planted) -> Page:
    opened = signing.dumps(0, salt=SALT)
    facts = {"agency": planted.world.cast.bureau.code, "key": key(), "opened": opened}
    return Page(
        "/requests/topics/new/", facts | {"title": "公交线路", "body": "请公开。", "email": ""}, None, {"sure": "1"}
    )


def complaining(planted: Planted) -> Page:
    facts = {"key": key(), "accused": planted.world.cast.bureau.pk, "kind": "late", "identity": "named"}
    return Page("/complaints/new/", facts | {"text": "没有公开", "name": "张三", "contact": "5551234"}, None)


def deciding(planted: Planted) -> Page:
    case, clerk = planted.world.here.request, planted.world.cast.clerk
    requests.process(requests.register(case, by=clerk), by=clerk)
    requests.record_search(case, by=clerk, places="档案室", terms="低保", result="查到一份")
    good = {"outcome": "R3_1", "text": "予以公开。", "grounds": "", "item": "", "remedies": "六十日内申请行政复议。"}
    return Page(reverse("admin:requests_app_disclosurerequest_decide", args=[case.pk]), good)


def supplementing(planted: Planted) -> Page:
    here, clerk = planted.world.here, planted.world.cast.clerk
    requests.register(here.request, by=clerk)
    respond_by = timezone.localdate() + dt.timedelta(days=10)
    requests.ask_supplement(here.request, by=clerk, points="请写明年度。", respond_by=respond_by)
    return Page("/requests/follow/supplement/", {"code": here.request_code, "text": "2025年度"}, None)


def answering_a_topic(planted: Planted) -> Page:
    good = {"item": planted.world.here.item.index_no, "answer": "已经发布。"}
    return Page(reverse("admin:requests_app_topicrequest_answer", args=[planted.world.here.topic.pk]), good)


def refusing_a_topic(planted: Planted) -> Page:
    here = planted.world.here
    good = {"facts": "涉及第三方。", "ground": here.ground.pk, "article": ""}
    return Page(reverse("admin:requests_app_topicrequest_refuse", args=[here.topic.pk]), good)


def answering_a_complaint(planted: Planted) -> Page:
    address = f"{planted.world.here.heard.get_absolute_url()}answer/"
    return Page(address, {"result": "已责令三日内公开。"}, "officer")


def reporting_an_event(planted: Planted) -> Page:
    cast = planted.world.cast
    area = Area.objects.get(number=1)
    entry = catalog.add_entry(cast.city, by=None, area=area, code="unpublished", level1="尚未公开")
    duty = catalog.assign_duty(entry, agency=cast.bureau, by=None)
    address = reverse("admin:catalog_duty_trigger", args=[duty.pk])
    return Page(address, {"on": timezone.localdate().isoformat()})


CASES = {
    "a program named as a PDF": (adding("disclosure_item"), "file", SimpleUploadedFile("公告.pdf", PROGRAM)),
    "an empty file": (adding("disclosure_item"), "file", SimpleUploadedFile("空.pdf", b"")),
    "an item's over-long title": (adding("disclosure_item"), "title", "长" * 201),
    "a document of tomorrow": (adding("disclosure_item"), "doc_date", TOMORROW),
    "an item without text": (adding("disclosure_item"), "body", ""),
    "an item of blanks": (adding("disclosure_item"), "body", "<p>  </p>"),
    "an item of no agency": (adding("disclosure_item"), "agency", "987654"),
    "an item of no source": (adding("disclosure_item"), "source_url", "javascript:alert(1)"),
    "an entry's duplicated code": (adding("catalog_catalogentry"), "code", "e-jianghe"),
    "an entry's over-long name": (adding("catalog_catalogentry"), "level1", "长" * 201),
    "an agency's duplicated code": (adding("agencies_agency"), "code", "qt-mzj"),
    "an agency's over-long name": (adding("agencies_agency"), "name", "长" * 201),
    "an account's duplicated name": (adding("accounts_user"), "username", "clerk"),
    "a paper of tomorrow": (adding("requests_app_disclosurerequest"), "received_on", TOMORROW),
    "a paper for no agency": (adding("requests_app_disclosurerequest"), "agency", "987654"),
    "a paper's over-long subject": (adding("requests_app_disclosurerequest"), "subject", "长" * 201),
    "an event of tomorrow": (reporting_an_event, "on", TOMORROW),
    "an empty reply": (deciding, "text", ""),
    "a reply of blanks": (deciding, "text", "  \n "),
    "a reply with no such item": (deciding, "item", "NO-SUCH-2026-1"),
    "an empty answer to a topic": (answering_a_topic, "item", ""),
    "an answer with no such item": (answering_a_topic, "item", "NO-SUCH-2026-1"),
    "a refusal without facts": (refusing_a_topic, "facts", ""),
    "a refusal with blanks for facts": (refusing_a_topic, "facts", " \n "),
    "an empty answer to a complaint": (answering_a_complaint, "result", ""),
    "a request to no agency": (asking, "agency", "no-such"),
    "a request to another government's agency": (asking, "agency", "ys-mzj"),
    "a request's over-long subject": (asking, "subject", "长" * 201),
    "an empty request": (asking, "subject", ""),
    "a topic for no agency": (naming_a_topic, "agency", "no-such"),
    "a topic's over-long title": (naming_a_topic, "title", "长" * 101),
    "an empty topic": (naming_a_topic, "title", "  "),
    "a complaint about no agency": (complaining, "accused", "987654"),
    "an empty complaint": (complaining, "text", " "),
    "an over-long complaint": (complaining, "text", "长" * 5001),
    "an empty supplement": (supplementing, "text", " "),
}


def fields(document: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return document.xpath("//*[self::input or self::textarea or self::select][@name=$name]", name=name)


def value_of(document: html.HtmlElement, name: str) -> str:
    """What the page shows in a field, as a browser would send it."""
    for field in fields(document, name):
        if field.tag == "textarea":
            return (field.text or "").removeprefix("\r").removeprefix("\n")
        if field.tag == "select":
            return "".join(field.xpath(".//option[@selected]/@value"))
        if field.get("type") not in {"radio", "checkbox"} or field.get("checked") is not None:
            return field.get("value", "on" if field.get("type") == "checkbox" else "")
    return ""


def beside(document: html.HtmlElement, name: str) -> list[str]:
    """The sentences in the smallest block that holds the field and an error."""
    for block in fields(document, name)[0].iterancestors():
        errors = block.xpath(".//ul[contains(@class, 'errorlist')]/li")
        sentences = [" ".join(item.text_content().split()) for item in errors]
        if sentences:
            others = {field.get("name") for field in block.xpath(".//*[@name and not(@type='hidden')]")} - {name}
            assert others == set(), "the sentence stands beside other fields"
            return sentences
    return []


def send(planted: Planted, page: Page, **changed: Any) -> HttpResponse:
    client = planted.client(page.member) if page.member else Client()
    return client.post(page.address, page.good | page.button | changed)


def is_a_clear_sentence(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]{2}", text) is not None and text.endswith("。") and text.count("。") <= 2


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_named_beside_its_field_and_nothing_is_written(planted, case):
    prepare, field, bad = CASES[case]
    page = prepare(planted)
    if hasattr(bad, "seek"):
        bad.seek(0)
    before = database()
    response = send(planted, page, **{field: bad})
    assert response.status_code in {200, 422}
    assert database() == before
    document = html.fromstring(response.content.decode())
    (sentence,) = beside(document, field)
    assert is_a_clear_sentence(sentence), sentence
    every = document.xpath("//ul[contains(@class, 'errorlist')]/li")
    assert len(every) == 1, [item.text_content() for item in every]
    kept = page.good | ({} if hasattr(bad, "seek") else {field: bad})
    kept.pop("password", None)  # never sent back
    if fields(document, field)[0].tag == "select":
        kept.pop(field, None)  # a select shows no choice that it does not have
    shown = {name: value_of(document, name).replace("\r\n", "\n").strip() for name in kept}
    assert shown == {name: str(value).strip() for name, value in kept.items()}


@pytest.mark.parametrize("prepare", dict.fromkeys(prepare for prepare, _field, _bad in CASES.values()))
def test_the_same_form_goes_through_when_it_is_good(planted, prepare):
    """So that each refusal above has one cause."""
    page = prepare(planted)
    before = database()
    assert send(planted, page).status_code in {200, 302}
    assert database() != before


SHEETS = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(60), []),
    "an empty file of a catalog": (b"\n", []),
    "a missing column": ([[h for h in HEADERS if h != "领域"], row()[1:]], []),
    "a duplicated code": ([["编码", *HEADERS], ["a-1", *row("甲")], ["b-1", *row("乙")], ["a-1", *row("丙")]], [4]),
    "an unknown area": ([HEADERS, row("甲"), row("乙", area="天文")], [3]),
    "an over-long name": ([HEADERS, row("甲"), row("长" * 201), row("丙")], [3]),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_bad_catalog_file_is_named_with_its_rows_and_changes_nothing(planted, name):
    content, rows = SHEETS[name]
    file = SimpleUploadedFile("目录.csv", content) if isinstance(content, bytes) else csv_file(content)
    before = database()
    government = planted.world.cast.city.pk
    address = reverse("admin:catalog_catalogentry_import")
    response = planted.client("officer").post(address, {"government": government, "file": file})
    assert response.status_code == 200
    assert database() == before
    document = html.fromstring(response.content.decode())
    sentences = [" ".join(item.text_content().split()) for item in document.xpath("//ul[@class='errorlist']/li")]
    assert len(sentences) == 1, sentences
    assert is_a_clear_sentence(sentences[0]), sentences
    assert [int(number) for number in re.findall(r"第\s*(\d+)\s*行", sentences[0])][:1] == rows
    assert value_of(document, "government") == str(government)
    assert not document.xpath("//form[contains(@action, 'import')]//input[@value='导入']")

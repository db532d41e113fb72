"""A supplement brings files of its own: from the applicant with the code or in the account, from paper by the clerk."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused
from portal.uploads.models import StoredFile
from requests_app import actions
from requests_app.models import LARGEST_ENCLOSURE, Enclosure

CODE, MINE = "/requests/follow/supplement/", "/my/requests/{}/supplement/"
REFUSED = {
    "a program": lambda: SimpleUploadedFile("地图.pdf", b"MZ\x90\x00" + b"\0" * 100),
    "nothing": lambda: SimpleUploadedFile("空.txt", b""),
    "too much": lambda: SimpleUploadedFile("大.txt", b"a" * (LARGEST_ENCLOSURE + 1)),
}


def paper(name="地图.txt", text="城关镇第三村"):
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def papers(number):
    return [paper(f"{place}.txt") for place in range(number)]


@pytest.fixture
def asked(cast, filed):
    """A request that waits for its supplement, with its code."""

    def asked(**content):
        case, code, _ = filed(**content)
        actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
        until = timezone.localdate() + dt.timedelta(days=12)
        actions.ask_supplement(case, by=cast.clerk, points="请写明乡镇。", respond_by=until)
        return case, code

    return asked


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_files_come_with_the_code_and_are_told_apart(client, cast, asked):
    case, code = asked(enclosures=[paper("说明.txt")])
    assert 'name="enclosures"' in client.post("/requests/follow/", {"code": shown(code)}).content.decode()
    page = client.post(CODE, {"code": shown(code), "text": "城关镇。", "enclosures": [paper()]})
    assert page.status_code == 200
    case.refresh_from_db()
    assert case.state == "processing"
    kept = [(one.position, one.file.name, one.with_supplement) for one in case.enclosures.all()]
    assert kept == [(1, "说明.txt", False), (2, "地图.txt", True)]
    sent = client.post("/requests/follow/enclosure/", {"code": code, "file": case.enclosures.last().file.public_id})
    assert b"".join(sent.streaming_content).decode() == "城关镇第三村"
    bench = sign_in(client, cast.clerk).get(f"/admin/requests_app/disclosurerequest/{case.pk}/change/").content.decode()
    assert bench.count("随补正提交") == 1
    assert bench.index("地图.txt") < bench.index("随补正提交")
    assert "地图" not in "".join(str(event.after) for event in AuditEvent.objects.filter(event="file_attached"))


def test_files_come_in_the_account_of_the_applicant_alone(client, cast, asked):
    case, _code = asked(by=cast.citizen)
    sent = {"text": "城关镇。", "enclosures": [paper()]}
    assert sign_in(client, cast.other_officer).post(MINE.format(case.number), sent).status_code == 404
    assert not Enclosure.objects.exists()
    sent["enclosures"] = [paper()]
    assert sign_in(client, cast.citizen).post(MINE.format(case.number), sent).status_code == 200
    assert case.enclosures.get().file.name == "地图.txt"


@pytest.mark.parametrize("danger", REFUSED)
def test_what_is_not_taken_stands_beside_its_field_and_the_case_still_waits(client, asked, danger):
    case, code = asked()
    page = client.post(CODE, {"code": shown(code), "text": "城关镇。", "enclosures": [paper(), REFUSED[danger]()]})
    assert page.status_code == 422
    assert list(page.context["supplement_form"].errors) == ["enclosures"]
    assert "城关镇。" in page.content.decode()
    case.refresh_from_db()
    assert (case.state, StoredFile.objects.count()) == ("supplementing", 0)


def test_five_with_the_request_and_five_with_the_supplement(asked):
    case, _code = asked(enclosures=papers(5))
    with pytest.raises(Refused) as refused:
        actions.supplement(case, by=None, text="城关镇。", enclosures=papers(6))
    assert refused.value.field == "enclosures"
    assert case.enclosures.count() == 5
    actions.supplement(case, by=None, text="城关镇。", enclosures=papers(5))
    assert [one.position for one in case.enclosures.filter(with_supplement=True)] == [6, 7, 8, 9, 10]


def test_a_clerk_keys_in_what_came_on_paper(client, cast, asked):
    case, _code = asked()
    address = f"/admin/requests_app/disclosurerequest/{case.pk}/supplement/"
    today = timezone.localdate()
    page = sign_in(client, cast.clerk).get(address).content.decode()
    assert 'enctype="multipart/form-data"' in page
    for day in (today - dt.timedelta(days=1), today + dt.timedelta(days=1)):
        answer = client.post(address, {"text": "城关镇。", "received_on": day.isoformat()})
        assert list(answer.context["form"].errors) == ["received_on"]
    sent = {"text": "城关镇。", "received_on": today.isoformat(), "enclosures": [paper()]}
    assert client.post(address, sent).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.supplement.text) == ("processing", "城关镇。")
    assert case.enclosures.get().file.uploaded_by == cast.clerk
    event = AuditEvent.objects.get(event="request_supplemented")
    assert event.actor


def test_nobody_else_keys_it_in(cast, asked):
    case, _code = asked()
    for person in (cast.head, cast.sibling_clerk):
        with pytest.raises(NotAllowed):
            actions.supplement_on_paper(case, by=person, text="城关镇。", received_on=timezone.localdate())

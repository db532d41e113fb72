"""Taking along the own cases: everything of one's own, nothing of the workshop, of others, or of another site."""

import csv
import io
import json
import zipfile

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed
from requests_app import actions
from requests_app.models import DisclosureRequest

ALL = "/my/requests/export/"
ONE = "/requests/follow/export/"
WORKSHOP = ("内部备注词", "检索词", "第三方意见词", "退回理由词", "李办事", "赵局长")


@pytest.fixture
def worked_on(cast, processing):
    """Answered for the citizen, with words of the workshop that nobody may take along."""

    def worked_on(**content):
        case = processing(by=cast.citizen, **content)
        asked = actions.consult(
            case, by=cast.clerk, addressee="third_party", party="第三方意见词", letter="第三方意见词"
        )
        actions.record_opinion(asked, by=cast.clerk, opinion="objection", text="第三方意见词")
        actions.record_search(case, by=cast.clerk, places="检索词", terms="检索词", result="检索词")
        actions.add_note(case, by=cast.clerk, text="内部备注词")
        actions.decide(case, by=cast.clerk, outcome="R3_1", text="第一稿")
        actions.return_decision(case, by=cast.head, reason="退回理由词")
        actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开的答复")
        actions.approve_decision(case, by=cast.head)
        case.refresh_from_db()
        return case

    return worked_on


def unpacked(response):
    content = b"".join(response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_all_own_cases_and_nothing_else(cast, client, worked_on, received, topic):
    case = worked_on(email="me@example.test", subject="=SUM(A1)", description="=B1 说明")
    foreign = received(name="别人", subject="别人的申请")
    elsewhere = received(cast.other_bureau, by=cast.citizen, subject="另一个政府")
    draft = received(by=cast.citizen, subject="第二件")
    client.force_login(cast.citizen)
    response = client.post(ALL)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    files = unpacked(response)
    letters = {name: text for name, text in files.items() if "/letters/" in name}
    plain = {name: text for name, text in files.items() if name not in letters}
    pages = {f"{one.number}/{name}" for one in (case, draft) for name in ("case.json", "case.html")}
    assert set(plain) == {"cases.csv"} | pages
    assert len(letters) == case.letters.to_applicant().count() == 3
    text = "\n".join(plain.values())
    assert [word for word in (*WORKSHOP, "第一稿", "别人", "另一个政府") if word in text] == []
    sent = "\n".join(letters.values())  # they may name the clerk to ask, as they did on paper
    assert [
        word for word in ("内部备注词", "检索词", "退回理由词", "第一稿", "别人", "另一个政府") if word in sent
    ] == []
    facts = json.loads(files[f"{case.number}/case.json"])
    assert (facts["identity_number"], facts["email"]) == (case.identity_number, "me@example.test")
    assert [answer["text"] for answer in facts["answers"]] == ["现予公开的答复"]
    assert "现予公开的答复" in files[f"{case.number}/case.html"]
    rows = list(csv.reader(io.StringIO(files["cases.csv"])))
    assert len(rows) == 3
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert foreign.number not in text
    assert elsewhere.number not in text


def test_one_case_by_its_code_without_contacts(client, filed):
    case, code, _is_new = filed(email="me@example.test", phone="13812345678")
    other = filed(subject="另一件").case
    files = unpacked(client.post(ONE, {"code": code}))
    assert set(files) == {"cases.csv", f"{case.number}/case.json", f"{case.number}/case.html"}
    text = "\n".join(files.values())
    assert [word for word in (case.identity_number, case.phone, case.email, other.number) if word in text] == []
    assert case.masked_identity in text


def test_a_wrong_code_opens_nothing(client, filed):
    filed()
    assert client.post(ONE, {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 422
    assert client.get(ONE).status_code == 405


def test_nobody_without_an_account(client):
    assert client.post(ALL).status_code == 302
    assert client.get(ALL).status_code in {302, 405}


def test_only_so_often(cast, client, filed, time_machine):
    time_machine.move_to(timezone.now().replace(minute=5), tick=False)  # no quarter of an hour ends meanwhile
    code = filed(by=cast.citizen).code
    client.force_login(cast.citizen)
    answers = [client.post(ALL) for _turn in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [302]
    codes = [client.post(ONE, {"code": code}) for _turn in range(6)]
    assert [answer.get("Content-Type", "").startswith("application/zip") for answer in codes] == [True] * 5 + [False]
    for answer in (*answers, *codes):
        answer.close()


def test_the_tie_to_the_account_is_cut_and_the_case_goes_on(cast, client, filed):
    case, code, _is_new = filed(by=cast.citizen)
    actions.register(case, by=cast.clerk)
    assert Notice.objects.filter(recipient=cast.citizen).exists()
    client.force_login(cast.citizen)
    address = f"/my/requests/{case.number}/unlink/"
    assert client.post(address).status_code == 422  # not confirmed
    assert client.post(address, {"is_sure": "on"}).status_code == 302
    case = DisclosureRequest.objects.get()
    assert (case.applicant, case.state, case.name) == (None, "registered", "张三")
    assert case.unlinked_at is not None
    assert not Notice.objects.filter(recipient=cast.citizen).exists()
    assert client.get(f"/my/requests/{case.number}/").status_code == 404
    assert case.number in client.post("/requests/follow/", {"code": code}).text
    link = AuditEvent.objects.get(event="request_unlinked")
    assert (link.actor, link.after) == ("", {})


def test_only_the_applicant_cuts_it(cast, client, received):
    case = received(by=cast.citizen)
    for person in (cast.clerk, cast.officer, cast.other_clerk):
        with pytest.raises(NotAllowed):
            actions.unlink_account(case, by=person)
        client.force_login(person)
        assert client.post(f"/my/requests/{case.number}/unlink/", {"is_sure": "on"}).status_code == 404

"""Files of the applicant: few, small and harmless; for those who handle the case and the applicant alone."""

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.audit.models import AuditEvent
from portal.receipts import shown
from portal.refusals import Refused
from portal.uploads.models import StoredFile
from requests_app import actions
from requests_app.forms.filing import SALT
from requests_app.models import LARGEST_ENCLOSURE, DisclosureRequest, Enclosure
from tests.portal.uploads import samples
from tests.requests_app.conftest import WANTED, key

ADDRESS = "/requests/new/"


def text_file(name="说明.txt", text="家庭情况说明"):
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def form(cast, *files, **changes):
    opened = signing.dumps(0, salt=SALT)
    chosen = {"form_wanted": "electronic", "delivery": "online", "category": "c1", "agency": cast.bureau.code}
    return WANTED | chosen | {"key": key(), "opened": opened, "enclosures": files} | changes


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def enclosed(cast, filed):
    def enclosed(**content):
        case, code, _ = filed(enclosures=[text_file()], **content)
        return case, code, case.enclosures.get()

    return enclosed


def content_of(response):
    return b"".join(response.streaming_content).decode()


def test_files_are_kept_with_the_request_once(client, cast):
    sent = form(cast, text_file(), text_file("照片.txt", "另一份"))
    for _ in range(2):  # a double click
        for one in sent["enclosures"]:
            one.seek(0)
        assert client.post(ADDRESS, sent).status_code == 200
    case = DisclosureRequest.objects.get()
    assert [one.file.name for one in case.enclosures.all()] == ["说明.txt", "照片.txt"]
    assert StoredFile.objects.count() == 2
    told = [str(event.after) for event in AuditEvent.objects.filter(event="file_attached")]
    assert len(told) == 2
    assert "说明" not in "".join(told)


HOSTILE = {
    "a program": lambda: SimpleUploadedFile("说明.pdf", b"MZ\x90\x00" + b"\0" * 100),
    "a page": lambda: SimpleUploadedFile("说明.html", b"<script>alert(1)</script>", "text/html"),
    "macros": lambda: SimpleUploadedFile("说明.docx", samples.hostile_word()["macro part"]),
    "a script in a pdf": lambda: SimpleUploadedFile("说明.pdf", next(iter(samples.hostile_pdf().values()))),
    "a wrong name": lambda: SimpleUploadedFile("说明.png", "文字".encode()),
    "nothing": lambda: SimpleUploadedFile("空.txt", b""),
    "too much": lambda: SimpleUploadedFile("大.txt", b"a" * (LARGEST_ENCLOSURE + 1)),
}


@pytest.mark.parametrize("danger", HOSTILE)
def test_a_hostile_file_is_refused_beside_its_field_and_nothing_else_is_lost(client, cast, danger):
    page = client.post(ADDRESS, form(cast, text_file(), HOSTILE[danger](), description="补充描述"))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["enclosures"]
    for kept in (WANTED["subject"], WANTED["identity_number"], "补充描述"):
        assert kept in page.content.decode()
    assert (DisclosureRequest.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_six_files_are_one_too_many(client, cast, filed):
    page = client.post(ADDRESS, form(cast, *(text_file(f"{number}.txt") for number in range(6))))
    assert list(page.context["form"].errors) == ["enclosures"]
    with pytest.raises(Refused) as refused:
        filed(enclosures=[text_file(f"{number}.txt") for number in range(6)])
    assert refused.value.field == "enclosures"
    assert DisclosureRequest.objects.count() == 0  # and no number was used up
    assert filed().case.number.endswith("00001")


def test_the_action_refuses_what_a_form_would(filed):
    with pytest.raises(Refused) as refused:
        filed(enclosures=[HOSTILE["a program"]()])
    assert refused.value.field == "enclosures"
    assert Enclosure.objects.count() == 0


def test_the_applicant_reads_it_with_the_code(client, cast, filed, enclosed):
    _case, code, one = enclosed()
    page = client.post("/requests/follow/", {"code": shown(code)})
    assert "说明.txt" in page.content.decode()
    ask = {"code": code, "file": one.file.public_id}
    response = client.post("/requests/follow/enclosure/", ask)
    assert content_of(response) == "家庭情况说明"
    assert response["Content-Disposition"].startswith("attachment")
    other = filed().code
    assert client.post("/requests/follow/enclosure/", ask | {"code": other}).status_code == 404
    assert client.post("/requests/follow/enclosure/", ask | {"code": "0" * 16}).status_code == 422
    assert client.post("/requests/follow/enclosure/", ask | {"file": "nonsense"}).status_code == 404


def test_the_applicant_reads_it_in_the_account(client, cast, enclosed):
    case, _code, one = enclosed(by=cast.citizen)
    address = f"/my/requests/{case.number}/enclosures/{one.file.public_id}/"
    assert content_of(sign_in(client, cast.citizen).get(address)) == "家庭情况说明"
    assert sign_in(client, cast.other_clerk).get(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "reads"),
    [("clerk", True), ("head", True), ("officer", False), ("sibling_clerk", False), ("other_clerk", False)],
)
def test_staff_who_handle_the_case_read_it_and_nobody_else(client, cast, enclosed, who, reads):
    case, _code, one = enclosed()
    address = f"/admin/requests_app/disclosurerequest/{case.pk}/enclosures/{one.file.public_id}/"
    response = sign_in(client, getattr(cast, who)).get(address)
    assert (content_of(response) if response.streaming else "") == ("家庭情况说明" if reads else "")
    assert response.status_code == (200 if reads else 404)
    page = client.get(f"/admin/requests_app/disclosurerequest/{case.pk}/change/")
    assert ("说明.txt" in page.content.decode()) == reads


def test_a_file_of_another_case_is_not_found_below_this_one(client, cast, enclosed, filed):
    _case, _code, one = enclosed()
    address = f"/admin/requests_app/disclosurerequest/{filed().case.pk}/enclosures/{one.file.public_id}/"
    assert sign_in(client, cast.clerk).get(address).status_code == 404


def test_who_needs_help_is_seen_by_the_clerk(client, cast, filed):
    case = filed(needs_help=True, help_wanted="请念给我听").case
    text = sign_in(client, cast.clerk).get(f"/admin/requests_app/disclosurerequest/{case.pk}/change/").content.decode()
    assert "请念给我听" in text
    assert actions.register(case, by=cast.clerk).needs_help

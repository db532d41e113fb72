"""Files of an answer on the clerk's bench, and as the applicant gets them; nobody else gets anything."""

import pytest
from django.urls import reverse

from requests_app import actions
from requests_app.models import ReleasedFile
from requests_app.tasks import blacken_ordered
from tests.requests_app.papers import PAGE, answer, content_of, paper, upload


@pytest.fixture
def sent(proved, cast, filed):
    """An answered request with a released file, and the code of the applicant."""
    receipt = filed(by=cast.citizen)
    case = actions.process(actions.register(receipt.case, by=cast.clerk), by=cast.clerk)
    file = proved(case=case)
    answer(case, cast)
    return ReleasedFile.objects.get(pk=file.pk), receipt.code


def test_the_applicant_downloads_the_file_with_the_code(client, sent, cast):
    file, code = sent
    status = client.post(reverse("requests_app:request_follow"), {"code": code}).content.decode()
    assert "分配表.pdf" in status
    assert file.output.sha256 in status
    assert file.original_sha256 not in status
    address = reverse("requests_app:request_file")
    response = client.post(address, {"code": code, "file": file.public_id})
    assert b"".join(response.streaming_content) == content_of(file.output)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    for wanted in (file.original.public_id, file.output.public_id, "nonsense", ""):
        assert client.post(address, {"code": code, "file": wanted}).status_code == 404
    assert client.post(address, {"code": "AAAA-BBBB-CCCC-DDDD", "file": file.public_id}).status_code == 422
    assert client.get(address).status_code == 405


def test_somebody_elses_code_opens_nothing(client, sent, filed):
    file, _code = sent
    other = filed(subject="另一件").code
    address = reverse("requests_app:request_file")
    assert client.post(address, {"code": other, "file": file.public_id}).status_code == 404


def test_the_applicant_downloads_the_file_with_the_account(client, sent, cast):
    file, _code = sent
    address = reverse("requests_app:my_request_file", args=[file.request.number, file.public_id])
    assert client.get(address).status_code == 302
    for who in ("clerk", "sibling_clerk", "other_clerk", "supervisor", "head"):
        client.force_login(getattr(cast, who))
        assert client.get(address).status_code == 404
    client.force_login(cast.citizen)
    response = client.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "no-store" in response["Cache-Control"]
    original = reverse("requests_app:my_request_file", args=[file.request.number, file.original.public_id])
    assert client.get(original).status_code == 404


def test_before_the_approval_the_applicant_gets_nothing(client, proved, cast, filed):
    receipt = filed(by=cast.citizen)
    case = actions.process(actions.register(receipt.case, by=cast.clerk), by=cast.clerk)
    file = proved(case=case)
    client.force_login(cast.citizen)
    assert client.get(reverse("requests_app:my_request_file", args=[case.number, file.public_id])).status_code == 404
    response = client.post(reverse("requests_app:request_file"), {"code": receipt.code, "file": file.public_id})
    assert response.status_code == 404


def bench(file, step="bench", *more):
    return reverse(
        f"admin:requests_app_disclosurerequest_release_{step}", args=[file.request.pk, file.public_id, *more]
    )


def test_the_clerk_does_it_all_without_a_mouse(client, processing, cast, ground):
    case = processing()
    client.force_login(cast.clerk)
    add = reverse("admin:requests_app_disclosurerequest_release_add", args=[case.pk])
    assert "multipart/form-data" in client.get(add).content.decode()
    assert "无法打开" in client.post(add, {"file": upload(b"%PDF-1.4 x %%EOF")}).content.decode()
    response = client.post(add, {"file": upload(paper(PAGE, "第二页"))})
    file = ReleasedFile.objects.get()
    assert response["Location"] == bench(file)
    page = client.get(bench(file)).content.decode()
    assert bench(file, "page", 1) in page
    found = client.post(bench(file, "find"), {"word": "", "page": 1})
    assert "13812345678" not in found.content.decode()
    values = [one.value for one in found.context["found"]]
    assert len(values) == 2
    kept = client.post(bench(file, "box"), {"page": 1, "areas": values, "ground": ground.pk})
    assert kept.status_code == 302
    figures = {"left": "10.5", "top": "20", "width": "5", "height": "2.25"}
    client.post(bench(file, "box"), {"page": 2, "ground": ground.pk} | figures)
    assert (1, 1050, 2000, 500, 225) in [box.placed for box in file.boxes.all()]
    for wrong in ({}, {"areas": "x"}, {"left": "1"}, {"areas": "9,1,1,1,1"}):
        assert client.post(bench(file, "box"), {"page": 1, "ground": ground.pk} | wrong).status_code == 422
    client.post(bench(file, "erase"), {"boxes": [file.boxes.last().pk], "page": 1})
    assert file.boxes.count() == 2
    client.post(bench(file, "order"))
    assert "刷新查看" in client.get(bench(file)).content.decode()
    blacken_ordered()
    page = client.get(bench(file), {"result": ""}).content.decode()
    assert bench(file, "result", 1) in page
    picture = client.get(bench(file, "result", 1))
    assert picture["Content-Type"] == "image/png"
    assert "no-store" in picture["Cache-Control"]
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(bench(file, "page", 9)).status_code == 404
    client.post(bench(file, "remove"))
    assert not ReleasedFile.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("head", 200), ("officer", 403), ("reviewer", 403), ("sibling_clerk", 404), ("other_clerk", 404)],
)
def test_who_sees_an_original(client, added, cast, who, status):
    file = added()
    client.force_login(getattr(cast, who))
    assert client.get(bench(file)).status_code == status
    assert client.get(bench(file, "page", 1)).status_code == status
    if who != "clerk":
        assert client.post(bench(file, "order")).status_code in (403, 404)


def test_a_file_is_not_reached_through_another_case(client, added, processing, cast):
    file, other = added(), processing(subject="另一件")
    client.force_login(cast.clerk)
    address = reverse("admin:requests_app_disclosurerequest_release_bench", args=[other.pk, file.public_id])
    assert client.get(address).status_code == 404

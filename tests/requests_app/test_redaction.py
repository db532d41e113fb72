"""Blackening: what stood under a box is nowhere in what goes out, and nothing goes out that is not proved."""

import datetime as dt
import struct
import zlib

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.refusals import NotAllowed, Refused
from portal.uploads.models import StoredFile, private_storage
from portal.uploads.redaction import program, running
from requests_app import actions, suggestions
from requests_app.actions.releasing import Area
from requests_app.models import ReleasedFile
from requests_app.tasks import blacken_ordered, remove_outdated_originals
from tests.requests_app.papers import paper

SECRET = "王小明"
PAGE = f"低保资金分配表\n户主：{SECRET} 身份证号 11010519491231002X\n手机 13812345678\n金额：1200元"


def upload(content, name="分配表.pdf"):
    return SimpleUploadedFile(name, content, "application/octet-stream")


@pytest.fixture
def added(cast, processing):
    """A file of a request that is being processed."""

    def added(content=None, name="分配表.pdf", case=None):
        return actions.add_file(case or processing(), upload(content or paper(PAGE), name), by=cast.clerk)

    return added


def areas_of(found):
    return [Area(one.page, *box) for one in found for box in one.boxes]


@pytest.fixture
def proved(cast, added, ground):
    """A file on which the name and the numbers are blackened."""

    def proved(**content):
        file = added(**content)
        found = suggestions.personal_data(file) + suggestions.occurrences(file, SECRET)
        if found:
            actions.draw_boxes(file, by=cast.clerk, areas=areas_of(found), ground=ground)
        actions.order_blackening(file, by=cast.clerk)
        blacken_ordered()
        file.refresh_from_db()
        return file

    return proved


def content_of(stored):
    with stored.file.open("rb") as content:
        return content.read()


def text_of(content):
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def bytes_of(content):
    """The file with every stream of it unpacked, for what could hide in one."""
    parts = [content]
    for part in content.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            parts.append(part)
    return b"\n".join(parts)


def answer(case, cast, outcome="R3_2"):
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
    grounds = "" if outcome == "R3_1" else "涉及第三方个人隐私。"
    actions.decide(case, by=cast.clerk, outcome=outcome, text="随附表格。", grounds=grounds)
    return actions.approve_decision(case, by=cast.head)


def test_what_stood_under_a_box_is_nowhere(proved):
    original = paper(PAGE, info=f"<< /Author ({SECRET}) >>".encode())
    file = proved(content=original)
    assert file.state == "verified"
    assert file.boxes.count() == 3
    content = content_of(file.output)
    assert SECRET in text_of(original)
    assert text_of(content) == ""
    unpacked = bytes_of(content)
    for word in (SECRET, "11010519491231002X", "13812345678", "金额", "1200"):
        for encoding in ("utf-8", "utf-16-be", "gb18030"):
            assert word.encode(encoding) not in unpacked
    assert pypdfium2.PdfDocument(content).get_metadata_dict(skip_empty=True) == {}
    assert file.output.sha256 != file.original_sha256


def test_what_stands_beside_the_boxes_is_still_seen(proved):
    file = proved()
    page = pypdfium2.PdfDocument(content_of(file.output))[0]
    dots = program.dots_of(next(iter(page.get_objects())))
    kept = next(iter(suggestions.occurrences(file, "低保资金分配表")))
    inside = [dots.dots[row] for row in dots.rows(dots.window(kept.boxes[0]))]
    assert any(0 in row for row in inside)
    assert not dots.is_black(kept.boxes[0])


@pytest.mark.parametrize(
    "extra",
    [
        b"/Rotate 90",
        b"/Rotate 180",
        b"/Rotate 270",
        b"/CropBox [40 600 500 820]",
        b"/Rotate 90 /CropBox [40 600 500 820]",
        b"/UserUnit 2",
    ],
)
def test_boxes_lie_where_the_words_are_seen(proved, extra):
    """White paper has ink only where words are: with every word boxed, all that is seen is black boxes and white."""
    file = proved(content=paper(SECRET, extra=extra))
    assert file.state == "verified"
    page = pypdfium2.PdfDocument(content_of(file.output))[0]
    dots = program.dots_of(next(iter(page.get_objects())))
    for box in file.boxes.all():
        dots_of_box = dots.window(box.placed[1:], margin=1)
        for row in dots.rows(dots_of_box):
            dots.dots[row] = b"\xff" * (row.stop - row.start)
    assert set(dots.dots) == {255}


def test_a_result_without_its_boxes_is_caught(added, cast, ground):
    file = added()
    boxes = [(0, *box) for one in suggestions.occurrences(file, SECRET) for box in one.boxes]
    good, bare = running.blacken(file.original, boxes), running.blacken(file.original, [])
    assert running.prove(good, sizes=file.pages, boxes=boxes) == []
    assert running.prove(bare, sizes=file.pages, boxes=boxes) == ["shining"]
    assert running.prove(good, sizes=[*file.pages, [1, 1]], boxes=boxes) == ["pages"]
    assert running.prove(good, sizes=[[10, 10]], boxes=boxes) == ["size"]
    assert "text" in running.prove(paper(PAGE), sizes=file.pages, boxes=boxes)
    titled = good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Author (A) >>")
    assert running.prove(titled, sizes=file.pages, boxes=boxes) == ["more"]
    named = good.replace(b"/Type /Catalog", b"/Type /Catalog /Names << /EmbeddedFiles << /Names [] >> >>")
    assert running.prove(named, sizes=file.pages, boxes=boxes) == ["more"]


def test_a_huge_page_is_drawn_more_coarsely(added):
    file = added(paper(PAGE, size=(14000, 9000)))
    assert file.pages[0][0] * file.pages[0][1] <= 20_100_000


def test_sixty_pages(proved):
    file = proved(content=paper(*[f"第{number}页\n{SECRET}" for number in range(60)]))
    assert file.state == "verified"
    assert len(pypdfium2.PdfDocument(content_of(file.output))) == 60
    assert {box.page for box in file.boxes.all()} == set(range(1, 61))


def png(width=60, height=40):
    rows = b"".join(b"\0" + bytes([200, 30, 30, 255] * width) for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def test_a_picture_becomes_a_page(proved, cast, ground):
    file = proved(content=png(), name="现场照片.png")
    assert (file.state, file.output.name, file.pages) == ("verified", "现场照片.pdf", [[60, 40]])


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.4\nnonsense\n%%EOF", "a.pdf", "无法打开"),
        (paper(PAGE)[:-20], "a.pdf", "已损坏"),
        (paper(PAGE).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << >>"), "a.pdf", "密码"),
        (paper(*["页"] * 201), "a.pdf", "拆分"),
        ("名单".encode(), "a.txt", "另存为PDF"),
    ],
)
def test_what_cannot_be_blackened_is_refused_with_a_sentence(added, content, name, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        added(content, name)
    assert refused.value.field == "file"
    assert not ReleasedFile.objects.exists()


def test_words_of_the_original_never_reach_the_database(added):
    file = added()
    assert (file.original.text_state, file.original.text) == ("none", "")
    assert not StoredFile.objects.waiting().exists()


def test_only_proved_files_go_out(added, cast, ground):
    file = added()
    case = file.request
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
    with pytest.raises(Refused, match="尚未遮盖"):
        actions.decide(case, by=cast.clerk, outcome="R3_2", text="随附表格。", grounds="隐私。")
    actions.order_blackening(file, by=cast.clerk)
    with pytest.raises(Refused, match="尚未遮盖"):
        actions.decide(case, by=cast.clerk, outcome="R3_2", text="随附表格。", grounds="隐私。")
    blacken_ordered()
    with pytest.raises(Refused, match="不提供文件"):
        actions.decide(case, by=cast.clerk, outcome="R3_4_1", text="没有。", grounds="不掌握。")
    actions.decide(case, by=cast.clerk, outcome="R3_2", text="随附表格。", grounds="隐私。")
    assert not ReleasedFile.objects.sent().exists()


def test_boxes_make_it_disclosure_in_part(proved, cast):
    with pytest.raises(Refused, match="部分公开"):
        answer(proved().request, cast, outcome="R3_1")


def test_under_review_nothing_changes_and_sent_back_it_may(proved, cast, ground):
    file = proved()
    case = file.request
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
    actions.decide(case, by=cast.clerk, outcome="R3_2", text="随附表格。", grounds="隐私。")
    area = [Area(1, 0, 0, 100, 100)]
    for change in (
        lambda: actions.draw_boxes(file, by=cast.clerk, areas=area, ground=ground),
        lambda: actions.erase_boxes(file, by=cast.clerk, boxes=[file.boxes.first().pk]),
        lambda: actions.remove_file(file, by=cast.clerk),
        lambda: actions.add_file(case, upload(paper("x")), by=cast.clerk),
    ):
        with pytest.raises(Refused, match="只能在办理期间"):
            change()
    actions.return_decision(case, by=cast.head, reason="再遮盖地址。")
    outdated = file.output.file.name
    actions.draw_boxes(file, by=cast.clerk, areas=area, ground=ground)
    file.refresh_from_db()
    assert (file.state, file.output) == ("boxed", None)
    assert not StoredFile.objects.filter(file=outdated).exists()


def test_only_who_handles_the_case_changes_its_files(added, cast, ground):
    file = added()
    for who in (cast.head, cast.sibling_clerk, cast.other_clerk, cast.citizen):
        with pytest.raises(NotAllowed):
            actions.draw_boxes(file, by=who, areas=[Area(1, 0, 0, 9, 9)], ground=ground)
        with pytest.raises(NotAllowed):
            actions.order_blackening(file, by=who)


def test_boxes_stay_on_the_page(added, cast, ground):
    file = added()
    for area in (Area(2, 0, 0, 9, 9), Area(0, 0, 0, 9, 9), Area(1, 10_000, 0, 9, 9), Area(1, 0, 0, 0, 9)):
        with pytest.raises(Refused, match="超出"):
            actions.draw_boxes(file, by=cast.clerk, areas=[area], ground=ground)
    actions.draw_boxes(file, by=cast.clerk, areas=[Area(1, -50, 9_900, 200, 500)], ground=ground)
    assert [box.placed for box in file.boxes.all()] == [(0, 0, 9_900, 150, 100)]


def test_an_answer_that_is_withdrawn_meanwhile_is_not_settled(added, cast):
    file = added()
    actions.order_blackening(file, by=cast.clerk)
    file.refresh_from_db()
    assert actions.blacken(file).state == "verified"
    assert actions.blacken(file) is None
    assert StoredFile.objects.count() == 2


def test_the_original_is_removed_in_time_and_leaves_a_tombstone(
    proved, cast, settings, django_capture_on_commit_callbacks
):
    file = proved()
    answer(file.request, cast)
    file.refresh_from_db()
    path = file.original.file.name
    assert file.original_until == timezone.localdate() + dt.timedelta(days=settings.ORIGINALS_KEPT_DAYS)
    remove_outdated_originals()
    assert ReleasedFile.objects.get().original is not None
    later = timezone.now() + dt.timedelta(days=settings.ORIGINALS_KEPT_DAYS + 1)
    with time_machine.travel(later), django_capture_on_commit_callbacks(execute=True):
        remove_outdated_originals()
        remove_outdated_originals()
    file.refresh_from_db()
    assert file.original is None
    assert file.original_removed_at
    assert len(file.original_sha256) == 64
    assert not private_storage().exists(path)
    assert private_storage().exists(file.output.file.name)
    assert AuditEvent.objects.filter(event="release_original_removed").count() == 1


def test_an_open_case_keeps_its_original(added, settings):
    added()
    with time_machine.travel(timezone.now() + dt.timedelta(days=settings.ORIGINALS_KEPT_DAYS + 1)):
        remove_outdated_originals()
    assert ReleasedFile.objects.get().original is not None


def test_every_step_leaves_its_trace(proved, cast):
    file = proved()
    actions.erase_boxes(file, by=cast.clerk, boxes=[file.boxes.first().pk])
    actions.remove_file(file, by=cast.clerk)
    events = list(AuditEvent.objects.filter(event__startswith="release_").order_by("number"))
    assert [event.event for event in events] == [
        "release_file_added", "release_boxes_drawn", "release_ordered", "release_verified", "release_boxes_erased",
        "release_file_removed",
    ]  # fmt: skip
    assert SECRET not in str([(event.before, event.after) for event in events])


def test_found_words_cross_lines_and_widths(added):
    file = added(paper(f"表格\n户主王\n小明，电话１３８\n{SECRET}"))
    found = suggestions.occurrences(file, SECRET)
    assert [len(one.boxes) for one in found] == [2, 1]
    assert len(suggestions.occurrences(file, "138")) == 1
    assert suggestions.occurrences(file, "  ") == []


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

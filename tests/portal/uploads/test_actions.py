"""Storing, reading and sending files."""

import datetime as dt
import hashlib
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404

from portal.refusals import Refused
from portal.uploads import actions, extraction, reading
from portal.uploads.cleaning import remove_orphans
from portal.uploads.models import StoredFile, TextState, private_storage
from portal.uploads.serving import file_response
from portal.uploads.tasks import extract_pending
from tests.portal.uploads import samples


@pytest.fixture
def store(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def keep(name: str, content: bytes) -> StoredFile:
        return actions.store(SimpleUploadedFile(name, content), agency=cast.bureau, by=cast.clerk)

    return keep


def test_a_file_is_kept_under_a_path_that_says_nothing(store, cast, tmp_path):
    content = samples.word("公开")
    stored = store("2026年方案.docx", content)
    assert stored.file.name.startswith("private/")
    assert "方案" not in stored.file.name
    assert not stored.file.name.endswith("docx")
    assert (tmp_path / stored.file.name).read_bytes() == content
    assert (tmp_path / stored.file.name).stat().st_mode & 0o077 == 0
    assert (stored.name, stored.size) == ("2026年方案.docx", len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.agency, stored.uploaded_by) == (cast.bureau, cast.clerk)
    with pytest.raises(ValueError, match="no address"):
        _ = stored.file.url


def test_empty_and_too_large_files_are_refused(store, settings):
    with pytest.raises(Refused):
        store("a.txt", b"")
    settings.MAX_UPLOAD_BYTES = 10
    store("a.txt", b"1234567890")
    with pytest.raises(Refused) as refusal:
        store("a.txt", b"12345678901")
    assert refusal.value.field == "file"


def test_nothing_is_kept_of_a_refused_file(store, tmp_path):
    with pytest.raises(Refused):
        store("a.docx", samples.hostile_word()["macro part"])
    assert not StoredFile.objects.exists()
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", samples.pdf("政务公开标准目录"), ["政务公开标准目录"]),
        ("a.docx", samples.word("第一段", "第二段", cells=("格一", "格二"), header="页眉"), ["第一段", "格二", "页眉"]),
        ("a.xlsx", samples.excel(("事项", "数量"), ("救助", 12), title="公开台账"), ["事项", "12", "公开台账"]),
        ("a.pptx", samples.slides("汇报材料"), ["汇报材料"]),
        ("a.txt", "办事公开".encode("gb18030"), ["办事公开"]),
        ("a.csv", '名称,"说明\n两行"\n公开,是\n'.encode("utf-8-sig"), ["名称", "两行"]),
    ],
)
def test_text_is_read(store, name, content, words):
    stored = actions.extract_text(store(name, content))
    assert stored.text_state == TextState.DONE
    assert stored.text_extracted_at is not None
    for word in words:
        assert word in stored.text
    assert "\ufeff" not in stored.text


def test_a_picture_holds_no_text(store):
    assert store("a.png", samples.png()).text_state == TextState.NONE


def test_an_empty_document_holds_no_text(store):
    assert actions.extract_text(store("a.docx", samples.word())).text_state == TextState.NONE


def test_a_damaged_document_is_shown_as_failed_and_read_once(store):
    stored = store("a.pdf", b"%PDF-1.4\nnothing else\n%%EOF")
    assert actions.extract_text(stored).text_state == TextState.FAILED
    assert not StoredFile.objects.waiting().exists()


def test_the_reading_process_cannot_take_more_than_its_share():
    program = "from portal.uploads.extraction import confine; confine(); bytearray(2 * 1024**3)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert b"MemoryError" in ran.stderr


def test_the_reading_process_knows_no_secret():
    ran = subprocess.run(
        [sys.executable, "-c", "import portal.uploads.extraction, sys; print('django' in sys.modules)"],
        capture_output=True,
        check=True,
    )
    assert ran.stdout.strip() == b"False"


def test_a_book_is_read_up_to_the_limit(store, monkeypatch):
    stored = actions.extract_text(store("a.txt", ("政务公开\n" * 600_000).encode()))
    assert stored.text_state == TextState.DONE
    assert extraction.MAX_CHARACTERS - 10 < len(stored.text) <= extraction.MAX_CHARACTERS


def test_reading_has_an_end(store, monkeypatch):
    monkeypatch.setattr(reading, "TIMEOUT", 0.001)
    assert actions.extract_text(store("a.docx", samples.word("公开"))).text_state == TextState.FAILED


def test_the_sweep_reads_what_waits_and_goes_on_after_a_failure(store):
    gone = store("gone.txt", b"gone")
    private_storage().delete(gone.file.name)
    kept = store("kept.txt", "公开".encode())
    extract_pending()
    extract_pending()
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert gone.text_state == TextState.FAILED
    assert (kept.text_state, kept.text.strip()) == (TextState.DONE, "公开")
    assert list(StoredFile.objects.read_since(kept.text_extracted_at)) == [kept]


def test_text_that_was_read_is_not_replaced(store):
    stored = actions.extract_text(store("a.txt", "公开".encode()))
    private_storage().delete(stored.file.name)
    assert actions.extract_text(stored).text_state == TextState.DONE


def test_a_file_is_sent_as_a_download_that_runs_nothing(store):
    content = samples.word("公开")
    response = file_response(store("公开 方案.docx", content))
    assert b"".join(response.streaming_content) == content
    disposition = response["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''%E5%85%AC%E5%BC%80%20%E6%96%B9%E6%A1%88.docx"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert int(response["Content-Length"]) == len(content)
    response.close()


def test_hostile_names_cannot_split_the_header(store):
    response = file_response(store('a"\r\nSet-Cookie: x=1;.txt', b"x"))
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Disposition"].count('"') == 2
    response.close()


def test_a_lost_content_is_not_found(store):
    stored = store("a.txt", b"x")
    private_storage().delete(stored.file.name)
    with pytest.raises(Http404):
        file_response(stored)


def test_contents_without_a_row_are_removed_after_a_day(store, tmp_path, django_capture_on_commit_callbacks):
    kept = store("kept.txt", b"kept")

    def fail() -> None:
        with transaction.atomic():
            store("lost.txt", b"lost")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
    now = dt.datetime.now(dt.UTC)
    assert remove_orphans(older_than=now - dt.timedelta(days=1)) == 0
    assert remove_orphans(older_than=now + dt.timedelta(minutes=1)) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / kept.file.name]

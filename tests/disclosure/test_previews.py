"""What a reader sees of an attachment without downloading it, and the code that opens a page on a telephone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure import actions
from disclosure.views import items
from portal.uploads.models import TextState
from tests.disclosure.conftest import address_of
from tests.portal.uploads import samples


@pytest.fixture
def public_file(with_file, cast):
    """A text file of a public item, read."""
    item, stored = with_file()
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    stored.refresh_from_db()
    return item, stored


def told(stored, text):
    """The file with this text read out of it."""
    stored.text, stored.text_state, stored.text_extracted_at = text, TextState.DONE, stored.uploaded_at
    stored.save(update_fields=["text", "text_state", "text_extracted_at"])


def test_the_text_of_a_file_is_read_without_downloading_it(public_file, client):
    item, stored = public_file
    told(stored, "第一条 <b>保障标准</b>")
    assert f'href="{address_of(stored)}/preview/"' in client.get(item.get_absolute_url()).content.decode()
    page = client.get(f"{address_of(stored)}/preview/")
    text = page.content.decode()
    assert "第一条 &lt;b&gt;保障标准&lt;/b&gt;" in text
    assert item.title in text
    assert not page.cookies


def test_a_long_text_is_cut_and_says_so(public_file, client, monkeypatch):
    _item, stored = public_file
    monkeypatch.setattr(items, "PREVIEWED", 10)
    told(stored, "一" * 10)
    assert "仅显示部分文字" not in client.get(f"{address_of(stored)}/preview/").content.decode()
    told(stored, "一" * 11)
    text = client.get(f"{address_of(stored)}/preview/").content.decode()
    assert "仅显示部分文字" in text
    assert "一" * 11 not in text


def test_a_file_without_text_says_so(public_file, client):
    _item, stored = public_file
    told(stored, "")
    assert "未能从该文件中提取文字" in client.get(f"{address_of(stored)}/preview/").content.decode()


def test_only_what_is_public_has_a_preview(with_file, client, cast):
    item, stored = with_file()
    for address in (f"{address_of(stored)}/preview/", f"/items/{item.index_no}/code.svg"):
        assert client.get(address).status_code == 404
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    for address in (f"{address_of(stored)}/preview/", f"/items/{item.index_no}/code.svg"):
        assert client.get(address).status_code == 200
        assert client.get(address, HTTP_HOST=cast.other_government.host).status_code == 404


def test_only_a_pdf_opens_in_the_browser(public_file, drafted, client, cast):
    _item, plain = public_file
    answer = client.get(f"{address_of(plain)}?view")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content)

    item = drafted()
    pdf = actions.attach(item, SimpleUploadedFile("标准.pdf", samples.pdf()), by=cast.clerk)
    item.refresh_from_db()
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    answer = client.get(f"{address_of(pdf)}?view")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content)
    assert "?view" in client.get(f"{address_of(pdf)}/preview/").content.decode()


def test_the_code_is_a_picture_of_the_address(public_file, client):
    item, _stored = public_file
    answer = client.get(f"/items/{item.index_no}/code.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert b'xmlns="http://www.w3.org/2000/svg"' in answer.content
    assert b"<script" not in answer.content

"""Items of the cast's bureau, at every stage."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.actions import add_entry
from catalog.models import Area
from disclosure import actions


@pytest.fixture
def entry(cast):
    """An entry of the county's catalog, in the fourteenth area."""
    area = Area.objects.get(number=14)
    return add_entry(cast.county, by=None, code="14-01", area=area, level1="最低生活保障", level2="低保标准")


@pytest.fixture
def drafted(cast):
    def drafted(**content):
        given = {"title": "关于调整低保标准的通知", "body": "自七月起执行新的标准。"} | content
        return actions.draft(**({"agency": cast.bureau, "by": cast.clerk} | given))

    return drafted


@pytest.fixture
def submitted(cast, drafted):
    def submitted(**content):
        return actions.submit(drafted(**content), by=cast.clerk)

    return submitted


@pytest.fixture
def published(cast, submitted):
    def published(**content):
        return actions.approve_and_publish(submitted(**content), by=cast.reviewer)

    return published


@pytest.fixture
def with_file(cast, drafted):
    """A draft with one text file attached."""

    def with_file(name="名单.txt", content="附件中的词语:霜降", **fields):
        item = drafted(**fields)
        stored = actions.attach(item, SimpleUploadedFile(name, content.encode()), by=cast.clerk)
        item.refresh_from_db()
        return item, stored

    return with_file


def address_of(stored):
    """Where a file is downloaded."""
    return f"/files/{stored.public_id}/{quote(stored.name)}"


def status_of(client, stored, **headers):
    """What a download of the file answers."""
    return downloaded(client, stored, **headers).status_code


def downloaded(client, stored, **headers):
    """The answer to a download, read to its end so that the file is closed again; `text_read` is what it holds."""
    answer = client.get(address_of(stored), **headers)
    answer.text_read = b"".join(answer.streaming_content).decode() if answer.streaming else ""
    return answer

"""A government shows its own emblem: a picture, whatever the file is called, and on its own site alone."""

import pytest

from portal.config import emblem
from portal.config.emblem import emblem_address
from tests.portal.config.emblems import an_emblem
from tests.portal.uploads.samples import png, webp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_a_site_shows_its_own_emblem_and_no_other(client, cast):
    digest = an_emblem(cast.county.host)
    own, other = (client.get("/items/", HTTP_HOST=host).content.decode() for host in (cast.county.host, "testserver"))
    assert f'<img src="/emblem/{digest}"' in own
    assert "/emblem/" not in other
    assert "img/mark" in other


def test_it_is_served_as_a_picture_that_can_be_kept(client, cast):
    answer = client.get(f"/emblem/{an_emblem(ending='webp', content=webp())}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "immutable" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert client.get(f"/emblem/{'0' * 32}").status_code == 404


@pytest.mark.parametrize(
    ("ending", "content"),
    [("png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), ("svg", png()), ("html", png())],
)
def test_what_is_no_picture_is_not_taken(ending, content):
    assert an_emblem(ending=ending, content=content) == ""


def test_a_picture_that_is_too_large_is_not_taken(monkeypatch):
    monkeypatch.setattr(emblem, "LARGEST", len(png()) - 1)
    assert an_emblem("large.test") == ""


def test_another_picture_is_seen_at_once():
    first = an_emblem("new.test")
    second = an_emblem("new.test", content=png(3, 3))
    assert first != second
    assert emblem_address("new.test") == f"/emblem/{second}"

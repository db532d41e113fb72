"""What is kept, for whom, and when it is looked at again."""

import gzip
import threading
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from disclosure import actions
from portal.config.shared_pages import SharedPagesMiddleware
from portal.editions import shelf
from portal.search.engine import engine
from tests.portal.editions.reading import read_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ITEMS = "/items/"


def test_a_page_is_rendered_once(published, ask):
    item = published()
    first, second = ask(ITEMS), ask(ITEMS)
    assert first.asked.rendered
    assert second.asked.queries == 0
    assert item.title in second.content.decode()
    assert second.content == first.content
    assert {name: second[name] for name in second.headers} == {name: first[name] for name in first.headers}


def test_what_pages_have_in_common_is_the_same_on_each(published, client, settings):
    """A part that depends on the address would be that of the page that was asked for first."""
    item = published()
    together = read_again(client, item)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "shared_pages" not in name]
    assert len(together) > 20
    assert read_again(type(client)(), item) == together


def test_a_page_not_changed_costs_nothing(published, ask, own_cache):
    published()
    etag = ask(ITEMS)["ETag"]
    own_cache()  # nothing is kept any more
    again = ask(ITEMS, if_none_match=etag)
    assert (again.status_code, again.asked.queries, again.content) == (304, 0, b"")
    assert again["ETag"] == etag


def test_a_change_is_seen_in_the_next_second(published, ask, clock):
    first = ask(ITEMS)
    item = published()
    assert ask(ITEMS).content == first.content
    clock.shift(0.9)
    later = ask(ITEMS, if_none_match=first["ETag"])
    assert later.status_code == 200
    assert item.title in later.content.decode()
    assert first["X-Accel-Expires"] != later["X-Accel-Expires"]


def test_an_hour_without_a_change_asks_only_for_the_edition(published, ask, clock):
    published()
    ask(ITEMS)
    clock.shift(3600)
    assert ask(ITEMS).asked.queries == 2  # whose host, and its stamps


def test_a_withdrawn_item_is_gone(cast, published, ask, clock):
    item = published()
    address = item.get_absolute_url()
    etag = ask(address)["ETag"]
    actions.withdraw(item, by=cast.head, reason="内容有误", ground="error")
    clock.shift(1)
    assert ask(address, if_none_match=etag).status_code == 410
    assert item.title not in ask(ITEMS).content.decode()


def test_a_page_changes_at_midnight_by_itself(cast, ask, clock):
    etag = ask(ITEMS)["ETag"]
    clock.move_to("2026-11-03 23:59:59.900+08:00")
    assert ask(ITEMS, if_none_match=etag).status_code == 304
    clock.move_to("2026-11-04 00:00:00.000+08:00")
    assert ask(ITEMS, if_none_match=etag).status_code == 200


def test_whoever_has_a_cookie_of_ours_is_answered_by_the_view(cast, published, ask, client):
    published()
    ask(ITEMS)
    client.force_login(cast.clerk)
    assert ask(ITEMS).asked.rendered
    client.logout()
    client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32
    assert ask(ITEMS).asked.rendered


@pytest.mark.parametrize(
    "address", ["/", "/?q=1", "/en/", "/items/?page=1", "/items/?utm_source=x"], ids=lambda address: address
)
def test_every_address_language_and_site_has_its_own_page(ask, published, address):
    published()
    assert ask("/items/").asked.rendered
    assert ask(address).asked.queries > 0
    assert ask(address, host="yuanshan.test").asked.queries > 0
    assert ask(address).asked.queries == 0


def test_it_is_compressed_once_and_read_by_those_who_do_not_take_that(published, ask):
    published()
    packed, plain = ask(ITEMS, accept_encoding="gzip, br"), ask(ITEMS)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    assert (packed["Vary"], plain["Vary"]) == ("Accept-Encoding", "Accept-Encoding")
    assert ask(ITEMS, accept_encoding="gzip").content == packed.content


def test_made_up_addresses_take_no_more_than_their_places(published, ask, monkeypatch):
    monkeypatch.setattr(shelf, "ASKED", 8)
    published()
    ask(ITEMS)
    for number in range(40):
        ask(f"/kiosk/?made_up={number}")
    places = {shelf._place(f"http://testserver/kiosk/?made_up={number}") for number in range(40)}
    assert len([place for place in places if caches["pages"].get(place)]) == len(places) <= 8
    assert ask(ITEMS).asked.queries == 0


def test_what_is_too_large_is_not_kept(published, ask, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BYTES", 100)
    published()
    assert ask(ITEMS).content == ask(ITEMS).content
    assert ask(ITEMS).asked.queries > 0


def page(request, *, accessed=False, shared=True, cookie="", headers=()):
    """The answer of a view behind everything that reads a session."""
    request.session = SimpleNamespace(accessed=accessed)
    response = HttpResponse("page", headers=dict(headers))
    response.is_shared = shared
    if cookie:
        response.set_cookie(cookie, "1")
    return response


def times_rendered(**answer):
    """How often the view is called for two visitors."""
    calls = []

    def view(request):
        calls.append(request)
        return page(request, **answer)

    middleware = SharedPagesMiddleware(view)
    for _visitor in range(2):
        middleware(RequestFactory().get("/items/"))
    return len(calls)


def test_an_answer_to_nobody_in_particular_is_kept(cast):
    assert times_rendered() == 1


def test_an_answer_that_varies_on_the_encoding_alone_is_kept(cast):
    assert times_rendered(headers={"Vary": "Accept-Encoding"}) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"shared": False},
        {"accessed": True},
        {"cookie": "any"},
        {"headers": {"Vary": "Cookie"}},
        {"headers": {"Vary": "Accept-Encoding, HX-Request"}},
        {"headers": {"Cache-Control": "no-store"}},
        {"headers": {"Cache-Control": "private"}},
        {"headers": {"Content-Security-Policy": "script-src 'nonce-abc'"}},
    ],
    ids=str,
)
def test_anything_personal_is_not_kept(cast, answer):
    assert times_rendered(**answer) == 2


def test_a_row_that_came_since_they_were_counted_pushes_none_out(published, ask):
    published(title="先公开的通知")
    ask(ITEMS)
    published(title="后公开的通知")
    text = ask(f"{ITEMS}?page=1").content.decode()  # within the same second, so counted before
    assert "先公开的通知" in text
    assert "后公开的通知" in text


def test_a_search_that_was_cut_off_is_not_asked_again_and_not_kept(published, ask, monkeypatch):
    asked = []

    def too_long(match, **_bounds):
        asked.append(match)
        raise TimeoutError

    published()
    address = "/search/?q=%E4%BD%8E%E4%BF%9D"
    with monkeypatch.context() as patched:
        patched.setattr(engine(), "matching", too_long)
        assert "检索用时过长" in ask(address).content.decode()
    assert len(asked) == 1
    assert "关于调整<mark>低保</mark>标准的通知" in ask(address).content.decode()


def test_others_wait_while_one_renders(cast):
    begun, go_on, calls = threading.Event(), threading.Event(), []

    def view(request):
        calls.append(request)
        begun.set()
        go_on.wait(10)
        return page(request)

    middleware = SharedPagesMiddleware(view)
    go_on.set()
    middleware(RequestFactory().get("/warm/"))  # from now on every thread knows the edition without the database
    for once in (begun, go_on):
        once.clear()
    calls.clear()
    threads = [
        threading.Thread(target=middleware, args=[RequestFactory().get("/items/")], daemon=True) for _one in range(8)
    ]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert len(calls) == 1

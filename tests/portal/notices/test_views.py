"""The inbox shows one's own notices and nobody else's."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.notices.models import Kind, Notice
from portal.notices.states import State

pytestmark = pytest.mark.django_db


def test_needs_somebody_signed_in(client, write):
    notice = write()
    assert client.get("/inbox/").status_code == 302
    for address in ("/inbox/read/", f"/inbox/{notice.public_id}/read/"):
        assert client.post(address).status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None


def test_shows_only_ones_own_newest_first(client, write, cast):
    write("old", title="An old notice")
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
    write("new", title="A new notice")
    write("other", title="Somebody else's notice", to=cast.sibling_clerk)
    client.force_login(cast.clerk)
    page = client.get("/inbox/").content.decode()
    assert page.index("A new notice") < page.index("An old notice")
    assert "Somebody else" not in page


def test_what_proved_untrue_is_gone(client, write, cast):
    write("1", title="A false alarm")
    write("2", title="A true alarm")
    Notice.objects.filter(title="A false alarm").update(state=State.ABORTED)
    client.force_login(cast.clerk)
    page = client.get("/inbox/").content.decode()
    assert "A true alarm" in page
    assert "A false alarm" not in page


def test_what_the_mail_server_refused_is_there(client, write, cast):
    write(title="Not delivered")
    Notice.objects.update(state=State.FAILED)
    client.force_login(cast.clerk)
    assert "Not delivered" in client.get("/inbox/").content.decode()


def test_opening_marks_as_read_and_leads_on(client, write, cast):
    notice = write(url="/somewhere/")
    client.force_login(cast.clerk)
    answer = client.post(f"/inbox/{notice.public_id}/read/")
    assert (answer.status_code, answer["Location"]) == (302, "/somewhere/")
    notice.refresh_from_db()
    assert notice.is_read
    assert notice.title not in client.get("/inbox/?unread=1").content.decode()


def test_without_a_page_it_leads_back(client, write, cast):
    notice = write(url="")
    client.force_login(cast.clerk)
    assert client.post(f"/inbox/{notice.public_id}/read/")["Location"] == "/inbox/"


def test_somebody_elses_notice_does_not_exist(client, write, cast):
    notice = write()
    client.force_login(cast.sibling_clerk)
    assert client.post(f"/inbox/{notice.public_id}/read/").status_code == 404
    client.post("/inbox/read/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_reading_changes_nothing_by_get(client, write, cast):
    notice = write()
    client.force_login(cast.clerk)
    assert client.get(f"/inbox/{notice.public_id}/read/").status_code == 405
    assert client.get("/inbox/read/").status_code == 405


def test_all_at_once(client, write, cast):
    write("1")
    write("2")
    client.force_login(cast.clerk)
    client.post("/inbox/read/")
    assert not Notice.objects.addressed_to(cast.clerk).unread().exists()


def test_text_of_a_notice_is_text(client, write, cast):
    write(title="<b>bold</b>", body="<script>alert(1)</script>")
    client.force_login(cast.clerk)
    page = client.get("/inbox/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>bold</b>" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_constant_number_of_queries(client, write, cast, rows, django_assert_num_queries):
    for number in range(rows):
        write(str(number), kind=Kind.DUE_REMINDER)
    client.force_login(cast.clerk)
    client.get("/inbox/")
    with django_assert_num_queries(INBOX_QUERIES):
        client.get("/inbox/")


INBOX_QUERIES = 6  # session, account, count, page, unread left?, tenant


def test_a_new_inbox_says_so(client, cast):
    client.force_login(cast.clerk)
    assert client.get("/inbox/").status_code == 200

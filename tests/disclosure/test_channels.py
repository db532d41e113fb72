"""Feeds, the map of the site, the sheet for the board, alerts, and the record of other channels."""

import datetime as dt
import json
import re

import pytest
from defusedxml.ElementTree import fromstring
from django.core import mail
from django.utils import timezone

from disclosure.actions import channels, withdraw
from disclosure.models import Alert, Audience, ChannelRecord
from disclosure.tasks import send_alerts
from portal.audit.models import AuditEvent
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def titles(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return [entry.findtext(f"{ATOM}title") for entry in fromstring(answer.content).iter(f"{ATOM}entry")]


def test_feeds_hold_what_is_public_and_nothing_else(cast, client, published, drafted, entry):
    published(title="公开的通知", entry=entry)
    published(title="内部的通知", audience=Audience.STAFF, entry=entry)
    drafted(title="草稿中的通知", entry=entry)
    gone = published(title="撤回的通知", entry=entry)
    withdraw(gone, by=cast.head, reason="有误")
    for address in ("/feed.atom", "/agencies/qt-mzj/feed.atom", "/areas/14/feed.atom", "/search/feed.atom?q=通知"):
        assert titles(client, address) == ["公开的通知"], address


def test_a_feed_of_the_sibling_is_empty_and_one_of_another_government_does_not_exist(client, published):
    published()
    assert titles(client, "/agencies/qt-jyj/feed.atom") == []
    assert client.get("/agencies/ys-mzj/feed.atom").status_code == 404


def test_the_map_names_public_pages_alone(client, published, drafted):
    item, draft = published(), drafted(title="草稿")
    places = [loc.text for loc in fromstring(client.get("/sitemap.xml").content).iter(f"{MAP}loc")]
    assert f"http://testserver/items/{item.index_no}/" in places
    assert not [place for place in places if draft.index_no in place]
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_the_page_says_what_it_is_and_no_title_breaks_out_of_it(client, published):
    item = published(title="</script><script>alert(1)</script>的通知")
    text = client.get(item.get_absolute_url()).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    facts = json.loads(blocks[0])
    assert facts["identifier"] == item.index_no
    assert facts["headline"] == item.title
    assert "<script>alert" not in text


def test_the_sheet_for_the_board_leads_back(client, published, drafted):
    item = published()
    for size in ("A4", "A3"):
        text = client.get(f"/items/{item.index_no}/print/?size={size}").content.decode()
        assert f"sheet--{size}" in text
        assert "<svg" in text
        assert f"http://testserver/items/{item.index_no}/" in text
    assert client.get(f"/items/{drafted().index_no}/print/").status_code == 404


def test_the_touch_screen_has_its_eight_columns(client, published):
    found = re.findall(r'<li><a href="([^"]+)"', client.get("/kiosk/").content.decode())
    assert len(set(found)) == 8
    assert {client.get(address).status_code for address in found} == {200}
    assert client.get("/kiosk/none/").status_code == 404


def test_the_touch_screen_leads_nowhere_but_to_itself(cast, client, published, drafted):
    item = published(title="有链接的通知", body='<p>见<a href="https://elsewhere.test/">别处</a>。</p>')
    hidden = drafted(title="草稿")
    assert item.title in client.get("/kiosk/notices/").content.decode()
    assert hidden.title not in client.get("/kiosk/notices/").content.decode()
    assert client.get(f"/kiosk/items/{hidden.index_no}/").status_code == 404
    places = ["/kiosk/", "/kiosk/functions/", "/kiosk/complaints/", "/kiosk/notices/", f"/kiosk/items/{item.index_no}/"]
    for place in [*places, f"/kiosk/agencies/{cast.bureau.code}/"]:
        page = client.get(place).content.decode()
        assert {link for link in re.findall(r'<a [^>]*href="([^"]+)"', page) if link[0] != "?"} <= set(
            re.findall(r'/kiosk/[^"]*', page)
        ), place
        assert "<input" not in page
    assert "见别处。" in client.get(f"/kiosk/items/{item.index_no}/").content.decode()


def test_the_rows_of_the_touch_screen_are_turned_over(client, published):
    for number in range(9):
        published(title=f"第{number}号通知")
    first, second = (client.get(f"/kiosk/notices/?page={page}").content.decode() for page in (1, 2))
    assert (first.count("号通知</strong>"), second.count("号通知</strong>")) == (8, 1)
    assert "下一页" in first
    assert "上一页" in second


def test_a_channel_is_recorded_once_and_shown(cast, client, published):
    item = published()
    for _twice in range(2):
        channels.record_channel(item, by=cast.clerk, outlet="board", place="民政局一楼公开栏", on=timezone.localdate())
    assert ChannelRecord.objects.count() == 1
    assert AuditEvent.objects.filter(event="channel_recorded").count() == 1
    assert "民政局一楼公开栏" in client.get(item.get_absolute_url()).content.decode()


def test_what_will_not_do_is_refused(cast, published, drafted):
    item, today = published(), timezone.localdate()
    given = {"outlet": "board", "place": "公开栏", "on": today}
    with pytest.raises(NotAllowed):
        channels.record_channel(item, by=cast.sibling_clerk, **given)
    for changed, field in (
        ({"on": today + dt.timedelta(days=1)}, "on"),
        ({"place": " "}, "place"),
        ({"until": today - dt.timedelta(days=1)}, "until"),
    ):
        with pytest.raises(Refused) as refusal:
            channels.record_channel(item, by=cast.clerk, **given | changed)
        assert refusal.value.field == field
    with pytest.raises(Refused):
        channels.record_channel(drafted(), by=cast.clerk, **given)
    assert not ChannelRecord.objects.exists()


def test_a_clerk_records_on_the_page_of_the_item(cast, client, published):
    item = published()
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/admin/disclosure/item/{item.pk}/channels/"
    given = {"outlet": "press", "place": "青田日报第三版", "on": timezone.localdate().isoformat(), "until": ""}
    assert client.post(address, given).status_code == 302
    assert "青田日报第三版" in client.get(address).content.decode()


def ask(client, **given):
    return client.post("/alerts/", {"email": "reader@example.test", "agency": "", "area": "", "query": ""} | given)


def test_an_alert_is_confirmed_tells_once_and_ends(cast, client, published):
    assert ask(client, agency="qt-mzj").status_code == 200
    asked = Notice.objects.get(kind=Kind.ALERT_ASKED)
    published(title="未确认前公开的通知")
    send_alerts()
    assert not Notice.objects.filter(kind=Kind.ALERT).exists()

    assert client.get(asked.url).status_code == 200  # mail programs open addresses: opening alone confirms nothing
    assert not Alert.objects.confirmed().exists()
    client.post(asked.url)
    published(title="确认后公开的通知")
    send_alerts()
    send_alerts()
    told = Notice.objects.get(kind=Kind.ALERT)
    assert "确认后公开的通知" in told.body
    assert "未确认前公开的通知" not in told.body

    client.post(told.url)
    assert not Alert.objects.exists()
    published(title="取消后公开的通知")
    send_alerts()
    assert Notice.objects.filter(kind=Kind.ALERT).count() == 1
    assert mail.outbox == []  # letters are the outbox's business


def test_an_alert_for_words_hears_only_of_them(client, published):
    ask(client, query="霜降")
    client.post(Notice.objects.get(kind=Kind.ALERT_ASKED).url)
    published(title="关于霜降的通知")
    published(title="关于谷雨的通知")
    send_alerts()
    body = Notice.objects.get(kind=Kind.ALERT).body
    assert "霜降" in body
    assert "谷雨" not in body


def test_nobody_is_flooded_and_nobody_learns_who_reads(client, cast):
    answers = [ask(client, query=f"词语{number}") for number in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert Alert.objects.count() == channels.MOST_UNCONFIRMED
    assert ask(client, email="keine").status_code == 422
    assert client.post("/alerts/forged/confirm/").status_code == 200
    assert not Alert.objects.confirmed().exists()

"""What is not public stands in no public answer: a marker in every text of it, and every public address asked."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure import actions as items
from disclosure.actions import gazette
from disclosure.actions.readers import form_group
from disclosure.models import Audience, GazetteIssue, Item, WithdrawalGround
from disclosure.tasks import carry_out_schedules
from tests.access.table import PUBLIC
from tests.access.world import build
from tests.cast import assemble

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


class Planting:
    """Items of the bureau, one in every state that is not public, each text of theirs holding a marker."""

    def __init__(self, world) -> None:
        self.world, self.cast = world, world.cast
        self.markers: dict[str, set[str]] = {}
        self.planted: dict[str, Item] = {}
        self.files: list = []

    def _text(self, name: str, part: str) -> str:
        marker = f"UNPUB-{name}-{part}-BUPNU"
        self.markers.setdefault(name, set()).add(marker)
        return marker

    def content(self, name: str) -> dict:
        parts = {part: self._text(name, part) for part in ("title", "body", "summary", "keywords", "doc_number")}
        return parts | {"entry": self.world.here.entry, "source_name": self._text(name, "source_name")}

    def draft(self, name: str, **more) -> Item:
        item = items.draft(agency=self.cast.bureau, by=self.cast.clerk, **self.content(name) | more)
        return self.attach(name, item)

    def attach(self, name: str, item: Item) -> Item:
        file = SimpleUploadedFile(f"{self._text(name, 'file')}.txt", self._text(name, "inside").encode(), "text/plain")
        self.files.append(items.attach(item, file, by=self.cast.clerk))
        item.refresh_from_db()
        return item

    def submit(self, name: str, **more) -> Item:
        return items.submit(self.draft(name, **more), by=self.cast.clerk)

    def approve(self, name: str, **more) -> Item:
        return items.approve(self.submit(name, **more), by=self.cast.reviewer)

    def publish(self, name: str, **more) -> Item:
        return items.publish(self.approve(name, **more), by=self.cast.reviewer)

    def grow(self) -> None:
        """One of everything that must not be seen."""
        cast = self.cast
        group = form_group(cast.bureau, by=cast.clerk, name="名单", usernames=[])
        self.planted = {
            "DRAFT": self.draft("DRAFT"),
            "IN-REVIEW": self.submit("IN-REVIEW"),
            "APPROVED": self.approve("APPROVED"),
            "RETURNED": items.return_(self.submit("RETURNED"), by=cast.reviewer, reason="请修改"),
            "EMBARGOED": items.schedule(self.approve("EMBARGOED"), by=cast.reviewer, at=timezone.now() + HOUR),
            "STAFF": self.publish("STAFF", audience=Audience.STAFF),
            "GROUP": self.publish("GROUP", audience=Audience.GROUP, readers=group),
            "WITHDRAWN": self.publish("WITHDRAWN"),
            "ENDED": self.publish("ENDED"),
            "REVISION": self._revised(),
            "OLD-TEXT": self._taken_back_once(),
        }
        self._printed(self.planted["WITHDRAWN"])
        self._issue_in_the_making()
        items.withdraw(
            self.planted["WITHDRAWN"], by=cast.head, reason="含有个人信息", ground=WithdrawalGround.SENSITIVE
        )
        items.set_expiry(self.planted["ENDED"], by=cast.head, at=timezone.now() + HOUR)

    def _printed(self, item: Item) -> None:
        """Printed in an issue of the gazette, which stays public when the item does not."""
        issue = self._issue(item, title="", sections=["文件"])
        gazette.publish_issue(issue, by=self.cast.officer)

    def _issue_in_the_making(self) -> None:
        """Its title and its sections hold markers; the text in it is public."""
        section = [self._text("GAZETTE", "section")]
        self._issue(self.world.here.consultation.item, title=self._text("GAZETTE", "title"), sections=section)

    def _issue(self, item: Item, **cover) -> GazetteIssue:
        by, day = self.cast.officer, timezone.localdate()
        issue = gazette.begin_issue(self.cast.county, by=by, cover_on=day, **cover)
        gazette.add_items(issue, by=by, items=[item], section=issue.sections.get())
        return issue

    def _revised(self) -> Item:
        """Public, with a draft that is not: title and text of the draft hold the markers."""
        item = items.draft(agency=self.cast.bureau, by=self.cast.clerk, title="公开的事项", body="公开的正文")
        items.submit(item, by=self.cast.clerk)
        item = items.approve_and_publish(item, by=self.cast.reviewer)
        content = self.content("REVISION")
        return self.attach("REVISION", items.revise(item, by=self.cast.clerk, **content))

    def _taken_back_once(self) -> Item:
        """Public again with a clean text; the one before it was withdrawn."""
        item = self.publish("OLD-TEXT")
        self._printed(item)
        item = items.withdraw(item, by=self.cast.head, reason="有误")
        clean = {"title": "更正后的事项", "body": "更正后的正文", "summary": "", "keywords": "", "doc_number": ""}
        item = items.revise(item, by=self.cast.clerk, source_name="", **clean)
        for link in item.newest().attachments.select_related("file"):
            items.detach(item, link.file, by=self.cast.clerk)
        items.submit(item, by=self.cast.clerk)
        return items.approve_and_publish(item, by=self.cast.reviewer)


@pytest.fixture(scope="module")
def planting(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        planting = Planting(build(assemble()))
        planting.grow()
        with time_machine.travel(timezone.now() + 2 * HOUR):
            item = planting.planted["EMBARGOED"]
            items.unschedule(item, by=planting.cast.reviewer)
            items.schedule(item, by=planting.cast.reviewer, at=timezone.now() + HOUR)
            carry_out_schedules()  # what was public for a limited time ends; the embargo goes on
            for planted in planting.planted.values():
                planted.refresh_from_db()
            yield planting
        transaction.set_rollback(True)


def addresses(planting: Planting) -> list[str]:
    """Every public address with the objects of the bureau, and again with each planted item in their place."""
    found = []
    side = planting.world.here
    for name, row in sorted(PUBLIC.items()):
        if row.method != "GET" or name.startswith("heartbeat:"):  # signs of life of machines
            continue
        given = row.args(side)
        if "gazette" in name and "number" in given:
            found += [reverse(name, kwargs=given | {"number": number}) for number in (1, 2, 3, 4)]
        found.append(reverse(name, kwargs=given))
        if "index_no" in given:
            found += [reverse(name, kwargs=given | {"index_no": item.index_no}) for item in planting.planted.values()]
        if "number" in given and "index_no" in given:
            found += [
                reverse(name, kwargs={"index_no": item.index_no, "number": number})
                for item in planting.planted.values()
                for number in (1, 2)
            ]
    return found


def asked_for(planting: Planting) -> list[str]:
    """Addresses that look for the markers: searches, filters, feeds, the API."""
    markers = sorted(marker for ones in planting.markers.values() for marker in ones)
    queries = [f"/search/?q={m}" for m in markers] + [f"/search/feed.atom?q={m}" for m in markers]
    queries += [f"/items/?agency=qt-mzj&page={page}" for page in (1, 2)]
    queries += [f"/api/v1/items/?search={m}" for m in markers] + ["/api/v1/items/?page_size=100", "/normative/?q=UNPUB"]
    return queries


def read(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode(errors="replace").replace("<mark>", "").replace("</mark>", "")
    return answer.status_code, text + str(answer.headers)


def echoed(address: str, text: str) -> str:
    """The text without what only repeats the question."""
    for part in address.replace("&", "=").split("="):
        if part.startswith("UNPUB"):
            text = text.replace(part, "")
    return text


@pytest.mark.parametrize("host", ["testserver", "qingtian.test"])
def test_nothing_unpublished_stands_in_a_public_answer(planting, host):
    client = Client(headers={"host": host}, raise_request_exception=False)
    leaks, asked = [], addresses(planting) + asked_for(planting)
    for address in asked:
        status, text = read(client, address)
        assert status < 500, address
        text = echoed(address, text)
        leaks += [(address, name) for name, markers in planting.markers.items() if any(m in text for m in markers)]
    # the tombstones of what merely ended keep its title: that is what a tombstone is for
    own = f"/items/{planting.planted['ENDED'].index_no}/"
    leaks = [leak for leak in leaks if not (leak[1] == "ENDED" and leak[0].startswith(own))]
    assert len(asked) > 300
    assert leaks == []


def test_the_tombstones_of_what_ended_say_its_title_and_no_more(planting):
    own = f"/items/{planting.planted['ENDED'].index_no}/"
    client = Client(headers={"host": "testserver"}, raise_request_exception=False)
    answers = [read(client, address) for address in addresses(planting) if address.startswith(own)]
    assert {status for status, _text in answers} <= {404, 410}
    shown = {marker for _status, text in answers for marker in planting.markers["ENDED"] if marker in text}
    assert shown == {"UNPUB-ENDED-title-BUPNU"}


def test_no_file_of_it_is_served(planting):
    client = Client(headers={"host": "testserver"})
    for stored in planting.files:
        status, text = read(client, reverse("disclosure:file_download", args=[stored.public_id, stored.name]))
        assert status == 404
        assert "inside" not in text


def test_the_markers_would_be_seen(planting):
    """The same questions find what is published: the planting itself proves nothing otherwise."""
    with transaction.atomic():
        planting.publish("CONTROL")
        client = Client(headers={"host": "testserver"})
        seen = [
            address for address in asked_for(planting) if "UNPUB-CONTROL" in echoed(address, read(client, address)[1])
        ]
        assert {address.partition("?")[0] for address in seen} >= {"/search/", "/search/feed.atom", "/items/"}
        transaction.set_rollback(True)
    planting.markers.pop("CONTROL")
    planting.files.pop()

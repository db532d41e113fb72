"""The rule of broken links: one warning for a page, as long as a link on it shows the public nothing."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import actions as items
from disclosure.models import GateFinding, ItemLink
from oversight.grades import Grade
from oversight.models import Closing, EarlyWarning
from oversight.rules import RULES
from oversight.rules.rule import Sight
from tests.disclosure.conftest import address_of
from tests.oversight.sweeps import DAY, MORNING, look_at, published

RULE = "link-broken"
YELLOW, ORANGE, _RED = Grade


def page_with(cast, *addresses, **content):
    return published(cast, title="办事须知", body=_link(*addresses), **content)


def _link(*addresses):
    return "".join(f'<p><a href="{address}">见此</a></p>' for address in addresses)


def withdrawn(cast, item, at=MORNING + DAY):
    with time_machine.travel(at, tick=False):
        return items.withdraw(item, by=cast.head, reason="内容有误")


def again(cast, item, at, **content):
    with time_machine.travel(at, tick=False):
        items.submit(items.revise(item, by=cast.clerk, **content), by=cast.clerk)
        return items.approve_and_publish(item, by=cast.reviewer)


def warned(at):
    return [(warning.subject_key, warning.grade, warning.due_on) for warning in look_at(RULE, at)]


@pytest.fixture
def target(cast):
    return published(cast)


def test_it_opens_once_turns_orange_and_closes_when_the_text_is_corrected(cast, target):
    page = page_with(cast, target.get_absolute_url())
    assert warned(MORNING) == []
    withdrawn(cast, target)
    due_on = dt.date(2026, 10, 9)  # five working days later, the National Day holidays between
    assert warned(MORNING + DAY) == [(str(page.pk), YELLOW, due_on)]
    (warning,) = look_at(RULE, MORNING + 3 * DAY)
    assert (warning.agency, warning.title, warning.subject_number) == (cast.bureau, page.title, page.index_no)
    assert warned(MORNING + 20 * DAY) == [(str(page.pk), ORANGE, due_on)]
    again(cast, page, MORNING + 22 * DAY, body="正文")
    assert warned(MORNING + 22 * DAY) == []
    assert [warning.closing for warning in EarlyWarning.objects.of_rule(RULE)] == [Closing.FIXED]


def test_it_closes_when_the_target_is_public_again(cast, target):
    page_with(cast, target.get_absolute_url())
    withdrawn(cast, target)
    assert len(warned(MORNING + DAY)) == 1
    again(cast, target, MORNING + 2 * DAY, body="改正后的正文")
    assert warned(MORNING + 2 * DAY) == []


def test_it_closes_when_the_page_itself_is_withdrawn(cast, target):
    page = page_with(cast, target.get_absolute_url())
    withdrawn(cast, target)
    assert len(warned(MORNING + DAY)) == 1
    withdrawn(cast, page, MORNING + 2 * DAY)
    assert warned(MORNING + 2 * DAY) == []


def test_however_the_address_is_written_it_is_the_same_page(cast, target):
    path = target.get_absolute_url()
    pages = [
        page_with(cast, address)
        for address in (f"/en{path}", f"https://qingtian.test{path}", f"{path}?page=2", f"{path}#a", f"{path}print/")
    ]
    elsewhere = page_with(cast, f"https://www.gov.cn{path}")
    withdrawn(cast, target)
    assert {key for key, *_ in warned(MORNING + DAY)} == {str(page.pk) for page in pages}
    assert elsewhere.pk


def test_a_page_has_one_warning_since_the_first_of_its_links_broke(cast, target):
    other = published(cast)
    page = page_with(cast, target.get_absolute_url(), other.get_absolute_url())
    withdrawn(cast, other, MORNING + 13 * DAY)
    (later,) = look_at(RULE, MORNING + 13 * DAY)
    withdrawn(cast, target, MORNING + 14 * DAY)
    assert warned(MORNING + 14 * DAY) == [(str(page.pk), YELLOW, later.due_on)]
    again(cast, other, MORNING + 15 * DAY, body="改正后的正文")
    ((key, _grade, due_on),) = warned(MORNING + 15 * DAY)
    assert key == str(page.pk)
    assert due_on == later.due_on + DAY


def test_what_is_limited_to_staff_is_no_longer_there_for_the_public(cast, target):
    page_with(cast, target.get_absolute_url())
    again(cast, target, MORNING + DAY, audience="staff")
    assert len(warned(MORNING + DAY)) == 1


def test_a_link_that_was_let_through_broken_is_broken_since_it_stands_there(cast, target):
    withdrawn(cast, target)
    with time_machine.travel(MORNING + 20 * DAY, tick=False):
        page = items.draft(agency=cast.bureau, by=cast.clerk, title="须知", body=_link(target.get_absolute_url()))
        items.inspect(page, by=cast.clerk)
        items.waive(GateFinding.objects.get(), by=cast.head, reason="当日重新公布")
        items.submit(page, by=cast.clerk)
        items.approve_and_publish(page, by=cast.reviewer)
    assert [grade for _key, grade, _due in warned(MORNING + 20 * DAY)] == [YELLOW]


def test_an_item_of_another_government_does_not_open_here(cast):
    with time_machine.travel(MORNING, tick=False):
        draft = items.draft(agency=cast.bureau, by=cast.clerk, title="须知", body="正文")
    foreign = f"/items/{draft.index_no}/"
    page = published(cast)
    ItemLink.objects.create(
        item=page, address=foreign, site=cast.other_government, index_no=draft.index_no, since=MORNING
    )
    with time_machine.travel(MORNING, tick=False):
        items.submit(draft, by=cast.clerk)
        items.approve_and_publish(draft, by=cast.reviewer)
    assert [key for key, *_ in warned(MORNING)] == [str(page.pk)]
    ItemLink.objects.update(site=cast.city)
    assert warned(MORNING) == []


def test_a_file_that_is_gone(cast):
    with time_machine.travel(MORNING, tick=False):
        holder = items.draft(agency=cast.bureau, by=cast.clerk, title="名单", body="正文")
        stored = items.attach(holder, SimpleUploadedFile("名单.txt", "名单".encode()), by=cast.clerk)
        items.submit(holder, by=cast.clerk)
        holder = items.approve_and_publish(holder, by=cast.reviewer)
    page = page_with(cast, address_of(stored))
    assert warned(MORNING) == []
    with time_machine.travel(MORNING + 13 * DAY, tick=False):
        items.revise(holder, by=cast.clerk, body="不再附名单")
        items.detach(holder, stored, by=cast.clerk)
        items.submit(holder, by=cast.clerk)
        items.approve_and_publish(holder, by=cast.reviewer)
    assert [(key, grade) for key, grade, _due in warned(MORNING + 13 * DAY)] == [(str(page.pk), YELLOW)]
    again(cast, page, MORNING + 14 * DAY, body="正文")
    assert warned(MORNING + 14 * DAY) == []


def test_it_is_two_queries_however_many_links_there_are(cast, target):
    page_with(cast, target.get_absolute_url())
    withdrawn(cast, target)
    sight = Sight(now=MORNING + DAY)
    sight.workdays(cast.bureau)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = list(RULES[RULE].find(sight))
        return len(found), len(queries)

    assert asked() == (1, 2)
    other = published(cast)
    for _number in range(3):
        page_with(cast, other.get_absolute_url(), f"{other.get_absolute_url()}#a")
    withdrawn(cast, other)
    assert asked() == (4, 2)


def test_the_clerk_sees_which_links_are_broken(cast, target, client):
    path = target.get_absolute_url()
    page = page_with(cast, path)
    client.force_login(cast.clerk)
    address = f"/admin/disclosure/item/{page.pk}/change/"
    assert "已经打不开" not in client.get(address).content.decode()
    withdrawn(cast, target)
    assert f'<a href="{path}">{path}</a>' in client.get(address).content.decode()

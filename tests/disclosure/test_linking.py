"""Links of public texts are written down with the text, read as the gate reads them, and go when it leaves the site."""

import datetime as dt
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from disclosure import actions
from disclosure.actions.due import carry_out_due
from disclosure.actions.linking import write_links
from disclosure.addresses import Addresses
from disclosure.models import ItemLink
from portal.remembering import remembering
from tests.disclosure.conftest import address_of


def linking(*addresses):
    return "".join(f'<p><a href="{address}">旧通知</a></p>' for address in addresses)


def kept():
    return [(link.address, link.index_no, link.site.code) for link in ItemLink.objects.select_related("site")]


def revised(cast, item, body):
    actions.submit(actions.revise(item, by=cast.clerk, body=body), by=cast.clerk)
    return actions.approve_and_publish(item, by=cast.reviewer)


@pytest.fixture
def opened(cast):
    """Whether an address on a page of the county's site shows the public something."""

    def opened(address, site=None):
        target = Addresses().target(address, site=site or cast.county)
        return target is None or target.opens()

    return opened


def test_an_address_opens_as_the_site_it_asks_opens_it(cast, published, drafted, opened):
    live, hidden = published().get_absolute_url(), drafted(title="未公开").get_absolute_url()
    for address in (
        live,
        f"/en{live}",
        f"{live}?page=2#a",
        f"http://qingtian.test{live}",
        f"//QINGTIAN.test:8000{live}",
    ):
        assert opened(address), address
        assert not opened(address.replace(live, hidden)), address
    assert opened(f"https://testserver{live}")  # the city's site shows what its counties publish
    assert not opened(f"https://yuanshan.test{live}")
    assert not opened(live, site=cast.other_government)
    for elsewhere in ("https://www.gov.cn/no/such/page", "#a", "?page=2", "mailto:a@b.cn", "tel:12345", "/", "/items/"):
        assert opened(elsewhere), elsewhere
    for nowhere in ("/no/such/page", "/admin/", "/items/nothing-1/", "http://[", "http://qingtian.test/no/such/page"):
        assert not opened(nowhere), nowhere


def test_a_file_opens_under_its_own_name_and_leads_on_when_it_is_replaced(cast, with_file, opened):
    item, stored = with_file()
    address = address_of(stored)
    assert not opened(address)
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    assert opened(address)
    assert not opened(f"{address}x")
    item = actions.revise(item, by=cast.clerk, body="改正后的正文")
    actions.detach(item, stored, by=cast.clerk)
    actions.attach(item, SimpleUploadedFile("新名单.txt", "新的".encode()), by=cast.clerk)
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    assert opened(address)  # the file in the same place stands for it
    newer = item.live_version.files.get()
    item = actions.revise(item, by=cast.clerk, body="不再附名单")
    actions.detach(item, newer, by=cast.clerk)
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert not opened(address)


def test_links_are_kept_with_the_public_text_and_no_other(cast, published, drafted):
    first, second = published().get_absolute_url(), published().get_absolute_url()
    item = drafted(body=linking(first, first, "https://www.gov.cn/", "#a"))
    assert kept() == []
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    assert kept() == [(first, first.split("/")[2], "qingtian")]
    since = ItemLink.objects.get().since
    assert since == item.live_version.published_at
    actions.revise(item, by=cast.clerk, body=linking(second))
    assert [address for address, *_ in kept()] == [first]  # a draft changes nothing
    with time_machine.travel(timezone.now() + dt.timedelta(days=3), tick=False):
        revised(cast, item, linking(first, f"http://testserver{second}"))
    assert sorted(kept()) == sorted(
        [(first, first.split("/")[2], "qingtian"), (f"http://testserver{second}", second.split("/")[2], "jianghe")]
    )
    assert ItemLink.objects.get(address=first).since == since  # the same link, in the same place
    actions.withdraw(item, by=cast.head, reason="内容有误")
    assert kept() == []


def test_a_number_of_another_site_is_kept_as_leading_nowhere(cast, published):
    target = published().get_absolute_url()
    page = published()
    page.live_version.body = linking(f"http://yuanshan.test{target}", "/items/not-yet-1/")
    write_links([(page, page.live_version)])
    assert kept() == [("/items/not-yet-1/", "not-yet-1", "qingtian"), (f"http://yuanshan.test{target}", "", "yuanshan")]


def test_what_is_not_for_everyone_has_no_links_kept(cast, published):
    target = published().get_absolute_url()
    item = published(body=linking(target))
    actions.revise(item, by=cast.clerk, audience="staff")
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert kept() == []


def test_links_go_when_the_time_of_an_item_is_over(cast, published):
    target = published().get_absolute_url()
    item = published(body=linking(target))
    end = timezone.now() + dt.timedelta(days=1)
    actions.set_expiry(item, by=cast.head, at=end)
    with time_machine.travel(end, tick=False):
        carry_out_due(end, wait=lambda _moment: None)
    assert kept() == []


def test_several_published_together_are_written_in_a_few_queries(cast, published, django_assert_num_queries):
    target = published().get_absolute_url()
    items = [published(body=linking(target)) for _number in range(6)]
    ItemLink.objects.filter(item__in=items[:3]).delete()
    pairs = [(item, item.live_version) for item in items]
    with remembering(), django_assert_num_queries(4):  # what is kept, the site, who has the numbers, what is new
        write_links(pairs)
    assert ItemLink.objects.count() == 6


def test_the_migration_finds_what_is_public_already(cast, published, with_file):
    item, stored = with_file()
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    live, file = published().get_absolute_url(), address_of(stored)
    published(
        body=linking(
            live, f"/en{live}", f"http://testserver{live}?page=2#a", file, "https://www.gov.cn/", "/items/", "#a"
        )
    )
    facts = ("item", "address", "site", "index_no", "file", "since")
    by_actions = list(ItemLink.objects.values_list(*facts))
    assert len(by_actions) == 4
    ItemLink.objects.all().delete()
    migration = import_module("disclosure.migrations.0018_links_of_what_is_public")
    migration.write_links_of_what_is_public(apps, None)
    assert list(ItemLink.objects.values_list(*facts)) == by_actions

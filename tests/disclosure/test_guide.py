"""The guide to government information: written from the contact card, found out of date when that has changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure import actions as items
from disclosure.actions.guides import write_guide
from disclosure.guide import outdated, what_differs
from disclosure.models import Attribute, Item, Kind
from portal.agencies.models import Agency
from portal.refusals import NotAllowed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CARD = {
    "phone": "0900-8632001", "address": "青田县文景路3号", "office_hours": "周一至周五 8:30—12:00",
    "fax": "0900-8632002",
    "email": "mzj@example.test", "request_office": "办公室政务公开科",
}  # fmt: skip
PAGE = "/admin/disclosure/item/guides/"


@pytest.fixture
def bureau(cast: Cast) -> Agency:
    Agency.objects.filter(pk=cast.bureau.pk).update(**CARD)
    cast.bureau.refresh_from_db()
    return cast.bureau


@pytest.fixture
def guide(cast: Cast, bureau: Agency) -> Item:
    """The guide of the bureau, published as it was written."""
    return publish(write_guide(bureau, by=cast.clerk), cast)


def publish(item: Item, cast: Cast) -> Item:
    items.submit(item, by=cast.clerk)
    return items.approve_and_publish(item, by=cast.reviewer)


def test_the_page_names_what_article_12_asks_for(client: Client, bureau: Agency) -> None:
    text = client.get("/agencies/qt-mzj/guide/").content.decode()
    assert [value for value in CARD.values() if value not in text] == []
    assert [article for article in ("第十二条", "第二十九条", "第三十三条", "第五十一条") if article not in text] == []
    assert "特殊需要" not in text


def test_what_an_agency_has_not_entered_is_left_out(client: Client, cast: Cast) -> None:
    text = client.get("/agencies/qt-jyj/guide/").content.decode()
    assert "传真" not in text.split("<main", 1)[1].split("申请方式", 1)[0]
    assert "县教育局" in text


def test_a_guide_of_another_site_is_not_found(client: Client, cast: Cast) -> None:
    assert client.get("/agencies/ys-mzj/guide/").status_code == 404


def test_the_page_asks_little(client: Client, guide: Item) -> None:
    with CaptureQueriesContext(connection) as queries:
        text = client.get("/agencies/qt-mzj/guide/").content.decode()
    assert guide.index_no in text
    assert len(queries) <= 5


def test_a_guide_written_from_the_card_is_up_to_date(guide: Item) -> None:
    assert guide.kind == Kind.DISCLOSURE_GUIDE
    assert guide.title == "青田县民政局政府信息公开指南"
    assert what_differs(guide) == []
    assert list(outdated(Item.objects.all())) == []


@pytest.mark.parametrize("field", sorted(CARD))
def test_a_changed_card_makes_it_out_of_date_until_it_is_written_anew(field: str, guide: Item, cast: Cast) -> None:
    changed = CARD[field].replace("0900", "0901").replace("青田县", "青田县城关").replace("8:30", "9:00")
    changed = changed.replace("mzj@", "office@").replace("政务公开科", "信息科")
    assert changed != CARD[field]
    Agency.objects.filter(pk=cast.bureau.pk).update(**{field: changed})
    found = list(outdated(Item.objects.all()))
    assert found == [guide]
    sentences = what_differs(found[0])
    assert len(sentences) == 1
    assert changed in sentences[0]
    cast.bureau.refresh_from_db()
    again = write_guide(cast.bureau, by=cast.clerk)
    assert again.pk == guide.pk
    publish(again, cast)
    assert list(outdated(Item.objects.all())) == []


@pytest.mark.parametrize("phrase", ["根据自身生产、科研等特殊需要，可以申请", "自收到申请起15个工作日内予以答复"])
def test_what_the_regulations_dropped_is_found(phrase: str, guide: Item, cast: Cast) -> None:
    items.revise(guide, by=cast.clerk, body=f"{guide.live_version.body}<p>{phrase}</p>")
    item = publish(Item.objects.get(pk=guide.pk), cast)
    assert list(outdated(Item.objects.all())) == [guide]
    assert len(what_differs(Item.objects.get(pk=item.pk))) == 1


def test_fifteen_days_for_third_parties_are_still_the_law(guide: Item, cast: Cast) -> None:
    items.revise(
        guide, by=cast.clerk, body=f"{guide.live_version.body}<p>第三方自收到征求意见书之日起15个工作日内提出意见。</p>"
    )
    publish(Item.objects.get(pk=guide.pk), cast)
    assert list(outdated(Item.objects.all())) == []


def test_only_the_newest_guide_counts(guide: Item, cast: Cast) -> None:
    old = items.draft(
        agency=cast.bureau, by=cast.clerk, title="旧指南", body="无", kind=Kind.DISCLOSURE_GUIDE,
        attribute=Attribute.PROACTIVE,
    )  # fmt: skip
    publish(old, cast)
    assert list(outdated(Item.objects.all())) == [old]
    items.withdraw(Item.objects.get(pk=old.pk), by=cast.head, reason="重复")
    assert list(outdated(Item.objects.all())) == []


def test_the_page_of_the_clerk_says_what_is_wrong_and_writes_it(client: Client, guide: Item, cast: Cast) -> None:
    client.force_login(cast.clerk)
    assert list(client.get(f"{PAGE}?state=outdated").context["page"]) == []
    Agency.objects.filter(pk=cast.bureau.pk).update(phone="0900-1111111")
    text = client.get(PAGE).content.decode()
    assert "0900-1111111" in text
    assert cast.sibling.name not in text
    home = client.get("/admin/").content.decode()
    assert f"{PAGE}?state=outdated" in home
    assert [agency.code for agency in client.get(f"{PAGE}?state=outdated").context["page"]] == ["qt-mzj"]
    answer = client.post(PAGE, {"agency": "qt-mzj"})
    assert answer["Location"] == f"/admin/disclosure/item/{guide.pk}/change/"
    assert "0900-1111111" in Item.objects.get(pk=guide.pk).newest().body


def test_nobody_writes_the_guide_of_another_agency(client: Client, bureau: Agency, cast: Cast) -> None:
    for member in (cast.sibling_clerk, cast.other_clerk):
        client.force_login(member)
        assert client.post(PAGE, {"agency": "qt-mzj"}).status_code == 404
    for member in (cast.citizen, cast.supervisor):
        client.force_login(member)
        assert client.post(PAGE, {"agency": "qt-mzj"}).status_code in {302, 403}
    with pytest.raises(NotAllowed):
        write_guide(bureau, by=cast.sibling_clerk)
    assert not Item.objects.of_kind(Kind.DISCLOSURE_GUIDE).exists()

"""Every old address leads on, and the page of a reform does exactly what was previewed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure import actions
from disclosure.models import Item
from portal.agencies import reforming
from portal.agencies.actions import change
from portal.agencies.models import Succession
from portal.agencies.moving import Chosen
from portal.agencies.reform import Part
from portal.audit.verification import broken_links
from portal.refusals import Refused
from portal.search.queries import find
from tests.portal.agencies.successions import DOCUMENT, merged, paper, third


def test_old_addresses_lead_on_and_items_keep_theirs(cast, item, client):
    merged(cast)
    for address in ("/agencies/{}/", "/agencies/{}/feed.atom", "/api/v1/agencies/{}/", "/en/agencies/{}/"):
        answer = client.get(address.format("qt-mzj"))
        assert (answer.status_code, answer["Location"]) == (301, address.format("qt-jyj"))
    page = client.get(item.get_absolute_url())
    assert page.status_code == 200
    assert "原青田县民政局" in page.content.decode()
    assert "原青田县民政局" in client.get("/agencies/qt-jyj/").content.decode()
    listing = ("/items/?agency=qt-mzj", "/items/?agency=qt-jyj", "/agencies/qt-jyj/feed.atom")
    for address in (*listing, "/api/v1/items/?agency=qt-mzj", "/search/?q=低保&agency=qt-mzj"):
        assert item.index_no in client.get(address).content.decode(), address
    assert [hit.title for hit in find("低保标准", under=cast.county, agency=cast.sibling).hits] == [item.title]
    assert "青田县民政局" in client.get("/agencies/changes/").content.decode()


def test_a_chain_of_mergers_leads_on_in_one_hop_and_never_round(cast, client):
    last = third(cast)
    merged(cast)
    reforming.merge([cast.sibling], last, by=cast.admin, **paper(document="二"))
    assert client.get("/agencies/qt-mzj/")["Location"] == "/agencies/qt-rsj/"
    with pytest.raises(Refused):
        reforming.merge([last], cast.bureau, by=cast.admin, **paper(document="三"))
    with pytest.raises(Refused):
        change(cast.bureau, by=cast.admin, is_active=True)
    with pytest.raises(Refused):
        third(cast, code="qt-mzj")


def test_a_new_name_and_code_lead_on_and_published_texts_keep_the_old_name(cast, item, client):
    reforming.rename(
        cast.bureau, name="青田县民政和退役局", short_name="民退局", code="qt-mtj", by=cast.admin, **paper()
    )
    answer = client.get("/agencies/qt-mzj/")
    assert (answer.status_code, answer["Location"]) == (301, "/agencies/qt-mtj/")
    page = client.get(item.get_absolute_url()).content.decode()
    assert "青田县民政和退役局" in page
    assert "原青田县民政局" in page
    draft = actions.draft(agency=cast.bureau, by=cast.clerk, title="新公告", body="新的。")
    assert draft.index_no.startswith("qt-mtj-")
    with pytest.raises(Refused):
        reforming.rename(cast.sibling, name="教育局", short_name="教育", code="qt-mzj", by=cast.admin, **paper())
    assert list(broken_links()) == []


def test_a_split_that_ends_the_agency_leaves_nothing_behind(cast, item, entry, filed, client):
    new = third(cast)
    parts = [Part(new, Chosen(entries=frozenset({entry.pk}), open_work=True))]
    reforming.split(cast.bureau, parts, rest=cast.sibling, by=cast.admin, **paper())
    filed.case.refresh_from_db()
    assert filed.case.agency == new
    assert not Item.objects.filter(agency=cast.bureau).exists()
    assert client.get("/agencies/qt-mzj/")["Location"] == "/agencies/qt-jyj/"
    assert Succession.objects.filter(predecessor=cast.bureau).count() == 2


def posted(cast, client, kind, **fields):
    client.force_login(cast.admin)
    typed = {"kind": kind, "day": timezone.localdate().isoformat(), "document": DOCUMENT} | fields
    return client.post(f"/admin/agencies/agency/{cast.bureau.pk}/reform/", typed)


def test_the_page_previews_then_carries_out_what_was_seen(cast, item, client):
    fields = {"into": cast.sibling.pk, "same_roles": "on"}
    seen = posted(cast, client, "merged", **fields)
    item.refresh_from_db()
    assert item.agency == cast.bureau
    fields |= {"_carry_out": "1", "seen": seen.context["preview"].fingerprint}
    actions.draft(agency=cast.bureau, by=cast.clerk, title="另一公告", body="新的。")
    late = posted(cast, client, "merged", **fields)
    assert "请重新查看" in late.content.decode()
    item.refresh_from_db()
    assert item.agency == cast.bureau
    answer = posted(cast, client, "merged", **fields | {"seen": late.context["preview"].fingerprint})
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.agency == cast.sibling


def test_the_page_splits_and_renames(cast, item, entry, client):
    new = third(cast)
    fields = {"to_1": new.pk, "entries_1": [entry.pk]}
    seen = posted(cast, client, "split", **fields).context["preview"]
    assert posted(cast, client, "split", **fields, seen=seen.fingerprint, _carry_out="1").status_code == 302
    item.refresh_from_db()
    assert item.agency == new
    fields = {"name": "青田县民政和退役局", "short_name": "民退局", "code": "qt-mtj", "document": "二"}
    seen = posted(cast, client, "renamed", **fields).context["preview"]
    assert posted(cast, client, "renamed", **fields, seen=seen.fingerprint, _carry_out="1").status_code == 302
    cast.bureau.refresh_from_db()
    assert cast.bureau.code == "qt-mtj"


@pytest.mark.parametrize(
    ("kind", "fields", "beside"),
    [
        ("merged", {}, "into"),
        ("merged", {"into": "0"}, "into"),
        ("merged", {"day": "gestern"}, "day"),
        ("merged", {"document": ""}, "document"),
        ("split", {}, "to_1"),
        ("split", {"to_1": "self", "entries_1": []}, "entries_1"),
        ("renamed", {"name": "", "short_name": ""}, "name"),
        ("renamed", {"name": "局", "short_name": "局", "code": "Not A Code"}, "code"),
    ],
)
def test_bad_input_is_named_beside_its_field(cast, client, kind, fields, beside):
    fields = {key: cast.sibling.pk if value == "self" else value for key, value in fields.items()}
    answer = posted(cast, client, kind, **fields)
    assert answer.status_code == 200
    assert beside in answer.context["form"].errors
    assert Succession.objects.count() == 0


def test_the_register_of_changes_asks_no_more_for_three_than_for_one(cast, client):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/agencies/changes/").status_code == 200
        return len(asked)

    for number in (1, 2, 3):
        code = f"qt-mz{number}"
        reforming.rename(cast.bureau, by=cast.admin, **paper(name=f"民政{number}局", short_name="民政", code=code))
        cast.bureau.refresh_from_db()
        if number == 1:
            one = questions()
    assert questions() == one <= 12

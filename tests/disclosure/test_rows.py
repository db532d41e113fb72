"""Lists as part of a version: bound to its hash, read by citizens masked, gone with their item."""

import datetime as dt
import io
import json

import pytest
import time_machine
from openpyxl import load_workbook

from catalog.actions import add_entry
from catalog.field_actions import apply_field_set, define_fields
from catalog.fields import Column
from catalog.models import Area
from catalog.models.field import FieldType
from disclosure import actions
from disclosure.actions.rows import rows_of
from disclosure.difference import difference
from disclosure.models import Audience, RowSet, StructuredRow
from portal.refusals import NotAllowed, Refused
from tests.disclosure.lists import PENALTIES, id_number, penalty, workbook


@pytest.fixture
def penalties(cast):
    area = Area.objects.get(number=14)
    entry = add_entry(cast.county, by=None, code="14-09", area=area, level1="行政处罚", level2="处罚信息公示")
    apply_field_set(entry, "penalties", by=cast.officer)
    return entry


@pytest.fixture
def listed(cast, drafted, penalties):
    """A draft with penalties 1 to 3; the third party is a natural person."""
    item = drafted(title="行政处罚信息公示", entry=penalties)
    for number in (1, 2, 3):
        item = actions.add_row(item, by=cast.clerk, cells=penalty(number))
    return item


def let_through(cast, item):
    return actions.approve_and_publish(actions.submit(item, by=cast.clerk), by=cast.reviewer)


def address(item, end="rows/"):
    return f"/items/{item.index_no}/{end}"


def test_rows_are_added_changed_and_taken_out(cast, listed):
    actions.change_row(listed, by=cast.clerk, position=2, cells=penalty(2, content="改过"))
    actions.remove_row(listed, by=cast.clerk, position=1)
    assert rows_of(listed.newest()) == [penalty(2, content="改过"), penalty(3)]
    with pytest.raises(Refused):
        actions.remove_row(listed, by=cast.clerk, position=3)
    with pytest.raises(NotAllowed):
        actions.remove_row(listed, by=cast.reviewer, position=1)


def test_what_will_not_do_is_refused_beside_its_column(cast, listed):
    for cells, field in (
        ({"decided_on": "昨天"}, "decided_on"),
        ({"doc_number": penalty(1)["doc_number"]}, "doc_number"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.add_row(listed, by=cast.clerk, cells=penalty(9, **cells))
        assert refusal.value.field == field
    assert len(rows_of(listed.newest())) == 3


def test_nobody_overwrites_rows_they_have_not_seen(cast, listed):
    seen = listed.newest().hash
    actions.remove_row(listed, by=cast.clerk, position=1, seen=seen)
    with pytest.raises(Refused):
        actions.remove_row(listed, by=cast.clerk, position=1, seen=seen)


def test_an_approval_holds_for_exactly_these_rows(cast, listed):
    actions.approve(actions.submit(listed, by=cast.clerk), by=cast.reviewer)
    listed.refresh_from_db()
    actions.change_row(listed, by=cast.clerk, position=1, cells=penalty(1, fine="9"))
    listed.refresh_from_db()
    assert listed.state == "draft"
    assert [len(rows_of(version)) for version in listed.versions.all()] == [3, 3]
    assert rows_of(listed.versions.get(number=1))[0] == penalty(1)


@pytest.mark.parametrize("change", ["edit", "delete", "insert", "swap"])
def test_rows_changed_outside_the_portal_are_not_published(cast, listed, change):
    actions.submit(listed, by=cast.clerk)
    rows = listed.newest().row_set.rows.order_by("position")
    first, last = rows[0], rows[2]
    if change == "edit":
        StructuredRow.objects.filter(pk=first.pk).update(cells=penalty(1, fine="0"))
    elif change == "delete":
        first.delete()
    elif change == "insert":
        StructuredRow.objects.create(row_set=first.row_set, position=4, cells=penalty(4), text="")
    else:
        StructuredRow.objects.filter(pk=first.pk).update(cells=last.cells)
        StructuredRow.objects.filter(pk=last.pk).update(cells=first.cells)
    with pytest.raises(Refused):
        actions.approve_and_publish(listed, by=cast.reviewer)


def test_a_new_draft_copies_no_row_and_forgotten_sets_go(cast, listed):
    let_through(cast, listed)
    listed.refresh_from_db()
    actions.revise(listed, by=cast.clerk, body="改正的正文")
    assert (RowSet.objects.count(), StructuredRow.objects.count()) == (1, 3)
    for fine in ("1", "2", "3"):
        actions.change_row(listed, by=cast.clerk, position=1, cells=penalty(1, fine=fine))
    assert (RowSet.objects.count(), StructuredRow.objects.count()) == (2, 6)


def test_a_list_keeps_the_columns_it_was_made_with(cast, client, listed, penalties):
    let_through(cast, listed)
    define_fields(penalties, by=cast.officer, fields=[Column("number", "编号", is_required=True)])
    page = client.get(address(listed)).content.decode()
    assert "行政处罚决定书文号" in page
    assert penalty(1)["doc_number"] in page


def test_persons_are_masked_wherever_citizens_read(cast, client, listed):
    let_through(cast, listed)
    secret, name = id_number(3), "欧阳晴空"
    for end in ("", "rows/", "rows.csv", "rows.json"):
        text = client.get(address(listed, end)).content.decode()
        assert secret not in text
        assert name not in text
        assert "欧***" in text
    book = load_workbook(io.BytesIO(client.get(address(listed, "rows.xlsx")).content))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "欧***" in cells
    assert secret not in cells
    for words in (secret, name, secret[6:14]):  # a filter that found them would tell them
        assert client.get(address(listed), {"q": words}).context["page"].paginator.count == 0


def test_a_downloaded_workbook_holds_no_formula(cast, client, drafted, penalties):
    item = drafted(entry=penalties)
    actions.import_rows(item, workbook([penalty(1, offence_kind="=1+1")]), by=cast.clerk)
    let_through(cast, item)
    sheet = load_workbook(io.BytesIO(client.get(address(item, "rows.xlsx")).content)).worksheets[0]
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert found.data_type == "s"
    assert "'=1+1" in client.get(address(item, "rows.csv")).content.decode()


def test_the_page_filters_by_words_choice_and_days(cast, client, listed):
    let_through(cast, listed)

    def found(**query):
        return [row["doc_number"] for row in client.get(address(listed), query).context["rows"]]

    every = [penalty(number)["doc_number"] for number in (1, 2, 3)]
    assert found() == every
    assert found(f_penalty_kind="罚款") == every[1:2]
    assert found(f_party_kind="自然人") == every[2:]
    assert found(q="第2号建材 未明码") == every[1:2]
    assert found(since="2025-01-03", until="2025-01-03") == every[1:2]
    assert found(until="2025-01-02") == every[:1]
    assert found(f_penalty_kind="没有这一种", since="x") == every
    assert found(page="999", q="不存在") == []


def test_the_page_sorts_by_a_column_and_never_by_what_is_masked(cast, client, drafted):
    area = Area.objects.get(number=14)
    entry = add_entry(cast.county, by=None, code="14-10", area=area, level1="资金", level2="发放")
    columns = [
        Column("what", "项目", is_required=True),
        Column("amount", "金额", type=FieldType.NUMBER, decimals=2),
        Column("who", "姓名", type=FieldType.NAME),
    ]
    define_fields(entry, by=cast.officer, fields=columns)
    item = drafted(title="资金发放", entry=entry)
    for what, amount, who in (("甲", "9", "张三"), ("乙", "", "李四"), ("丙", "10.5", "王五"), ("丁", "-1", "赵六")):
        item = actions.add_row(item, by=cast.clerk, cells={"what": what, "amount": amount, "who": who})
    let_through(cast, item)

    def found(**query):
        return "".join(row["what"] for row in client.get(address(item), query).context["rows"])

    assert found(sort="amount") == "丁甲丙乙"
    assert found(sort="-amount") == "丙甲丁乙"
    assert found(sort="-amount", q="甲") == "甲"
    assert found() == found(sort="who") == found(sort="-who") == found(sort="nothing") == "甲乙丙丁"
    page = client.get(address(item), {"sort": "-amount", "q": "甲", "page": "1"}).content.decode()
    assert page.count("aria-sort") == page.count('aria-sort="descending"') == 1
    assert "?sort=amount&amp;q=%E7%94%B2" in page


def test_the_api_says_what_the_page_says(cast, client, listed):
    place = f"/api/v1/items/{listed.index_no}/rows/"
    assert client.get(place).status_code == 404
    let_through(cast, listed)
    actions.change_row(actions.revise(listed, by=cast.clerk), by=cast.clerk, position=1, cells=penalty(9))
    for query in ({}, {"q": "第2号建材"}, {"f_party_kind": "自然人"}, {"until": "2025-01-02"}, {"sort": "-doc_number"}):
        answer = client.get(place, query).json()
        page = client.get(address(listed), query).context
        assert [row["cells"] for row in answer["results"]] == page["rows"], query
        assert answer["count"] == page["page"].paginator.count
    assert client.get(place, {"page": "2"}).status_code == 404
    refused = client.get(place, {"since": "x", "f_penalty_kind": "没有这一种", "sort": "party"})
    assert (refused.status_code, set(refused.json())) == (400, {"since", "f_penalty_kind", "sort"})
    assert client.get(place, HTTP_HOST="yuanshan.test").status_code == 404
    actions.withdraw(listed, by=cast.head, reason="有误")
    assert client.get(place).status_code == 404


def test_a_list_is_public_only_while_its_item_is(cast, client, listed):
    ends = ("rows/", "rows/changes/", "rows.csv", "rows.json", "rows.xlsx")
    assert {client.get(address(listed, end)).status_code for end in ends} == {404}
    let_through(cast, listed)
    actions.change_row(listed, by=cast.clerk, position=1, cells=penalty(1, content="还没有公开"))
    for end in ends:
        answer = client.get(address(listed, end))
        assert answer.status_code == 200
        assert "还没有公开".encode() not in answer.content
    assert StructuredRow.objects.public().count() == 3
    listed.refresh_from_db()
    actions.withdraw(listed, by=cast.head, reason="含有不应公开的内容")
    for end in ends:
        answer = client.get(address(listed, end))
        assert answer.status_code == 410
        assert penalty(1)["doc_number"].encode() not in answer.content
    assert not StructuredRow.objects.public().exists()


def test_a_list_for_staff_passes_no_public_door(cast, client, listed):
    actions.revise(listed, by=cast.clerk, audience=Audience.STAFF)
    let_through(cast, listed)
    assert client.get(address(listed)).status_code == 404
    assert not StructuredRow.objects.public().exists()


def test_json_says_what_the_list_is(cast, client, listed):
    let_through(cast, listed)
    answer = client.get(address(listed, "rows.json"))
    assert "attachment" in answer.headers["Content-Disposition"]
    said = json.loads(answer.content)
    assert (said["index_no"], said["agency"]) == (listed.index_no, cast.bureau.name)
    assert [column["key"] for column in said["columns"]] == [column.key for column in PENALTIES]


def on(day, act):
    with time_machine.travel(dt.datetime(2026, 3, day, 2, tzinfo=dt.UTC), tick=False):
        return act()


def test_two_days_are_compared_row_by_row(cast, client, listed):
    on(2, lambda: let_through(cast, listed))

    def change():
        actions.change_row(listed, by=cast.clerk, position=1, cells=penalty(1, fine="9"))
        actions.remove_row(listed, by=cast.clerk, position=2)
        actions.add_row(listed, by=cast.clerk, cells=penalty(4))
        listed.refresh_from_db()
        let_through(cast, listed)

    on(5, change)
    page = client.get(address(listed, "rows/changes/"), {"from": "2026-03-04", "to": "2026-03-05"})
    changes = page.context["changes"]
    assert changes.counts == {"added": 1, "removed": 1, "changed": 1}
    assert [row["doc_number"] for row in changes.added] == [penalty(4)["doc_number"]]
    assert [row["doc_number"] for row in changes.removed] == [penalty(2)["doc_number"]]
    differing = [cell for cell in changes.changed[0].cells if cell.differs]
    assert [(cell.column.key, cell.before, cell.after) for cell in differing] == [("fine", "1.50", "9.00")]
    text = page.content.decode()
    assert "<del>1.50</del>" in text
    assert "<ins>9.00</ins>" in text
    same = client.get(address(listed, "rows/changes/"), {"from": "2026-03-03", "to": "2026-03-04"})
    assert not same.context["changes"]
    early = client.get(address(listed, "rows/changes/"), {"from": "2026-03-01", "to": "2026-03-04"})
    assert early.context["before"] is None
    assert "changes" not in early.context
    before, after = listed.versions.get(number=1), listed.versions.get(number=2)
    assert difference(before, after).rows.counts == changes.counts


def test_what_was_withdrawn_is_not_compared_either(cast, client, listed):
    on(2, lambda: let_through(cast, listed))
    listed.refresh_from_db()
    on(3, lambda: actions.withdraw(listed, by=cast.head, reason="含有个人信息"))

    def again():
        actions.remove_row(listed, by=cast.clerk, position=1)
        listed.refresh_from_db()
        let_through(cast, listed)

    on(5, again)
    page = client.get(address(listed, "rows/changes/"), {"from": "2026-03-02", "to": "2026-03-05"})
    assert penalty(1)["doc_number"] not in page.content.decode()
    assert page.context["before"] is None


def test_the_clerk_writes_rows_on_a_page(cast, client, listed):
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    base = f"/admin/disclosure/item/{listed.pk}/rows/"
    assert id_number(3) in client.get(base).content.decode()
    told = client.post(f"{base}add/", penalty(4, decided_on="昨天"))
    assert list(told.context["form"].errors) == ["decided_on"]
    client.post(f"{base}add/", penalty(4) | {"seen": listed.newest().hash})
    client.post(f"{base}1/", penalty(1, content="改过") | {"seen": listed.newest().hash})
    client.post(f"{base}2/", {"_remove": "1", "seen": listed.newest().hash})
    assert rows_of(listed.newest()) == [penalty(1, content="改过"), penalty(3), penalty(4)]
    assert client.get(f"{base}9/").status_code == 404

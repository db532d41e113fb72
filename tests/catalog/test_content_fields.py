"""Content fields of an entry: ready-made sets, what is refused, what a cell may hold, what of it citizens see."""

import pytest

from catalog.actions import add_entry
from catalog.field_actions import FIELD_SETS, apply_field_set, define_fields, field_set
from catalog.fields import BadCell, Column, cleaned, shown
from catalog.models import Area, FieldType
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused


@pytest.fixture
def entry(cast):
    return add_entry(cast.county, by=None, code="14-01", area=Area.objects.get(number=14), level1="行政处罚")


@pytest.mark.parametrize("name", sorted(FIELD_SETS))
def test_every_ready_made_set_can_be_applied(cast, entry, name):
    fields = apply_field_set(entry, name, by=cast.officer)
    assert [field.facts() for field in entry.content_fields.in_order()] == [c.facts() for c in field_set(name)]
    assert sum(field.is_key for field in fields) == 1


def test_the_layout_of_penalties_masks_persons():
    types = {column.label: column.type for column in field_set("penalties")}
    assert types["行政相对人名称"] == FieldType.NAME
    assert types["证件号码"] == FieldType.ID_NUMBER
    assert types["统一社会信用代码"] == FieldType.CREDIT_CODE


def test_the_same_fields_again_are_no_change(cast, entry):
    apply_field_set(entry, "fees", by=cast.officer)
    apply_field_set(entry, "fees", by=cast.officer)
    assert AuditEvent.objects.filter(event=Event.FIELDS_DEFINED).count() == 1


GOOD = Column("name", "名称", is_required=True)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ([GOOD, GOOD._replace(label="另一个")], "key"),
        ([GOOD, GOOD._replace(key="other")], "label"),
        ([Column("Name", "名称")], "key"),
        ([Column("kind", "类别", type=FieldType.CHOICE)], "choices"),
        ([Column("name", "名称", is_key=True)], "is_key"),
        ([Column("who", "姓名", type=FieldType.NAME, is_key=True, is_required=True)], "is_key"),
        ([GOOD._replace(is_key=True), Column("b", "乙", is_key=True, is_required=True)], "is_key"),
        ([Column("a", "甲", decimals=7)], "decimals"),
        ([Column(f"a{n}", f"甲{n}") for n in range(61)], None),
        ([Column("a", "甲", type="poem")], None),
    ],
)
def test_fields_that_will_not_do_are_refused(cast, entry, fields, field):
    with pytest.raises(Refused) as refusal:
        define_fields(entry, by=cast.officer, fields=fields)
    assert refusal.value.field == field
    assert not entry.content_fields.exists()


def test_only_who_keeps_the_catalog_defines_fields(cast, entry, client):
    with pytest.raises(NotAllowed):
        apply_field_set(entry, "fees", by=cast.clerk)
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/admin/catalog/catalogentry/{entry.pk}/fields/").status_code == 403


def test_fields_are_kept_on_a_page(cast, entry, client):
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/admin/catalog/catalogentry/{entry.pk}/fields/"
    assert address in client.get(f"/admin/catalog/catalogentry/{entry.pk}/change/").content.decode()
    client.post(address, {"apply": "1", "field_set": "budget"})
    page = client.get(address)
    formset = page.context["formset"]
    assert [form.initial["key"] for form in formset.initial_forms] == [c.key for c in field_set("budget")]
    posted = {f"{form.prefix}-{name}": form[name].value() for form in formset for name in form.fields}
    posted |= {"fields-TOTAL_FORMS": len(formset.forms), "fields-INITIAL_FORMS": len(formset.initial_forms)}
    posted = {name: value for name, value in posted.items() if value is not False and value is not None}
    last = len(formset.initial_forms)
    posted |= {f"fields-{last}-key": "region", f"fields-{last}-label": "地区", f"fields-{last}-type": "choice",
               f"fields-{last}-choices": "城区|乡镇", "fields-8-DELETE": "on"}  # fmt: skip
    assert client.post(address, posted).status_code == 302
    after = list(entry.content_fields.in_order())
    assert [field.key for field in after] == [*[c.key for c in field_set("budget")][:-1], "region"]
    assert after[-1].choices == ["城区", "乡镇"]


@pytest.mark.parametrize(
    ("column", "cell", "stored"),
    [
        (Column("a", "甲", type=FieldType.NUMBER, decimals=2), "1,234.5", "1234.50"),
        (Column("a", "甲", type=FieldType.NUMBER), "-0", "0"),
        (Column("a", "甲", type=FieldType.NUMBER, decimals=6), "100", "100.00"),
        (Column("a", "甲", type=FieldType.NUMBER, decimals=6), "1.234500", "1.2345"),
        (Column("a", "甲", type=FieldType.NUMBER, decimals=2), "\uff11\uff12.30", "12.30"),
        (Column("a", "甲", type=FieldType.DATE), "2025年3月5日", "2025-03-05"),
        (Column("a", "甲", type=FieldType.DATE), "2025/3/5", "2025-03-05"),
        (Column("a", "甲", type=FieldType.YES_NO), "有", "是"),
        (Column("a", "甲", type=FieldType.CREDIT_CODE), "91350100m000100y43", "91350100M000100Y43"),
        (Column("a", "甲", type=FieldType.URL), "https://www.example.gov.cn/", "https://www.example.gov.cn/"),
        (Column("a", "甲"), "  ", ""),
    ],
)
def test_a_value_has_one_spelling(column, cell, stored):
    assert cleaned(column, cell) == stored
    assert cleaned(column, stored) == stored


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("number", "1.5"), ("number", "1e400"), ("number", "Infinity"), ("date", "2025-13-01"), ("date", "20250305"),
        ("yes_no", "也许"), ("credit_code", "91350100M000100Y44"), ("id_number", "990101198001010000"),
        ("url", "javascript:alert(1)"), ("text", "长" * 501),
    ],
)  # fmt: skip
def test_a_cell_of_another_type_is_refused(kind, cell):
    with pytest.raises(BadCell):
        cleaned(Column("a", "甲", type=kind), cell)


NAMED = [
    Column("who", "名称", type=FieldType.NAME),
    Column("kind", "类别", type=FieldType.CHOICE, choices=("法人及非法人组织", "自然人")),
]


@pytest.mark.parametrize(
    ("name", "kind", "seen"),
    [
        ("欧阳晴空", "自然人", "欧***"),
        ("晴空", "法人及非法人组织", "晴空"),
        ("晴空", "", "晴*"),
        ("阿依古丽·吐尔逊", "", "阿*******"),
        ("青田县建材有限公司", "", "青田县建材有限公司"),
        ("青田县建材有限公司", "自然人", "青********"),
        ("", "自然人", ""),
    ],
)
def test_names_of_natural_persons_are_masked(name, kind, seen):
    assert shown(NAMED, {"who": name, "kind": kind})["who"] == seen

"""Templates by tier and kind, local overrides, the register of the withheld, and duties that open again."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog import actions
from catalog.kinds import CadenceKind
from catalog.models import (
    Area,
    CatalogEntry,
    CatalogTemplate,
    Duty,
    EntryOverride,
    NegativeGround,
    Standing,
    TemplateLine,
    WithheldEntry,
)
from catalog.presentation import described
from catalog.reference import load_templates
from catalog.template_actions import apply_template, override_entry, plan_template
from catalog.withholding import reassess, withhold
from disclosure import actions as items
from portal.audit.models import AuditEvent
from portal.refusals import NotAllowed, Refused
from tests.cast import agency
from tests.oversight.cases import entry_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def published(cast, entry, title="年度预算"):
    item = items.draft(
        agency=cast.bureau, by=cast.clerk, title=title, body="正文", kind="notice", attribute="proactive", entry=entry
    )
    items.submit(item, by=cast.clerk)
    return items.approve_and_publish(item, by=cast.reviewer)


# --- evidence -----------------------------------------------------------------------------------------------------


def test_withdrawing_the_only_evidence_opens_the_duty_again(cast):
    entry = entry_of(cast.city, "e1")
    duty = actions.assign_duty(entry, agency=cast.bureau, by=None)
    item = published(cast, entry)
    duty.refresh_from_db()
    assert duty.standing(TODAY()) == Standing.MET
    items.withdraw(item, by=cast.head, reason="内容有误")
    duty.refresh_from_db()
    assert (duty.last_fulfilled_on, duty.triggered_on, duty.standing(TODAY())) == (None, TODAY(), Standing.DUE)
    assert duty.is_empty
    published(cast, entry, "更正后的预算")
    duty.refresh_from_db()
    assert duty.standing(TODAY()) == Standing.MET


def test_a_duty_that_is_due_again_says_that_it_was_published_before(cast):
    triggered = Duty(agency=cast.bureau, entry=entry_of(cast.city, "e1"), triggered_on=TODAY())
    triggered.next_due_on = dt.date(2099, 1, 2)
    first = described(triggered, TODAY()).label
    triggered.last_fulfilled_on = TODAY()
    said = [first, described(triggered, TODAY()).label]
    assert said == ["应于2099-01-02前公开", "已公开，应于2099-01-02前更新"]


def test_withdrawing_one_of_two_leaves_the_duty_met(cast):
    entry = entry_of(cast.city, "e1")
    duty = actions.assign_duty(entry, agency=cast.bureau, by=None)
    published(cast, entry, "留下的")
    items.withdraw(published(cast, entry, "撤下的"), by=cast.head, reason="内容有误")
    duty.refresh_from_db()
    assert duty.standing(TODAY()) == Standing.MET


def test_moving_the_evidence_to_another_entry_opens_the_duty_again(cast):
    first, second = entry_of(cast.city, "e1"), entry_of(cast.city, "e2")
    duty = actions.assign_duty(first, agency=cast.bureau, by=None)
    item = published(cast, first)
    items.revise(item, by=cast.clerk, entry=second)
    items.submit(item, by=cast.clerk)
    items.approve_and_publish(item, by=cast.reviewer)
    duty.refresh_from_db()
    assert duty.is_empty


# --- kinds of cadence ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "kind"),
    [
        ("每年", CadenceKind.REGULAR), ("按进展公开", CadenceKind.STAGED), ("实时公开", CadenceKind.AD_HOC),
        ("事件发生后24小时内", CadenceKind.AD_HOC), ("长期公开", CadenceKind.DYNAMIC), ("", CadenceKind.DYNAMIC),
        ("信息形成或者变更之日起20个工作日内", CadenceKind.DYNAMIC),
    ],
)  # fmt: skip
def test_every_duty_is_of_one_kind_and_the_filter_agrees(cast, limit, kind):
    entry = actions.add_entry(
        cast.city, by=None, code="k", area=Area.objects.get(number=1), level1="类", time_limit=limit
    )
    duty = actions.assign_duty(entry, agency=cast.bureau, by=None)
    assert duty.kind == kind
    assert [one for one in CadenceKind if Duty.objects.of_kind(one)] == [kind]
    own = actions.assign_duty(entry, agency=cast.bureau, by=None, cadence_kind=CadenceKind.STAGED)
    assert own.kind == CadenceKind.STAGED
    assert [one for one in CadenceKind if Duty.objects.of_kind(one)] == [CadenceKind.STAGED]


# --- templates ----------------------------------------------------------------------------------------------------


def test_templates_for_every_kind_are_shipped_and_loading_them_twice_changes_nothing():
    numbers = {t.code: t.lines.count() for t in CatalogTemplate.objects.all()}
    assert numbers == {
        "county": 19, "township": 22, "township-staff": 3, "utility": 7, "utility-staff": 6, "school": 6, "hospital": 4,
        "court": 5, "procuratorate": 10, "police": 4, "prison": 14,
    }  # fmt: skip
    before = list(TemplateLine.objects.order_by("pk").values())
    load_templates(CatalogTemplate, TemplateLine, Area)
    assert list(TemplateLine.objects.order_by("pk").values()) == before
    staff_only = TemplateLine.objects.filter(is_internal=True).values_list("template__code", flat=True)
    assert set(staff_only) == {"township-staff", "utility-staff"}


def test_a_template_is_applied_once_and_inherited_by_the_next_agency(cast):
    template = CatalogTemplate.objects.get(code="township")
    done = apply_template(cast.township, template, by=cast.officer)
    assert (done.new_entries, done.new_duties) == (22, 22)
    assert cast.township.duties.count() == 22
    trail = AuditEvent.objects.count()
    again = apply_template(cast.township, template, by=cast.officer)
    assert (again.new_entries, again.new_duties, AuditEvent.objects.count()) == (0, 0, trail)
    second = agency(cast.city, "青溪镇人民政府", "qingxi", "township", "township")
    entries = CatalogEntry.objects.count()
    assert (plan_template(second, template).new_entries, plan_template(second, template).new_duties) == (
        0 if done.catalog_of == cast.city else 22,
        22,
    )
    assert CatalogEntry.objects.count() == entries


def test_new_entries_never_hide_the_catalog_of_the_tier_above(cast):
    above = entry_of(cast.city, "e1")
    apply_template(cast.township, CatalogTemplate.objects.get(code="township"), by=cast.officer)
    assert above in CatalogEntry.objects.for_site(cast.county)


def test_a_template_for_another_kind_or_without_the_right_is_refused(cast):
    with pytest.raises(Refused):
        apply_template(cast.bureau, CatalogTemplate.objects.get(code="school"), by=cast.officer)
    with pytest.raises(NotAllowed):
        apply_template(cast.township, CatalogTemplate.objects.get(code="township"), by=cast.clerk)
    assert Duty.objects.count() == 0


def test_the_page_shows_first_and_does_after(cast, client):
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    template = CatalogTemplate.objects.get(code="township")
    address = reverse("admin:catalog_catalogtemplate_apply", args=[template.pk])
    preview = client.post(address, {"agency": cast.township.pk})
    assert preview.context["plan"].new_duties == 22
    assert Duty.objects.count() == 0
    assert client.post(address, {"agency": cast.township.pk, "_apply": "1"}).status_code == 302
    assert Duty.objects.filter(agency=cast.township).count() == 22
    wrong = client.post(address, {"agency": cast.bureau.pk, "_apply": "1"})
    assert wrong.context["form"].errors


# --- overrides ----------------------------------------------------------------------------------------------------


def test_an_entry_that_does_not_apply_gives_no_duty_in_the_whole_subtree_and_says_why(cast, client):
    entry = entry_of(cast.city, "e1")
    below = actions.assign_duty(entry, agency=cast.bureau, by=None)
    beside = actions.assign_duty(entry, agency=cast.water, by=None)
    override_entry(entry, agency=cast.county, by=cast.officer, is_applicable=False, reason="本县无此项职能")
    below.refresh_from_db()
    beside.refresh_from_db()
    assert (below.is_active, beside.is_active) == (False, True)
    with pytest.raises(Refused, match="本县无此项职能"):
        actions.assign_duty(entry, agency=cast.bureau, by=None)
    page = client.get(reverse("catalog:entry_detail", args=["e1"])).content.decode()
    assert "本县无此项职能" in page
    override_entry(entry, agency=cast.county, by=cast.officer, is_applicable=False, reason="恢复", is_active=False)
    assert actions.assign_duty(entry, agency=cast.bureau, by=None).is_active
    assert "本县无此项职能" not in client.get(reverse("catalog:entry_detail", args=["e1"])).content.decode()


@pytest.mark.parametrize("facts", [{"reason": " ", "is_applicable": False}, {"reason": "有理由"}])
def test_an_override_needs_a_reason_and_a_difference(cast, facts):
    with pytest.raises(Refused):
        override_entry(entry_of(cast.city, "e1"), agency=cast.bureau, by=cast.officer, **facts)
    assert not EntryOverride.objects.exists()


def test_a_clerk_does_not_override_what_the_upper_tier_asks(cast):
    with pytest.raises(NotAllowed):
        override_entry(entry_of(cast.city, "e1"), agency=cast.bureau, by=cast.clerk, is_applicable=False, reason="忙")


# --- the withheld -------------------------------------------------------------------------------------------------


def held(cast, **facts):
    given = {"title": "某合同", "ground": NegativeGround.objects.get(code="R3_3_4"), "explanation": "含商业秘密"}
    dates = {"since": TODAY() - dt.timedelta(days=400), "reassess_on": TODAY() - dt.timedelta(days=35)}
    return withhold(cast.bureau, by=cast.clerk, **given | dates | facts)


def test_what_is_withheld_is_asked_again_until_it_is_released(cast):
    row = held(cast)
    assert list(WithheldEntry.objects.to_reassess(TODAY())) == [row]
    reassess(row, by=cast.head, result="kept", finding="仍属商业秘密", next_on=TODAY() + dt.timedelta(days=365))
    assert not WithheldEntry.objects.to_reassess(TODAY())
    assert WithheldEntry.objects.standing().get() == row
    reassess(row, by=cast.head, result="public_interest", finding="涉及食品安全，公共利益优先")
    row.refresh_from_db()
    assert row.released_on == TODAY()
    assert [r.result for r in row.reassessments.all()] == ["kept", "public_interest"]
    with pytest.raises(Refused):
        reassess(row, by=cast.head, result="lapsed", finding="再次")


@pytest.mark.parametrize("facts", [{"explanation": " "}, {"title": ""}, {"since": dt.date(2999, 1, 1)},
                                   {"reassess_on": dt.date(2001, 1, 1)}])  # fmt: skip
def test_nothing_is_withheld_without_reason_or_with_impossible_dates(cast, facts):
    with pytest.raises(Refused):
        held(cast, **facts)
    assert not WithheldEntry.objects.exists()


def test_only_those_with_the_right_keep_the_register(cast):
    row = held(cast)
    for person in (cast.officer, cast.sibling_clerk, cast.reviewer):
        with pytest.raises(NotAllowed):
            reassess(row, by=person, result="lapsed", finding="x")


def test_keeping_on_needs_a_later_day(cast):
    row = held(cast)
    for day in (None, TODAY()):
        with pytest.raises(Refused):
            reassess(row, by=cast.clerk, result="kept", finding="仍属商业秘密", next_on=day)


def test_the_evidence_of_a_duty_is_one_click_away(cast, client):
    entry = entry_of(cast.city, "e1")
    duty = actions.assign_duty(entry, agency=cast.bureau, by=None)
    item = published(cast, entry)
    published(cast, entry_of(cast.city, "e2"), "别的")
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:catalog_duty_change", args=[duty.pk])).content.decode()
    address = f"{reverse('admin:disclosure_item_changelist')}?evidence={duty.pk}"
    assert address in page
    assert list(client.get(address).context["cl"].result_list) == [item]

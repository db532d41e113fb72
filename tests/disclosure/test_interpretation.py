"""A policy goes to approval with the plan of its interpretation, and both are read together."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from disclosure import actions
from disclosure.actions.interpreting import pair, plan_interpretation
from disclosure.models import InterpretationPlan, Kind, Pairing
from disclosure.normative_figures import explanations_by_leader
from portal.refusals import NotAllowed, Refused

# Friday before the National Day holidays: 1 to 8 October off, 10 October a make-up workday (State Council, 2025/26)
FRIDAY = dt.datetime(2026, 9, 25, 3, tzinfo=dt.UTC)


def published_policy(cast, drafted, **plan):
    item = drafted(kind=Kind.NORMATIVE, title="临时救助办法")
    plan_interpretation(item, by=cast.clerk, **{"forms": ["text"], "responsible": "救助科"} | plan)
    actions.submit(item, by=cast.clerk)
    return actions.approve_and_publish(item, by=cast.reviewer)


def test_without_a_plan_a_policy_goes_no_further(cast, drafted):
    item = drafted(kind=Kind.NORMATIVE)
    with pytest.raises(Refused, match="解读方案"):
        actions.submit(item, by=cast.clerk)
    item.refresh_from_db()
    assert item.state == "draft"
    plan_interpretation(item, by=cast.clerk, not_needed_because="仅更正文字")
    assert actions.submit(item, by=cast.clerk).state == "in_review"


def test_a_plan_names_forms_and_a_post_or_a_reason(cast, drafted):
    item = drafted(kind=Kind.NORMATIVE)
    for given, field in (({}, "forms"), ({"forms": ["video"]}, "responsible"), ({"forms": ["dance"]}, "forms")):
        with pytest.raises(Refused) as refusal:
            plan_interpretation(item, by=cast.clerk, **given)
        assert refusal.value.field == field
    with pytest.raises(NotAllowed):
        plan_interpretation(item, by=cast.sibling_clerk, not_needed_because="无")
    assert not InterpretationPlan.objects.exists()


def test_it_is_due_three_working_days_after_the_policy(cast, drafted):
    with time_machine.travel(FRIDAY):
        item = published_policy(cast, drafted)
        assert item.interpretation_plan.due_on == dt.date(2026, 9, 30)
        assert InterpretationPlan.objects.overdue(dt.date(2026, 9, 30)) == []
        assert [plan.item for plan in InterpretationPlan.objects.overdue(dt.date(2026, 10, 1))] == [item]
        freed = published_policy(cast, drafted, not_needed_because="仅更正文字")
        assert freed.interpretation_plan.due_on is None


def test_both_pages_lead_to_each_other_and_to_nothing_that_is_not_public(cast, client, drafted, published):
    policy = published_policy(cast, drafted)
    draft = drafted(kind=Kind.INTERPRETATION, title="解读草稿")
    text = published(kind=Kind.INTERPRETATION, title="一图读懂临时救助")
    for interpretation in (draft, text):
        for _twice in range(2):
            pair(policy, interpretation, by=cast.clerk, leader="县民政局局长 赵某")
    assert Pairing.objects.count() == 2
    page = client.get(policy.get_absolute_url()).content.decode()
    assert "一图读懂临时救助" in page
    assert "解读草稿" not in page
    assert policy.title in client.get(text.get_absolute_url()).content.decode()
    assert not InterpretationPlan.objects.unmet().exists()
    assert explanations_by_leader(cast.county, timezone.localdate().year) == [("县民政局局长 赵某", 1)]
    actions.withdraw(text, by=cast.head, reason="有误")
    assert "一图读懂临时救助" not in client.get(policy.get_absolute_url()).content.decode()
    assert InterpretationPlan.objects.unmet().exists()


def test_only_an_interpretation_explains(cast, drafted, published):
    policy = published_policy(cast, drafted)
    with pytest.raises(Refused):
        pair(policy, published(), by=cast.clerk)
    with pytest.raises(NotAllowed):
        pair(policy, published(kind=Kind.INTERPRETATION), by=cast.sibling_clerk)


def test_a_clerk_plans_and_pairs_on_one_page(cast, client, drafted):
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    policy = drafted(kind=Kind.NORMATIVE)
    address = f"/admin/disclosure/item/{policy.pk}/register/"
    assert client.post(address, {"verb": "plan"}).status_code == 200
    assert client.post(address, {"verb": "plan", "forms": ["text"], "responsible": "救助科"}).status_code == 302
    assert client.post(address, {"verb": "register"}).status_code == 403
    text = drafted(kind=Kind.INTERPRETATION)
    address = f"/admin/disclosure/item/{text.pk}/register/"
    assert client.post(address, {"verb": "pair", "other": "no-such-number"}).status_code == 200
    assert client.post(address, {"verb": "pair", "other": policy.index_no, "leader": ""}).status_code == 302
    assert policy.interpretations.count() == 1


def test_the_office_registers_on_that_page(cast, client, drafted):
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    old, new = drafted(kind=Kind.NORMATIVE, title="旧"), drafted(kind=Kind.NORMATIVE, title="新")
    address = f"/admin/disclosure/item/{new.pk}/register/"
    assert client.post(address, {"verb": "register"}).status_code == 302
    given = {"verb": "relate", "other": old.index_no, "effect": "repeals", "on": "2026-01-01", "note": ""}
    assert client.post(address, given).status_code == 302
    assert client.post(address, given | {"other": new.index_no}).status_code == 200
    assert old.affected_by.count() == 1

"""The register: one number each, validity asked of dates and relations, quarterly lists that add up."""

import csv
import datetime as dt
import io
import random

import pytest
import time_machine
from django.utils import timezone

from disclosure import actions
from disclosure.actions.interpreting import plan_interpretation
from disclosure.actions.normative import register_normative, relate
from disclosure.models import Kind, NormativeDocument, Validity
from disclosure.models.normative import validity_of
from disclosure.normative_figures import Quarter, figures
from portal.refusals import NotAllowed, Refused


@pytest.fixture
def policy(cast, drafted):
    def policy(*, register=True, **content):
        item = drafted(**{"kind": Kind.NORMATIVE, "title": "关于印发临时救助办法的通知"} | content)
        plan_interpretation(item, by=cast.clerk, forms=["text"], responsible="办公室")
        item = actions.submit(item, by=cast.clerk)
        item = actions.approve_and_publish(item, by=cast.reviewer)
        if register:
            register_normative(item, by=cast.officer)
        return item

    return policy


def test_each_document_gets_one_number_of_its_government_and_year(cast, policy):
    first, second = policy(), policy()
    again = register_normative(first, by=cast.officer)
    year = timezone.localdate().year
    assert again.registry_no == f"QINGTIAN-GF-{year}-00001"
    assert second.registration.registry_no == f"QINGTIAN-GF-{year}-00002"
    assert NormativeDocument.objects.count() == 2


def test_only_the_office_registers_and_only_normative_documents(cast, policy, published):
    with pytest.raises(NotAllowed):
        register_normative(policy(register=False), by=cast.clerk)
    with pytest.raises(Refused):
        register_normative(published(), by=cast.officer)


def test_an_unregistered_document_warns_its_reader(client, policy, cast):
    item = policy(register=False)
    assert "不得作为行政管理的依据" in client.get(item.get_absolute_url()).content.decode()
    register_normative(item, by=cast.officer)
    text = client.get(item.get_absolute_url()).content.decode()
    assert "不得作为行政管理的依据" not in text
    assert "QINGTIAN-GF-" in text


def test_validity_is_asked_of_the_day(cast, policy):
    today = timezone.localdate()
    item = policy(effective_on=today + dt.timedelta(days=10), valid_until=today + dt.timedelta(days=20))
    days = {0: Validity.COMING, 10: Validity.IN_FORCE, 20: Validity.IN_FORCE, 21: Validity.EXPIRED}
    assert {n: validity_of(item, today + dt.timedelta(days=n)) for n in days} == days
    newer = policy(title="修改决定")
    relate(newer, item, by=cast.officer, effect="amends", on=today + dt.timedelta(days=12))
    relate(newer, item, by=cast.officer, effect="repeals", on=today + dt.timedelta(days=15))
    days = {11: Validity.IN_FORCE, 12: Validity.AMENDED, 15: Validity.REPEALED, 21: Validity.REPEALED}
    assert {n: validity_of(item, today + dt.timedelta(days=n)) for n in days} == days


def test_both_pages_show_what_one_does_to_the_other(cast, client, policy):
    old, new = policy(title="旧办法"), policy(title="新办法")
    for _twice in range(2):
        relate(new, old, by=cast.officer, effect="replaces", on=timezone.localdate(), note="第十二条")
    assert new.effects.count() == 1
    assert "替代" in client.get(old.get_absolute_url()).content.decode()
    assert "旧办法" in client.get(new.get_absolute_url()).content.decode()
    actions.withdraw(new, by=cast.head, reason="文字有误")
    assert "新办法" not in client.get(old.get_absolute_url()).content.decode()
    old.refresh_from_db()
    assert validity_of(old, timezone.localdate()) == Validity.IN_FORCE


def test_two_documents_do_not_end_each_other(cast, policy):
    old, new, today = policy(title="旧办法"), policy(title="新办法"), timezone.localdate()
    relate(new, old, by=cast.officer, effect="repeals", on=today)
    for source, target in ((old, new), (new, new)):
        with pytest.raises(Refused):
            relate(source, target, by=cast.officer, effect="replaces", on=today)


def test_figures_and_lists_equal_a_recount(cast, client, policy):
    """Sixty documents over two years, some repealed, some expiring; every quarter against plain counting."""
    chance = random.Random(20260331)
    begin, facts = dt.date(2024, 1, 1), []
    days = sorted(begin + dt.timedelta(days=chance.randrange(700)) for _ in range(24))
    for number, day in enumerate(days):
        with time_machine.travel(dt.datetime.combine(day, dt.time(3), tzinfo=dt.UTC)):
            until = day + dt.timedelta(days=chance.randrange(30, 400)) if chance.random() < 0.3 else None
            item = policy(title=f"办法{number}", valid_until=until)
            ended = None
            if facts and chance.random() < 0.4:
                target = chance.choice(facts)
                if target["repealed"] is None:
                    relate(item, target["item"], by=cast.officer, effect="repeals", on=day)
                    target["repealed"] = day
            facts.append({"item": item, "issued": day, "until": until, "repealed": ended})

    def end_of(fact):
        ends = [fact["repealed"], fact["until"] + dt.timedelta(days=1) if fact["until"] else None]
        return min((end for end in ends if end), default=dt.date.max)

    with time_machine.travel(dt.datetime(2026, 2, 1, 3, tzinfo=dt.UTC)):
        for quarter in [Quarter(year, number) for year in (2024, 2025) for number in (1, 2, 3, 4)]:
            first, last = quarter.first, quarter.last
            found = figures(cast.county, first, last)
            assert found.issued == sum(first <= fact["issued"] <= last for fact in facts)
            assert found.ended == sum(first <= end_of(fact) <= last for fact in facts)
            assert found.in_force == sum(fact["issued"] <= last < end_of(fact) for fact in facts)
            address = f"/normative/quarters/{quarter.year}-{quarter.number}"
            text = client.get(f"{address}/").content.decode()
            assert f"制发 {found.issued} 件" in text
            rows = list(csv.reader(io.StringIO(client.get(f"{address}.csv").content.decode("utf-8-sig"))))
            assert len(rows) == 1 + found.issued
        whole = figures(cast.county, dt.date(2025, 1, 1), dt.date(2025, 12, 31))
        before = figures(cast.county, dt.date(2024, 1, 1), dt.date(2024, 12, 31))
        assert whole.in_force == before.in_force + whole.issued - whole.ended
        for validity in Validity:
            listed = client.get(f"/normative/?validity={validity}").content.decode()
            same = [f for f in facts if validity_of(f["item"], timezone.localdate()) == validity]
            assert all(f["item"].title in listed for f in same) or len(same) > 20
            assert listed.count('<li class="list-item">\n          <h2') == min(len(same), 20)


def test_a_quarter_that_has_not_begun_or_is_none_does_not_exist(client, cast):
    for address in ("2999-1", "2025-5", "2025-0"):
        assert client.get(f"/normative/quarters/{address}/").status_code == 404

"""3 607 requests of a real year replayed through the actions: the computed table is the published one in every cell."""

import datetime as dt
from types import SimpleNamespace

import pytest

from portal.agencies.actions import grant
from portal.agencies.models import Kind, Tier
from portal.agencies.roles import ROLES
from requests_app import actions
from requests_app.models import DisclosureRequest, Ending
from requests_app.periods import Period
from requests_app.statistics import figures_of, together
from requests_app.tables import checks3, table3
from tests.cast import agency, person
from tests.requests_app.replay import Office, at, lives, published, quarters

YEAR = Period.year(2023)
LATE = {"R3_6_1", "R3_6_2"}  # only after the applicant's own time has run out
NAMES = ("市公安局", "市民政局", "市住房和城乡建设局", "市自然资源局", "市教育局", "市卫生健康委员会")


@pytest.fixture
def city(db):
    government = agency(None, "宿迁市人民政府", "suqian", Tier.CITY, Kind.GOVERNMENT, host="suqian.test")
    agencies = [agency(government, name, f"sq-{place}", Tier.CITY, Kind.DEPARTMENT) for place, name in enumerate(NAMES)]
    people = {role: person(role, role) for role in ("clerk", "head")}
    for role, user in people.items():
        grant(ROLES[role], to=user, on=government, by=None)
    return SimpleNamespace(government=government, agencies=agencies, **people)


def carry_in(office, old):
    """Filed in 2022, answered in January."""
    with at("2022-12-20"):
        cases = [(office.file(life), life) for life in old]
    with at("2023-01-09"):
        for case, life in cases:
            office.answer(office.take_in(case), life.outcome)


def live(office, filed, answered, late, some):
    """One quarter."""
    with at(filed):
        cases = [(office.take_in(office.file(life)), life.outcome) for life in some]
        for case, outcome in cases:
            office.ask(case, outcome, until=dt.date.fromisoformat(answered) - dt.timedelta(days=3))
    with at(answered):
        for place, (case, outcome) in enumerate(cases):
            if outcome == "R3_4_3":
                actions.supplement(case, by=None, text="仍不能写明")
            if outcome == "R3_6_3" and place % 2:
                actions.withdraw(case, by=None)
            elif outcome not in LATE | {""}:
                office.answer(case, outcome)
    with at(late):
        for case, outcome in cases:
            if outcome in LATE:
                office.answer(case, outcome)


def test_the_year_comes_out_as_published_in_every_cell(city):
    office, found = Office(city), lives()
    assert len(found) == 3607
    carry_in(office, [life for life in found if life.is_carried_in])
    for days in quarters([life for life in found if not life.is_carried_in]):
        live(office, *days)
    requests = DisclosureRequest.objects.under(city.government)
    assert requests.count() == 3607
    cells = table3(requests, YEAR)
    assert cells == published()
    assert all(check.holds for check in checks3(cells))
    assert requests.open().count() == requests.filter(ending=None).count() == 121
    assert Ending.objects.filter(decision=None).count() > 100
    parts = [figures_of(requests, Period.quarter(2023, number)) for number in range(1, 5)]
    for part in parts:
        whole = together(part.values())
        assert whole.received + whole.carried_in == whole.ended + whole.carried_out
    assert sum(together(part.values()).received for part in parts) == 3511
    assert together(parts[-1].values()).carried_out == 121
    assert table3(requests, Period.year(2024))["R2", "c7"] == 121

"""Figures per agency and period, from days of receipt and endings."""

import importlib
import pkgutil

import time_machine
from django.apps import apps

from requests_app import actions, migrations
from requests_app.actions.ending import end
from requests_app.models import DisclosureRequest, Ending
from requests_app.periods import Period
from requests_app.statistics import Figures, figures_of, late, ranks, rows_of, together

MARCH, APRIL = Period.month(2026, 3), Period.month(2026, 4)


def at(day):
    return time_machine.travel(f"{day} 10:00+08:00", tick=False)


def requests(cast):
    return DisclosureRequest.objects.under(cast.city)


def world(cast, received, reviewing):
    for answered_on in ("2026-03-05", "2026-03-11", "2026-04-03"):  # 1, 5 and 22 working days
        with at("2026-03-04"):
            case = reviewing()
        with at(answered_on):
            actions.approve_decision(case, by=cast.head)
    with at("2026-03-04"):
        received()
        withdrawn = received(category="c5")
    with at("2026-03-20"):
        actions.withdraw(withdrawn, by=None)
    with at("2026-04-01"):
        received(cast.sibling)


def test_each_period_counts_what_happened_in_it(cast, received, reviewing, django_assert_max_num_queries):
    world(cast, received, reviewing)
    with at("2026-04-03"), django_assert_max_num_queries(8):
        march = figures_of(requests(cast), MARCH)
    with at("2026-04-03"):
        april = figures_of(requests(cast), APRIL)
    bureau, sibling = march[cast.bureau.pk], april[cast.sibling.pk]
    assert (bureau.received, bureau.carried_in, bureau.ended, bureau.carried_out) == (5, 0, 3, 2)
    assert (bureau.answered, bureau.on_time, bureau.overdue) == (2, 2, 0)
    assert bureau.outcomes == {"R3_1": 2, "R3_6_3": 1}
    bureau = april[cast.bureau.pk]
    assert (bureau.received, bureau.carried_in, bureau.ended, bureau.carried_out) == (0, 2, 1, 1)
    assert (bureau.answered, bureau.on_time, bureau.overdue, bureau.percent_on_time) == (1, 0, 1, 0)
    assert (sibling.received, sibling.carried_out, sibling.median_days, sibling.share_on_time) == (1, 1, None, None)
    assert cast.sibling.pk not in march
    assert together(april.values()).carried_out == 2


def test_a_past_period_stays_as_it_was(cast, received, reviewing):
    """What happens later changes nothing in it; only what was overdue at its end is derived from the clock's events."""
    world(cast, received, reviewing)
    with at("2026-04-03"):
        before = figures_of(requests(cast), MARCH)
    with at("2026-05-20"):
        for case in requests(cast).open():
            actions.withdraw(case, by=None)
        assert figures_of(requests(cast), MARCH) == before
        april = figures_of(requests(cast), APRIL)[cast.bureau.pk]
        assert (april.carried_out, april.overdue) == (1, 1)
        assert late(requests(cast), Period.month(2026, 5)) == {}


def test_a_pause_at_the_end_of_a_period_is_not_overdue(cast, processing):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-05"):
        asked = actions.ask_supplement(case, by=cast.clerk, points="请写明年度", respond_by=Period.month(2026, 6).last)
    assert asked
    with at("2026-05-10"):
        assert late(requests(cast), APRIL) == {}
        actions.supplement(case, by=None, text="2025年度")
    with at("2026-07-10"):
        assert late(requests(cast), APRIL) == {}
        assert late(requests(cast), Period.month(2026, 6)) == {case.pk: cast.bureau.pk}


def test_whoever_is_received_is_ended_or_carried_on_in_every_period(cast, received, reviewing):
    world(cast, received, reviewing)
    keys = ["2026-02", "2026-03", "2026-04", "2026-Q1", "2026", "2026-03-04..2026-03-04", "2026-03-05..2026-04-02"]
    for key in keys:
        period = Period.parse(key)
        one = together(figures_of(requests(cast), period).values())
        assert one.received + one.carried_in == one.ended + one.carried_out, key
        assert one.carried_in == together(figures_of(requests(cast), period.before()).values()).carried_out
        for row, number in (("R1", one.received), ("R2", one.carried_in), ("R3_7", one.ended), ("R4", one.carried_out)):
            assert rows_of(requests(cast), period, row).count() == number
        assert rows_of(requests(cast), period, "R3_6").count() == one.outcomes["R3_6_3"]


def test_medians_and_nine_tenths():
    def took(*days):
        figures = Figures()
        figures.days.update(days)
        return figures.median_days, figures.p90_days

    assert took() == (None, None)
    assert took(4) == (4, 4)
    assert took(1, 2) == (1.5, 2)
    assert took(*range(1, 11)) == (5.5, 9)
    assert took(*range(1, 12)) == (6, 10)
    assert took(*[3] * 9, 40) == (3, 3)


def test_few_answers_have_no_rank():
    def of(answers, on_time, days):
        figures = Figures(on_time=on_time)
        figures.days[days] = answers
        return figures

    figures = {1: of(9, 9, 1), 2: of(10, 10, 7), 3: of(100, 100, 7), 4: of(20, 20, 5), 5: of(50, 10, 1), 6: Figures()}
    assert ranks(figures) == {1: None, 2: 2, 3: 2, 4: 1, 5: 4, 6: None}


def test_an_answer_given_anew_does_not_count_again(cast, answered):
    """A remedy may bring a request back; the report that counted it stands."""
    with at("2026-03-04"):
        case = answered()
    with at("2026-05-06"):
        end(case, outcome="R3_3_4", at=case.answered_at)
    assert figures_of(requests(cast), MARCH)[cast.bureau.pk].outcomes == {"R3_1": 1}
    assert cast.bureau.pk not in figures_of(requests(cast), Period.month(2026, 5))


def test_the_migration_writes_the_endings_of_earlier_cases(cast, received, reviewing):
    world(cast, received, reviewing)
    endings = Ending.objects.order_by("request").values_list("request", "outcome", "at", "decision", "is_on_time")
    written = list(endings)
    assert len(written) == 4
    Ending.objects.all().delete()
    (name,) = (found.name for found in pkgutil.iter_modules(migrations.__path__) if found.name.endswith("_figures"))
    importlib.import_module(f"requests_app.migrations.{name}").end_what_has_ended(apps, None)
    assert list(endings) == written

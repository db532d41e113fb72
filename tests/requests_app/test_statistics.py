"""Figures per agency, from the cases themselves."""

import time_machine

from portal.agencies.models import Agency
from requests_app import actions
from requests_app.statistics import figures_of, outcomes_of, topic_figures_of


def test_figures_count_open_overdue_on_time_and_median(cast, received, reviewing, django_assert_num_queries):
    def at(day):
        return time_machine.travel(f"{day} 10:00+08:00", tick=False)

    for answered_on in ("2026-03-05", "2026-03-11", "2026-04-03"):  # 1, 5 and 22 working days
        with at("2026-03-04"):
            case = reviewing()
        with at(answered_on):
            actions.approve_decision(case, by=cast.head)
    with at("2026-03-04"):
        received()
    with at("2026-04-01"):
        received(cast.sibling)
    with at("2026-04-03"), django_assert_num_queries(2):
        figures = figures_of(Agency.objects.under(cast.city))
    bureau, sibling = figures[cast.bureau.pk], figures[cast.sibling.pk]
    assert (bureau.open, bureau.overdue, bureau.answered, bureau.on_time) == (1, 1, 3, 2)
    assert (sorted(bureau.days), bureau.median_days) == ([1, 5, 22], 5)
    assert round(bureau.share_on_time, 2) == 0.67
    assert (sibling.open, sibling.overdue, sibling.median_days, sibling.share_on_time) == (1, 0, None, None)
    assert (bureau + sibling).open == 2
    assert topic_figures_of(Agency.objects.under(cast.city)) == {}


def test_outcomes_fill_the_cells_of_table_three(cast, reviewing, received):
    with time_machine.travel("2026-03-04 10:00+08:00", tick=False):
        for outcome, category in (("R3_1", "c1"), ("R3_2", "c1"), ("R3_1", "c2")):
            case = reviewing(outcome=outcome, grounds="区分处理。", category=category)
            actions.approve_decision(case, by=cast.head)
        reviewing()  # not sent yet: counts nowhere
        actions.withdraw(received(category="c5"), by=None)
    cells = outcomes_of(Agency.objects.under(cast.city), year=2026)
    assert cells == {("R3_1", "c1"): 1, ("R3_2", "c1"): 1, ("R3_1", "c2"): 1, ("R3_6_3", "c5"): 1}
    assert not outcomes_of(Agency.objects.under(cast.city), year=2025)

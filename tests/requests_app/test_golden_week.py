"""Twenty working days over Golden Week and its make-up workdays, counted by hand from the State Council's notices.

Days off and, of the weekends around them, days worked:
2023: 9/29–10/6 off; Saturday 10/7 and Sunday 10/8 worked.
2024: 9/15–9/17 and 10/1–10/7 off; Saturday 9/14, Sunday 9/29 and Saturday 10/12 worked.
2025: 10/1–10/8 off; Sunday 9/28 and Saturday 10/11 worked.
2026: 9/25–9/27 and 10/1–10/7 off; Sunday 9/20 and Saturday 10/10 worked.
"""

import datetime as dt

import pytest
import time_machine

from portal.workdays.actions import recompute_open
from requests_app import actions
from requests_app.models import DisclosureRequest, TopicRequest
from tests.requests_app.conftest import WANTED, key

TABLE = {
    "2023-09-28": "2023-11-01",  # 10/7 1, 10/8 2, 9–13 3–7, 16–20 8–12, 23–27 13–17, 30–31 18–19, 11/1 20
    "2023-10-08": "2023-11-03",  # 9–13 1–5, 16–20 6–10, 23–27 11–15, 10/30–11/3 16–20
    "2024-09-13": "2024-10-17",  # 14 1, 18–20 2–4, 23–27 5–9, 29 10, 30 11, 10/8–12 12–16, 14–17 17–20
    "2024-09-28": "2024-10-30",  # 29 1, 30 2, 10/8–12 3–7, 14–18 8–12, 21–25 13–17, 28–30 18–20
    "2025-09-26": "2025-10-30",  # 28 1, 29 2, 30 3, 10/9–11 4–6, 13–17 7–11, 20–24 12–16, 27–30 17–20
    "2025-09-30": "2025-11-04",  # 10/9–11 1–3, 13–17 4–8, 20–24 9–13, 27–31 14–18, 11/3–4 19–20
    "2025-10-01": "2025-11-04",  # a day off: the same days count
    "2025-10-11": "2025-11-07",  # 13–17 1–5, 20–24 6–10, 27–31 11–15, 11/3–7 16–20
    "2026-09-19": "2026-10-22",  # 20 1, 21–24 2–5, 28–30 6–8, 10/8–10 9–11, 12–16 12–16, 19–22 17–20
    "2026-09-30": "2026-11-03",  # 10/8–10 1–3, 12–16 4–8, 19–23 9–13, 26–30 14–18, 11/2–3 19–20
    "2026-10-04": "2026-11-03",  # in the middle of the week: the same days count
    "2026-10-10": "2026-11-06",  # 12–16 1–5, 19–23 6–10, 26–30 11–15, 11/2–6 16–20
}


def at(day, time):
    return time_machine.travel(f"{day} {time}+08:00", tick=False)


@pytest.mark.parametrize("time", ["00:00:01", "23:59:59"])
def test_due_dates_equal_those_counted_by_hand(cast, time):
    filed = {}
    for day in TABLE:
        with at(day, time):
            case = actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case
            topic = actions.submit_topic(cast.bureau, by=None, key=key(), title="公交线路").case
        filed[day] = (case, topic)
    assert {day: case.clock.due_on.isoformat() for day, (case, _topic) in filed.items()} == TABLE
    assert {day: topic.clock.due_on.isoformat() for day, (_case, topic) in filed.items()} == TABLE
    assert not any(case.clock.is_provisional for case, _topic in filed.values())


def test_counting_anew_moves_none_of_them(cast):
    for day in TABLE:
        with at(day, "10:00:00"):
            actions.submit_request(cast.bureau, by=None, key=key(), **WANTED)
    recompute_open()
    found = {case.received_on.isoformat(): case.clock.due_on.isoformat() for case in DisclosureRequest.objects.all()}
    assert found == TABLE


@pytest.mark.parametrize("day", TABLE)
def test_overdue_begins_with_the_day_after(cast, day):
    with at(day, "10:00:00"):
        actions.submit_request(cast.bureau, by=None, key=key(), **WANTED)
        actions.submit_topic(cast.bureau, by=None, key=key(), title="公交线路")
    after = dt.date.fromisoformat(TABLE[day]) + dt.timedelta(days=1)
    for moment, late in (((TABLE[day], "23:59:59"), 0), ((after, "00:00:00"), 1)):
        with at(*moment):
            assert DisclosureRequest.objects.overdue().count() == late
            assert TopicRequest.objects.overdue().count() == late

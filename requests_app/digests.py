"""What stands in a person's morning mail about requests: the cases whose steps have reached them, as they stand now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from portal.accounts.models import User
from portal.notices.registry import DueLine
from portal.workdays.calendar import Calendars
from requests_app.letters import workbench_address
from requests_app.models import Case, DisclosureRequest, TopicRequest
from requests_app.people import told_people
from requests_app.reminders import FIRST, STEPS, Told

LOOK_AHEAD = dt.timedelta(days=4 * FIRST)  # calendar days that surely hold so many working days


def due_cases(user: User, day: dt.date) -> Iterator[DueLine]:
    """The open cases with a running clock of which a reminder up to `day` tells `user`; until each is answered."""
    calendars, known = Calendars(), _People()
    for model in (DisclosureRequest, TopicRequest):
        for case in model.objects.managed_by(user).due_by(day + LOOK_AHEAD).with_agency_and_clock():
            days = calendars.for_scope(case.agency.path).workdays_between(day, case.clock.due_on)
            roles = {role for step in STEPS if days <= step.days for role in step.told}
            if any(known.is_one(user, case, role) for role in roles):
                text = f"{case.number} {case.agency.name}"
                yield DueLine(days, case.clock.due_on, text, workbench_address(case), case.agency)


class _People:
    """`told_people`, asked once for all cases that have the same answer."""

    def __init__(self) -> None:
        self._known: dict[tuple, frozenset[int]] = {}

    def is_one(self, user: User, case: Case, role: Told) -> bool:
        key = (type(case), case.agency_id, getattr(case, "handler_id", None), role)
        if key not in self._known:
            self._known[key] = frozenset(person.pk for person in told_people(case, role))
        return user.pk in self._known[key]

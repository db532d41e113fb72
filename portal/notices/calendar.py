"""A person's own due days as a calendar: how many of what are due on a day, and where they are listed.

No title of a case leaves the house: calendars are read by telephones and by services of third parties.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.agencies.today import Pane, panes_of
from portal.ics import Event

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST = 300  # rows of a pane, the most urgent first


def own_dates(user: User, today: dt.date, *, address: Callable[[str], str]) -> Iterator[Event]:
    """One event for each kind of work and day, from every pane that opens for `user`; `address` makes links absolute.

    About one query a pane.
    """
    for pane in panes_of(user):
        for day, number in sorted(_days(pane, user, today).items()):
            yield Event(
                f"{pane.key}-{day:%Y%m%d}-{user.pk}@yangguang",
                _("Due: %(what)s (%(number)d)") % {"what": pane.title, "number": number},
                day,
                day + dt.timedelta(days=1),
                url=address(pane.address),
            )


def _days(pane: Pane, user: User, today: dt.date) -> Counter[dt.date]:
    lines = (pane.line(row) for row in pane.rows(user, today)[:MOST])
    return Counter(line.due_on for line in lines if line.due_on is not None)

"""Dates on which everybody may take part: closing days of consultations and surveys, hearings and their sign-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Consultation, Hearing, Survey
from portal.agencies.models import Agency
from portal.ics import Event

DAY = dt.timedelta(days=1)
BACK = dt.timedelta(days=90)  # so long the past stays in a calendar
MOST = 300

Address = Callable[[str], str]


def public_dates(agency: Agency, *, host: str, address: Address) -> Iterator[Event]:
    """The dates of `agency` and everybody below it, with addresses made absolute by `address`. Three queries."""
    since = timezone.now() - BACK
    for rows, words in ((Consultation, _("Last day for opinions: %s")), (Survey, _("Last day of the survey: %s"))):
        for row in _windows(rows, agency, "extensions").filter(closes_at__gte=since).order_by("closes_at")[:MOST]:
            yield _closing(row, words % row.item.title, host=host, address=address)
    for hearing in _windows(Hearing, agency, "changes").filter(ends_at__gte=since).order_by("starts_at")[:MOST]:
        facts = {"url": address(hearing.get_absolute_url()), **_changes(hearing)}
        is_cancelled = hearing.cancelled_at is not None
        what, key = hearing.item.title, hearing.item.index_no
        yield Event(
            f"hearing-{key}@{host}", what, hearing.starts_at, hearing.ends_at, location=hearing.place,
            description=hearing.item.agency.name, is_cancelled=is_cancelled, **facts,
        )  # fmt: skip
        if not is_cancelled:
            yield _closing(hearing, _("Last day to sign up: %s") % what, host=host, address=address)


def _windows(model: Any, agency: Agency, changes: str) -> Any:
    """Public rows with how often, and when last, their dates were changed."""
    rows = model.objects.public().under(agency).with_item()
    return rows.annotate(change_count=Count(changes), changed_at=Max(f"{changes}__at"))


def _closing(row: Any, summary: str, *, host: str, address: Address) -> Event:
    last = row.window.last_day
    return Event(
        f"closing-{row.item.index_no}@{host}", summary, last, last + DAY, url=address(row.get_absolute_url()),
        description=row.item.agency.name, **_changes(row),
    )  # fmt: skip


def _changes(row: Any) -> dict[str, Any]:
    return {"changed_at": row.changed_at or row.item.published_at, "sequence": row.change_count}

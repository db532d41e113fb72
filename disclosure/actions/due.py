"""Carrying out what is due, each item at its second and by itself: what fails leaves everything as it was.

Two workers share the work: each passes over the rows the other has in hand, and nothing is done twice, because a row
is looked at again under the lock of its item.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.actions.publication import go_public, take_off
from disclosure.actions.publishable import require_publishable
from disclosure.letters import tell_author, tell_of_failure
from disclosure.models import Deed, Item, Schedule
from disclosure.states import TABLE, State
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind as NoticeKind
from portal.refusals import Refused
from portal.transitions import advance

logger = logging.getLogger(__name__)
REST = dt.timedelta(minutes=1)  # before the second attempt; it doubles with each


def carry_out_due(until: dt.datetime, *, wait: Callable[[dt.datetime], object]) -> None:
    """Carry out everything that falls due by `until`; `wait(moment)` returns when the moment has come."""
    due = list(Schedule.objects.due(until).values_list("at", "pk", "item_id"))
    with translation.override(settings.LANGUAGE_CODE):
        for moment, rows in groupby(due, key=lambda row: row[0]):
            wait(moment)
            _carry_out((pk, item) for _moment, pk, item in rows)


def _carry_out(rows: Iterable[tuple[int, int]]) -> None:
    """Everything that can be had at once; then, waiting for the lock, what somebody else had in hand meanwhile."""
    in_hand = [(pk, item) for pk, item in rows if not attempt(pk, item)]
    for pk, item in in_hand:
        attempt(pk, item, patient=True)


def attempt(pk: int, item_id: int, *, patient: bool = False) -> bool:
    """Try one schedule in a transaction of its own; an error is noted after it was rolled back.

    False if the item is locked by somebody else and we were not `patient`.
    """
    try:
        with transaction.atomic():
            item = _locked(item_id, patient=patient)
            if item is None:
                return False
            row = Schedule.objects.waiting().select_related("version", "by").filter(pk=pk).first()
            if row is not None:  # else: done, or called off, a moment ago
                row.done_at = timezone.now()
                row.save(update_fields=["done_at"])
                _DEEDS[row.deed](item, row)
    except Exception as error:  # whatever it is, the other items must not suffer from it
        logger.exception("Schedule %s could not be carried out", pk)
        _note_failure(pk, error)
    return True


def _locked(item_id: int, *, patient: bool) -> Item | None:
    rows = Item.objects.select_for_update(of=("self",), skip_locked=not patient).select_related("agency", "entry")
    return rows.filter(pk=item_id).first()


def _publish(item: Item, row: Schedule) -> None:
    """Publish exactly what was scheduled, as of the moment it was scheduled for."""
    version = item.newest()
    if (version.pk, version.hash) != (row.version_id, row.version_hash):
        raise Refused(_("This is not the text that was scheduled."))
    before = advance(item, "publish", TABLE)
    require_publishable(item, version)
    go_public(item, version, by=row.by, at=row.at, before=before)


def _expire(item: Item, row: Schedule) -> None:
    """Take what is public off the site; a draft that is being prepared goes its own way."""
    version = item.live_version
    if version is None:
        raise Refused(_("Only what is public can end."))
    before = item.state
    if item.state == State.PUBLISHED:
        advance(item, "expire", TABLE)
    item.has_expired = True
    take_off(item, by=row.by, at=row.at, reason=_("It was published for a limited time, which has ended."))
    facts = {"state": item.state, "version": version.number, "at": row.at}
    record(Event.ITEM_EXPIRED, by=row.by, agency=item.agency, subject=item, before={"state": before}, after=facts)
    title = _("Publication ended: %(title)s")
    tell_author(NoticeKind.ITEM_EXPIRED, item, version, title=title, body=version.title, by=row.by)


_DEEDS: dict[str, Callable[[Item, Schedule], None]] = {Deed.PUBLISH: _publish, Deed.EXPIRE: _expire}


@transaction.atomic
def _note_failure(pk: int, error: Exception) -> None:
    """The one trace of an attempt that failed: on the schedule, in the audit trail, and told to who had set it."""
    row = Schedule.objects.select_for_update(of=("self",)).select_related("item__agency", "version", "by").get(pk=pk)
    row.attempts += 1
    row.retry_after = timezone.now() + REST * 2 ** (row.attempts - 1)
    row.last_error = (str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}")[:300]
    row.save(update_fields=["attempts", "retry_after", "last_error"])
    facts = {"deed": row.deed, "at": row.at, "attempt": row.attempts, "error": row.last_error}
    record(Event.ITEM_SCHEDULE_FAILED, by=None, agency=row.item.agency, subject=row.item, after=facts)
    tell_of_failure(row)

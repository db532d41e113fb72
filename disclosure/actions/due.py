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
from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.actions.gate import examine
from disclosure.actions.publication import go_public, take_off
from disclosure.actions.publishable import require_publishable
from disclosure.letters import tell_author, tell_of_failure
from disclosure.models import Deed, Item, Occasion, Schedule, Version
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

    False if somebody else has it in hand, and we were not `patient`.
    """
    try:
        with transaction.atomic():
            if patient:  # the item before the schedule, as every other verb takes them
                Item.objects.select_for_update().only("pk").filter(pk=item_id).first()
            row = _locked(pk, patient=patient)
            if row is None:  # in hand somewhere else; done, or called off, a moment ago
                return patient
            row.done_at = timezone.now()
            row.save(update_fields=["done_at"])
            _DEEDS[row.deed](row.item, row)
    except Exception as error:  # whatever it is, the other items must not suffer from it
        logger.exception("Schedule %s could not be carried out", pk)
        _note_failure(pk, error)
    return True


def _locked(pk: int, *, patient: bool) -> Schedule | None:
    """The schedule with all it takes, in one query, itself and its item locked; `newest` is the item's last version."""
    versions = Version.objects.filter(item=OuterRef("item_id")).order_by("-number").values("pk")[:1]
    rows = Schedule.objects.waiting().annotate(newest=Subquery(versions))
    rows = rows.select_related("item__agency", "item__entry__area", "version__author", "version__entry__area", "by")
    return rows.select_for_update(of=("self", "item"), skip_locked=not patient).filter(pk=pk).order_by().first()


def _publish(item: Item, row: Schedule) -> None:
    """Publish exactly what was scheduled, as of the moment it was scheduled for."""
    version = row.version
    if (version.pk, version.hash) != (row.newest, row.version_hash):  # type: ignore[attr-defined]
        raise Refused(_("This is not the text that was scheduled."))
    before = advance(item, "publish", TABLE)
    examine(version, Occasion.PUBLICATION, by=row.by)
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
    facts = {"state": item.state, "version": version.number, "at": row.at, "reason": item.withdrawal_reason}
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

"""Carrying out what is due, each item at its second and by itself: what fails leaves everything as it was.

Two workers share the work: each passes over the rows the other has in hand, and nothing is done twice, because a row
is looked at again under the lock of its item.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.actions.gate import examine, examine_all
from disclosure.actions.publication import Release, go_public, take_off
from disclosure.actions.publishable import require_publishable, signers
from disclosure.letters import tell_author, tell_of_failure
from disclosure.models import Deed, Item, Occasion, Schedule, Version
from disclosure.states import TABLE, State
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind as NoticeKind
from portal.refusals import Refused
from portal.remembering import remembering
from portal.transitions import advance

logger = logging.getLogger(__name__)
CHUNK = 100  # publications of one transaction
REST = dt.timedelta(minutes=1)  # before the second attempt; it doubles with each


def carry_out_due(until: dt.datetime, *, wait: Callable[[dt.datetime], object]) -> None:
    """Carry out everything that falls due by `until`; `wait(moment)` returns when the moment has come."""
    due = list(Schedule.objects.due(until).values_list("at", "pk", "item_id", "deed"))
    with translation.override(settings.LANGUAGE_CODE):
        for moment, rows in groupby(due, key=lambda row: row[0]):
            wait(moment)
            _carry_out([(pk, item, deed) for _moment, pk, item, deed in rows])


def _carry_out(rows: Sequence[tuple[int, int, str]]) -> None:
    """What can go out together; then one by one, first what can be had at once, then what somebody else had in hand."""
    publications = [pk for pk, _item, deed in rows if deed == Deed.PUBLISH]
    gone = {pk for start in range(0, len(publications), CHUNK) for pk in together(publications[start : start + CHUNK])}
    alone = [(pk, item) for pk, item, _deed in rows if pk not in gone]
    in_hand = [(pk, item) for pk, item in alone if not attempt(pk, item)]
    for pk, item in in_hand:
        attempt(pk, item, patient=True)


def together(pks: Sequence[int]) -> list[int]:
    """Publish what is in order, in one transaction; return the schedules that were carried out.

    Whatever stands in the way of one, before or while it is written, is left to `attempt`, which tries it alone and
    notes what is wrong: the others do not suffer from it.
    """
    if len(pks) < 2:
        return []
    try:
        with transaction.atomic(), remembering():
            rows = list(_rows(skip_locked=True).filter(pk__in=pks).prefetch_related("version__attachments__file"))
            for row in rows:
                row.version.item = row.item  # the locked one
            signed = signers([row.version for row in rows])
            ready = [release for row in rows if (release := _ready(row, signed.get(row.version_id, {})))]
            examine_all([(release.version, release.by) for release in ready], Occasion.PUBLICATION)
            go_public(ready)
            items = [release.item.pk for release in ready]
            done = [row.pk for row in rows if row.item_id in items]
            Schedule.objects.filter(pk__in=done).update(done_at=timezone.now())
    except Exception:
        logger.exception("%s publications could not be carried out together", len(pks))
        return []
    return done


def _ready(row: Schedule, signed: Mapping[str, int]) -> Release | None:
    """The publication that `row` asks for if nothing stands in its way. Writes nothing."""
    try:
        before = _require_scheduled(row)
        require_publishable(row.version, signed)
    except Exception:  # it is noted when the row is attempted alone
        logger.warning("Schedule %s has to be looked at alone", row.pk, exc_info=True)
        return None
    return Release(row.item, row.version, row.by, row.at, before)


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
    return _rows(skip_locked=not patient).filter(pk=pk).first()


def _rows(*, skip_locked: bool) -> QuerySet[Schedule]:
    """Schedules with all they take, in one query, they and their items locked; `newest` is an item's last version."""
    versions = Version.objects.filter(item=OuterRef("item_id")).order_by("-number").values("pk")[:1]
    rows = Schedule.objects.waiting().annotate(newest=Subquery(versions)).order_by()
    rows = rows.select_related("item__agency", "item__entry__area", "version__author", "version__entry__area", "by")
    return rows.select_for_update(of=("self", "item"), skip_locked=skip_locked)


def _require_scheduled(row: Schedule) -> str:
    """Advance the item, raise Refused if its newest text is another by now; return the state before."""
    if (row.version.pk, row.version.hash) != (row.newest, row.version_hash):  # type: ignore[attr-defined]
        raise Refused(_("This is not the text that was scheduled."))
    return advance(row.item, "publish", TABLE)


def _publish(item: Item, row: Schedule) -> None:
    """Publish exactly what was scheduled, as of the moment it was scheduled for."""
    before = _require_scheduled(row)
    with remembering():
        examine(row.version, Occasion.PUBLICATION, by=row.by)
        require_publishable(row.version)
    go_public([Release(item, row.version, row.by, row.at, before)])


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

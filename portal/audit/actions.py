"""Adding to the audit trail: always inside the transaction of the action that it records."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.db import models, transaction
from django.utils import timezone

from portal.audit.chain import link_hash
from portal.audit.models import AuditEvent, ChainHead, Event
from portal.audit.reach import AROUND, NOWHERE
from portal.editions.actions import changed_around, changed_everywhere

if TYPE_CHECKING:
    from portal.accounts.models import User


class HasPath(Protocol):
    path: str
    name: str


class Fact(NamedTuple):
    """Something that happened, on its way into the trail.

    `by=None` is the system itself or an anonymous citizen. `before` and `after` hold only what changed, and never the
    personal data of a complainant.
    """

    event: Event
    by: User | None
    agency: HasPath | None
    subject: models.Model | str
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


def record(
    event: Event,
    *,
    by: User | None,
    agency: HasPath | None,
    subject: models.Model | str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Append one link (see `Fact`) and return it. Raises TransactionManagementError outside a transaction."""
    return record_all([Fact(event, by, agency, subject, before, after)])[0]


def record_all(facts: Sequence[Fact]) -> list[AuditEvent]:
    """Append a link for each fact, in their order, as one step of the chain's head; return the links."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An audit event is recorded inside the action's transaction.")
    if not facts:
        return []
    head, _is_first = ChainHead.objects.select_for_update().get_or_create(pk=1)
    links = []
    for fact in facts:
        link = _link(fact, head)
        head.number, head.hash = link.number, link.hash
        links.append(link)
    AuditEvent.objects.bulk_create(links)
    head.save(update_fields=["number", "hash"])
    _tell_readers(facts)
    return links


def _tell_readers(facts: Sequence[Fact]) -> None:
    """Begin a new edition of the sites whose pages these facts may change, from the commit of the action on."""
    felt = [fact for fact in facts if fact.event not in NOWHERE]
    if any(fact.event not in AROUND or fact.agency is None for fact in felt):
        changed_everywhere()
    else:
        changed_around(fact.agency.path for fact in felt if fact.agency)


def _link(fact: Fact, head: ChainHead) -> AuditEvent:
    subject, by, agency = fact.subject, fact.by, fact.agency
    link = AuditEvent(
        number=head.number + 1,
        at=timezone.now().astimezone(dt.UTC),
        event=fact.event,
        actor=f"{by.username} {by.full_name}" if by is not None else "",
        agency_path=agency.path if agency else "",
        agency_name=agency.name if agency else "",
        subject=subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}",
        before=_plain(fact.before or {}),
        after=_plain(fact.after or {}),
        previous_hash=head.hash,
    )
    link.hash = link_hash(link)
    return link


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    # the same text must come back from the database, or the chain would not verify
    return json.loads(json.dumps(facts, ensure_ascii=False, default=str))

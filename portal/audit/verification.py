"""Reading the audit chain again, link by link, against its anchors and the tables it vouches for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.utils import timezone

from portal.audit.anchors import Mark, differences, marks_of_file, stored_marks
from portal.audit.chain import FIRST, link_hash
from portal.audit.guard import gaps
from portal.audit.ledgers import LEDGERS, Ledger
from portal.audit.models import AuditEvent, ChainHead, Verification
from portal.editions.snapshot import one_moment

FIRST_FAULTS = 20


def verify_and_note() -> Verification:
    """Verify against the portal's own file of anchors, and keep what came of it."""
    file, faults = marks_of_file()
    faults += every_fault(file)
    faults += [f"The guard {name} of the database is missing." for name in gaps(connection)]
    links = ChainHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    return Verification.objects.create(
        at=timezone.now(), links=links, faults=len(faults), first_faults="\n".join(faults[:FIRST_FAULTS])
    )


def last_verification() -> Verification | None:
    """What the newest verification said; None before the first night."""
    return Verification.objects.order_by("-at", "-pk").first()


def every_fault(
    file: Sequence[Mark] | None = None, *, heads: Sequence[Mark] = (), file_is_whole: bool = True
) -> list[str]:
    """One sentence for each fault in the chain, its anchors and every registered ledger; empty if all is well.

    `file` holds the anchors kept outside the database, `heads` what somebody noted down. Without any of them, a
    cut-off end and a chain written anew are found only as far as the database has not been made to agree.
    """
    with one_moment():
        ledgers = [make() for make in LEDGERS]
        found = list(broken_links([*stored_marks(), *(file or ()), *heads], ledgers))
        if file is not None:
            found += differences(file, is_whole=file_is_whole)
        for ledger in ledgers:
            found += ledger.faults()
    return found


def broken_links(marks: Iterable[Mark] = (), ledgers: Iterable[Ledger] = ()) -> Iterator[str]:
    """Yield one sentence for each link that was edited, taken out, put in or exchanged, or contradicts a mark."""
    anchored = defaultdict(list)
    for mark in marks:
        anchored[mark.number].append(mark)
    previous, expected = FIRST, 1
    for link in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        yield from _faults_of(link, expected, previous)
        yield from (f"Number {link.number} is not the link that the anchor {mark} names."
                    for mark in anchored.pop(link.number, ()) if mark.hash != link.hash)  # fmt: skip
        for ledger in ledgers:
            ledger.take(link)
        previous, expected = link.hash, link.number + 1
    for mark in (mark for left in anchored.values() for mark in left):
        yield f"Number {mark.number} is missing, which the anchor {mark} names."
    yield from _faults_of_head(expected - 1, previous)


def _faults_of(link: AuditEvent, expected: int, previous: str) -> Iterator[str]:
    if link.number != expected:
        yield f"Number {expected} is missing; {link.number} follows."
    if link.previous_hash != previous:
        yield f"Number {link.number} does not follow from the link before it."
    if link.hash != link_hash(link):
        yield f"Number {link.number} was changed after it was written."


def _faults_of_head(last: int, hash_of_last: str) -> Iterator[str]:
    head = ChainHead.objects.filter(pk=1).first()
    if head is None and last:
        yield f"The head of the chain is missing; {last} links are there."
    if head is not None and (head.number, head.hash) != (last, hash_of_last):
        yield f"The chain ends at {last}, but {head.number} links were written."

"""Reading the audit chain again, link by link."""

from collections.abc import Iterator

from portal.audit.chain import FIRST, link_hash
from portal.audit.models import AuditEvent, ChainHead


def broken_links() -> Iterator[str]:
    """Yield one sentence for each link that was edited, taken out, put in or exchanged."""
    previous, expected = FIRST, 1
    for link in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        if link.number != expected:
            yield f"Number {expected} is missing; {link.number} follows."
        if link.previous_hash != previous:
            yield f"Number {link.number} does not follow from the link before it."
        if link.hash != link_hash(link):
            yield f"Number {link.number} was changed after it was written."
        previous, expected = link.hash, link.number + 1
    head = ChainHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.hash) != (expected - 1, previous):
        yield f"The chain ends at {expected - 1}, but {head.number} links were written."

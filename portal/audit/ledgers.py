"""Tables whose rows the trail vouches for. The app that owns them says in its `ledger.py` how they are compared."""

from collections.abc import Callable, Iterator
from typing import Protocol

from portal.audit.models import AuditEvent


class Ledger(Protocol):
    """Made anew for each verification; is shown every link in order, then says what does not agree with its tables."""

    def take(self, link: AuditEvent) -> None: ...

    def faults(self) -> Iterator[str]: ...


LEDGERS: list[Callable[[], Ledger]] = []


def ledger(factory: Callable[[], Ledger]) -> Callable[[], Ledger]:
    """Register a class of ledger; verifying the trail from now on includes its tables."""
    LEDGERS.append(factory)
    return factory

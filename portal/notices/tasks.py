"""The sweep of the outbox."""

from portal.heartbeat.periodic import periodic
from portal.notices.delivery import deliver_due


@periodic(every=15)
def deliver() -> None:
    """Send every notice that is due."""
    deliver_due()

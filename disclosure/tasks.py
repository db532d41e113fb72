"""Periodic sweeps of disclosure."""

from disclosure.actions import index_again
from disclosure.actions.channels import forget_unconfirmed, tell_what_is_new
from disclosure.models import Alert, Item
from portal.heartbeat.periodic import periodic


@periodic(every=60)
def index_attachment_texts() -> None:
    """Make the words of attachments findable once they have been read; every public item by itself."""
    for item in Item.objects.with_texts_to_index()[:500]:
        index_again(item)


@periodic(every=24 * 3600)
def send_alerts() -> None:
    """Write the letters of the day; each alert by itself, so that one that fails holds up no other."""
    for alert in Alert.objects.confirmed().order_by("pk").iterator():
        tell_what_is_new(alert)
    forget_unconfirmed()

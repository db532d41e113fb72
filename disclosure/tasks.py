"""Periodic sweeps of disclosure."""

from disclosure.actions import index_again
from disclosure.models import Item
from portal.heartbeat.periodic import periodic


@periodic(every=60)
def index_attachment_texts() -> None:
    """Make the words of attachments findable once they have been read; every public item by itself."""
    for item in Item.objects.with_texts_to_index()[:500]:
        index_again(item)

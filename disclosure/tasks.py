"""Periodic sweeps of disclosure."""

from disclosure.actions import index_again
from disclosure.actions.telling import remind_of_outcome, tell_participant
from disclosure.models import Consultation, Item, Opinion
from portal.heartbeat.periodic import periodic


@periodic(every=60)
def index_attachment_texts() -> None:
    """Make the words of attachments findable once they have been read; every public item by itself."""
    for item in Item.objects.with_texts_to_index()[:500]:
        index_again(item)


@periodic(every=60)
def tell_participants() -> None:
    """Tell the authors of opinions that the outcome of their consultation has been published."""
    for opinion in Opinion.objects.to_tell().with_consultation()[:500]:
        tell_participant(opinion)


@periodic(every=600)
def remind_of_outcomes() -> None:
    """Tell clerks which consultations have closed and wait for their outcome."""
    for consultation in Consultation.objects.awaiting_outcome().with_item():
        remind_of_outcome(consultation)

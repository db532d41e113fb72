"""Word lists go along when an agency is merged; files go with the items that they are attached to."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.agencies.models import Agency
from portal.agencies.moving import Mover
from portal.uploads.models import Word, WordList


class WordLists(Mover):
    """Where the successor has a list, it takes over the words that it does not have; its own say what they said."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows if WordList.objects.filter(agency=to).exists() else rows.none()

    def join(self, rows: QuerySet, to: Agency) -> None:
        kept = WordList.objects.select_for_update().get(agency=to)
        known = set(kept.words.values_list("text", flat=True))
        for there in rows.prefetch_related("words"):
            lines = [*kept.allowed.splitlines(), *there.allowed.splitlines()]
            kept.allowed = "\n".join(dict.fromkeys(lines))
            Word.objects.filter(list=there).exclude(text__in=known).update(list=kept)
            known = set(kept.words.values_list("text", flat=True))
        kept.save(update_fields=["allowed", "changed_at"])


MOVERS = (WordLists(WordList),)

"""Synonyms go along when a government is merged with another; search rows go with what they are about."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.agencies.models import Agency
from portal.agencies.moving import Mover
from portal.search.models import SynonymList


class Synonyms(Mover):
    """Where the successor has a list, the groups that it does not have are added to it."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows if SynonymList.objects.filter(agency=to).exists() else rows.none()

    def join(self, rows: QuerySet, to: Agency) -> None:
        kept = SynonymList.objects.select_for_update().get(agency=to)
        lines = [line for there in rows for line in there.groups.splitlines()]
        kept.groups = "\n".join(dict.fromkeys([*kept.groups.splitlines(), *lines]))
        kept.save(update_fields=["groups", "changed_at"])


MOVERS = (Synonyms(SynonymList),)

"""What of an agency goes to another one: each room above registers a mover for each of its tables.

A mover says which rows go along, which of them cannot, and carries them over. Numbers and index numbers never change:
addresses and receipts hang on them. A test asks that every foreign key to Agency has a mover or a reason to stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from portal.agencies.models import Agency


class Chosen(NamedTuple):
    """What goes along: everything, or what stands under some catalog entries, and perhaps the open work."""

    entries: frozenset[int] = frozenset()
    open_work: bool = False
    everything: bool = False


Topics = Callable[[Agency], Iterable[tuple[int, str]]]
EVERYTHING = Chosen(everything=True)


class Mover:
    """Rows of one table that follow their agency. Subclasses know what may clash at the successor."""

    entry: str | None = None  # lookup of the catalog entry
    open_work: Q | None = None  # what is still open
    is_silent = False  # neither the preview nor the trail may tell how many there are

    def __init__(self, model: type[models.Model], field: str = "agency", **known: Any) -> None:
        self.model, self.field = model, field
        vars(self).update(known)

    @property
    def claims(self) -> set[str]:
        """Foreign keys to Agency that this mover answers for, as `app.Model.field`."""
        return {f"{self.model._meta.label}.{self.field}"}

    @property
    def key(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    @property
    def name(self) -> str | Promise:
        return self.model._meta.verbose_name_plural or self.key

    def rows(self, source: Agency, chosen: Chosen) -> QuerySet:
        """Rows of `source` that are chosen."""
        own = self.model._base_manager.filter(**{self.field: source})
        if chosen.everything:
            return own
        wanted = Q(pk__in=[])
        if self.entry is not None and chosen.entries:
            wanted |= Q(**{f"{self.entry}__in": chosen.entries})
        if self.open_work is not None and chosen.open_work:
            wanted |= self.open_work
        return own.filter(pk__in=self.model._base_manager.filter(wanted).order_by().values("pk"))

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        """Those of `rows` for which `to` has one of its own already; they stay with the dissolved agency."""
        return rows.none()

    def hindrances(self, rows: QuerySet, to: Agency) -> Iterator[str]:
        """Sentences: why `rows` must not go to `to`."""
        yield from ()

    def cautions(self, rows: QuerySet, to: Agency) -> Iterator[str]:
        """Sentences about what somebody should look at; they hinder nothing."""
        yield from ()

    def carry(self, rows: QuerySet, to: Agency) -> None:
        """Carry `rows` over to `to`, inside the transaction of the action."""
        rows.update(**{self.field: to})

    def join(self, rows: QuerySet, to: Agency) -> None:
        """Let what `to` has already take over what it needs of `rows`, which stay."""

    def rename(self, agency: Agency) -> None:
        """Write down what has to keep the present name of `agency`, before it takes another one."""


class Guidance(Mover):
    """Agencies that the dissolved one guided in the system line; nobody comes to guide itself."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(pk=to.pk)

    def join(self, rows: QuerySet, to: Agency) -> None:
        above = Agency.objects.get(pk=rows.values("guided_by")[:1]).guided_by_id
        rows.update(guided_by=None if above == to.pk else above)


_movers: dict[str, Mover] = {}
_stays: dict[str, str] = {}
_topics: list[Topics] = []


def register(*movers: Mover, stays: Mapping[str, str] | None = None, topics: Iterable[Topics] = ()) -> None:
    """Add movers, foreign keys whose rows stay as history with the reason, and what can be chosen in a split.

    Doing it again replaces them.
    """
    _movers.update({mover.key: mover for mover in movers})
    _stays.update(stays or {})
    _topics.extend(topic for topic in topics if topic not in _topics)


def topics_of(agency: Agency) -> list[tuple[int, str]]:
    """Catalog entries, with their names, under which `agency` has something that can go elsewhere."""
    named = {key: name for topics in _topics for key, name in topics(agency)}
    return sorted(named.items(), key=lambda pair: pair[1])


def movers() -> list[Mover]:
    """Every mover, in the order of registration."""
    return list(_movers.values())


def answered_for() -> set[str]:
    """Every foreign key to Agency that a mover or a reason to stay answers for."""
    return {claim for mover in movers() for claim in mover.claims} | set(_stays)

"""Looking first: what is public already and may answer a question, and who is probably asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import CatalogEntry, CatalogEntryQuerySet, Duty
from disclosure.models import Item
from portal.agencies.models import Agency
from portal.search.similar import most_alike, pieces_of, similar
from requests_app.models import TopicRequest

MOST_ITEMS, MOST_OTHERS, MOST_AGENCIES = 5, 3, 3
CANDIDATES = 200  # rows with a common piece that are compared
SHORTEST = 2  # characters that can be looked for

KINDS: dict[str, Promise] = {
    "item": _("Published"),
    "topic": _("Answered in public"),
    "entry": _("In the catalog"),
}


class Match(NamedTuple):
    """Something that may answer: `agency` published it, or is to."""

    kind: str
    ref: str
    title: str
    agency: Agency

    @property
    def kind_name(self) -> Promise:
        return KINDS[self.kind]

    @property
    def name(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.ref}"


@dataclass(frozen=True)
class Look:
    """What was found for one text; `agencies` are probably responsible, the likeliest first."""

    matches: list[Match] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)

    @property
    def owners(self) -> list[Agency]:
        """The agencies of what is shown, each once."""
        return list({match.agency.pk: match.agency for match in self.matches}.values())


def look(text: str, *, under: Agency) -> Look:
    """What below `under` is public and says much the same as `text`. At most ten queries; keeps nothing."""
    text = text.replace("\x00", "").strip()
    pieces = pieces_of(text)
    if len(text) < SHORTEST or not pieces:
        return Look()
    items = _items(pieces, under)
    topics = answered_topics(pieces, under)
    entries = _entries(pieces, under)
    votes = _votes(items, topics, entries)
    votes.update(dict.fromkeys(Agency.objects.public().under(under).named_in(text), 9))
    matches = [
        *items,
        *(Match("topic", topic.number, topic.title, topic.agency) for topic in topics),
        *(Match("entry", entry.code, entry.name, _responsible(entry, under)) for entry in entries),
    ]
    return Look(matches, [agency for agency, _count in votes.most_common(MOST_AGENCIES)])


def answered_topics(pieces: list[str], under: Agency) -> list[TopicRequest]:
    """Topic requests whose answer stands in public."""
    topics = TopicRequest.objects.public().under(under).answered().naming_any(pieces).select_related("agency")
    return _alike(pieces, topics.newest_first()[:CANDIDATES])


def open_topics(text: str, *, under: Agency) -> list[TopicRequest]:
    """Topic requests like `text` that still wait for an answer and can be supported instead."""
    pieces = pieces_of(text)
    if not pieces:
        return []
    topics = TopicRequest.objects.public().under(under).open().naming_any(pieces).select_related("agency")
    return _alike(pieces, topics.most_supported_first()[:CANDIDATES])


def _alike(pieces: list[str], topics: Iterable[Any]) -> list[TopicRequest]:
    return most_alike(pieces, topics, title=lambda topic: topic.title, limit=MOST_OTHERS)


def opened(kind: str, ref: str, *, under: Agency) -> tuple[str, Agency] | None:
    """The address of a match as a link names it, and whose it is; None for what the public does not see here."""
    if kind == "item":
        item = Item.objects.public().under(under).filter(index_no=ref).select_related("agency").first()
        return (item.get_absolute_url(), item.agency) if item else None
    if kind == "topic":
        topic = TopicRequest.objects.public().under(under).filter(number=ref).select_related("agency").first()
        return (reverse("requests_app:topic_detail", args=[ref]), topic.agency) if topic else None
    if kind == "entry":
        entry = _with_duties(under).filter(code=ref).first()
        return (reverse("catalog:entry_detail", args=[ref]), _responsible(entry, under)) if entry else None
    return None


def _items(pieces: list[str], under: Agency) -> list[Match]:
    rows = similar(pieces, under=under, kind="item", limit=MOST_ITEMS)
    numbers = dict(Item.objects.public().filter(pk__in=[row.key for row in rows]).values_list("pk", "index_no"))
    return [
        Match("item", numbers[int(row.key)], row.title, row.agency) for row in rows if int(row.key) in numbers
    ]  # fmt: skip


def _with_duties(under: Agency) -> CatalogEntryQuerySet:
    duties = Duty.objects.public().under(under).select_related("agency").order_by("agency__path")
    entries = CatalogEntry.objects.public().for_site(under).select_related("agency")
    return entries.prefetch_related(Prefetch("duties", queryset=duties, to_attr="site_duties"))


def _entries(pieces: list[str], under: Agency) -> list[CatalogEntry]:
    entries = _with_duties(under).naming_any(pieces).in_order()[:CANDIDATES]
    return most_alike(pieces, entries, title=lambda entry: f"{entry.level1} {entry.level2}", limit=MOST_OTHERS)


def _responsible(entry: CatalogEntry, under: Agency) -> Agency:
    """The first agency whose duty the entry is, or the government itself."""
    return entry.site_duties[0].agency if entry.site_duties else under  # type: ignore[attr-defined]


def _votes(items: list[Match], topics: list[TopicRequest], entries: list[CatalogEntry]) -> Counter[Agency]:
    """Who has published, answered or has to publish something like it: the likelier a match, the more it counts."""
    votes: Counter[Agency] = Counter()
    for found in ([match.agency for match in items], [topic.agency for topic in topics]):
        for place, agency in enumerate(found):
            votes[agency] += max(4 - place, 1)
    for entry in entries:
        for duty in entry.site_duties[:3]:  # type: ignore[attr-defined]
            votes[duty.agency] += 2
    return votes

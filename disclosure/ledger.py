"""Items, versions, reviews and surveys against the audit trail: never recorded, gone, or saying something else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch
from django.utils.dateparse import parse_datetime

from disclosure.models import CorrectionNote, Item, Response, Review, Survey, Version, VersionFile
from disclosure.survey_results import hash_of
from portal.audit.ledgers import ledger
from portal.audit.models import AuditEvent, Event

SUBJECT = "disclosure.item"
BATCH = 500
SHOWN = (
    *Item.METADATA, "title", "index_no", "live_number", "published_at", "withdrawal_reason",
    "withdrawal_ground", "sealed_number", "replaced_by__index_no", "live_version__number", "live_version__item_id",
)  # fmt: skip


@dataclass
class _Trace:
    """What the trail says of one item."""

    index_no: str = ""
    live: int | None = None
    live_number: int = 0
    published_at: object = None
    withdrawn_because: str = ""
    withdrawal_ground: str = ""
    replaced_by: str | None = None
    sealed_number: int = 0
    versions: dict[int, dict[str, object]] = field(default_factory=dict)
    shown: dict[str, object] = field(default_factory=dict)

    def shows(self, number: int) -> bool:
        """Whether the item has title and metadata of this version: the last public one, else the newest."""
        return number == (self.live_number or max(self.versions, default=0))


@ledger
class ItemLedger:
    """Follows every event of an item; at the end each row has to be as its last event left it."""

    def __init__(self) -> None:
        self.items: dict[int, _Trace] = {}
        self.reviews: dict[int, tuple[int, dict[str, object]]] = {}
        self.notes: dict[object, tuple[int, dict[str, object]]] = {}
        # events from before reviews were recorded with their own number
        self.unnumbered: Counter[tuple[int, object, str]] = Counter()

    def take(self, link: AuditEvent) -> None:
        label, _colon, key = link.subject.partition(":")
        if label != SUBJECT or not key.isdigit():
            return
        trace = self.items.setdefault(int(key), _Trace())
        facts = link.after if isinstance(link.after, dict) else {}
        _take_version(trace, link, facts)
        self._take_review(int(key), link, facts)
        if link.event == Event.ITEM_DRAFTED:
            trace.index_no = facts.get("index_no", "")
        elif link.event == Event.ITEM_PUBLISHED:
            trace.published_at = trace.published_at if trace.live else facts.get("published_at")
            trace.live = trace.live_number = facts.get("version", 0)
            trace.withdrawn_because = trace.withdrawal_ground = ""
            trace.replaced_by = None
        elif link.event in {Event.ITEM_WITHDRAWN, Event.ITEM_EXPIRED}:
            trace.live, trace.withdrawn_because = None, facts.get("reason", "")
            trace.withdrawal_ground, trace.replaced_by = facts.get("ground", ""), facts.get("replacement")
            trace.sealed_number = trace.live_number
        elif link.event == Event.CORRECTION_NOTED:
            trace.sealed_number = facts.get("sealed", trace.sealed_number)
            self.notes[facts.get("note_id")] = (int(key), facts)

    def _take_review(self, item: int, link: AuditEvent, facts: dict[str, object]) -> None:
        if link.event not in {Event.ITEM_SIGNED, Event.ITEM_APPROVED, Event.ITEM_RETURNED}:
            return
        review = facts.get("review")
        if isinstance(review, int):
            self.reviews[review] = (item, facts)
        else:
            self.unnumbered[item, facts.get("version"), link.event] += 1

    def faults(self) -> Iterator[str]:
        """Compare; the tables are read in batches, each row once."""
        yield from self._faults_of_versions()
        yield from self._faults_of_reviews()
        yield from self._faults_of_notes()
        yield from self._faults_of_items()

    def _faults_of_versions(self) -> Iterator[str]:
        known = {
            (item, number): facts for item, trace in self.items.items() for number, facts in trace.versions.items()
        }
        files = VersionFile.objects.select_related("file").only("version_id", "position", "file__name", "file__sha256")
        rows = (
            Version.objects.order_by("pk")
            .select_related("row_set")
            .prefetch_related(Prefetch("attachments", files.order_by("position")))
        )
        for row in rows.iterator(chunk_size=BATCH):
            name = f"Version {row.number} of item {row.item_id}"
            facts = known.pop((row.item_id, row.number), None)
            if facts is None:
                yield f"{name} was never recorded."
                continue
            if self.items[row.item_id].shows(row.number):
                self.items[row.item_id].shown = row.described()
            for column in _differing(row.traced(), facts):
                yield f"{name}: {column} is not what was recorded."
            if row.fingerprint(link.file for link in row.attachments.all()) != row.hash:
                yield f"{name} does not match its own hash."
        for item, number in known:
            yield f"Version {number} of item {item} was recorded, but is not there."

    def _faults_of_reviews(self) -> Iterator[str]:
        for row in Review.objects.order_by("pk").select_related("version").iterator(chunk_size=BATCH):
            item, facts = self.reviews.pop(row.pk, (None, {}))
            if item is None:
                yield from self._fault_of_unnumbered(row)
                continue
            recorded = facts if "reason" in facts else facts | {"reason": ""}
            said = row.traced() | {"reason": row.reason, "version": row.version.number}
            for column in _differing(said, recorded):
                yield f"Review {row.pk}: {column} is not what was recorded."
            if row.version.item_id != item:
                yield f"Review {row.pk} is one of item {item}."
        for key in self.reviews:
            yield f"Review {key} was recorded, but is not there."
        for item, number, _event in +self.unnumbered:
            yield f"A review of version {number} of item {item} was recorded, but is not there."

    def _faults_of_notes(self) -> Iterator[str]:
        for row in CorrectionNote.objects.order_by("pk").select_related("version").iterator(chunk_size=BATCH):
            item, facts = self.notes.pop(row.pk, (None, {}))
            if item is None:
                yield f"Correction note {row.pk} was never recorded."
                continue
            for column in _differing(row.traced(), facts):
                yield f"Correction note {row.pk}: {column} is not what was recorded."
            if row.version.item_id != item:
                yield f"Correction note {row.pk} is one of item {item}."
        for key in self.notes:
            yield f"Correction note {key} was recorded, but is not there."

    def _fault_of_unnumbered(self, row: Review) -> Iterator[str]:
        event = Event.ITEM_APPROVED if row.verdict == "approved" else Event.ITEM_RETURNED
        key = (row.version.item_id, row.version.number, event)
        if self.unnumbered[key] > 0:
            self.unnumbered[key] -= 1
        else:
            yield f"Review {row.pk} was never recorded."

    def _faults_of_items(self) -> Iterator[str]:
        rows = Item.objects.order_by("pk").select_related("live_version", "replaced_by").only(*SHOWN)
        for row in rows.iterator(chunk_size=BATCH):
            trace = self.items.pop(row.pk, None)
            if trace is None:
                yield f"Item {row.pk} was never recorded."
                continue
            for column in _differing(_public_side(row), vars(trace)):
                yield f"Item {row.pk}: {column} is not what was recorded."
            for column in _differing(row.described(), trace.shown):
                yield f"Item {row.pk}: {column} is not that of the version it shows."
        for key in self.items:
            yield f"Item {key} was recorded, but is not there."


@ledger
class SurveyLedger:
    """Counts the responses of every survey, and holds published figures against a recount."""

    def __init__(self) -> None:
        self.answered: Counter[int] = Counter()
        self.published: dict[int, object] = {}

    def take(self, link: AuditEvent) -> None:
        label, _colon, key = link.subject.partition(":")
        if label != "disclosure.survey" or not key.isdigit():
            return
        if link.event == Event.SURVEY_ANSWERED:
            self.answered[int(key)] += 1
        elif link.event == Event.SURVEY_CONCLUDED and isinstance(link.after, dict):
            self.published[int(key)] = link.after.get("results_hash")

    def faults(self) -> Iterator[str]:
        there = dict(Response.objects.order_by().values_list("survey").annotate(rows=Count("pk")))
        for survey in sorted(self.answered.keys() | there.keys()):
            if (recorded := self.answered[survey]) != (number := there.get(survey, 0)):
                yield f"Survey {survey} has {number} responses; {recorded} were recorded."
        for row in Survey.objects.filter(results_at__isnull=False).order_by("pk").iterator(chunk_size=BATCH):
            recorded_hash = self.published.pop(row.pk, None)
            if row.results_hash != recorded_hash:
                yield f"Survey {row.pk}: the results are not those that were recorded."
            elif hash_of(row) != recorded_hash:
                yield f"Survey {row.pk}: a recount gives other figures than were published."
        for survey in self.published:
            yield f"Survey {survey}: results were recorded, but are not there."


def _take_version(trace: _Trace, link: AuditEvent, facts: dict[str, object]) -> None:
    number = facts.get("version", 1 if link.event == Event.ITEM_DRAFTED else None)
    if isinstance(number, int) and "hash" in facts:
        trace.versions.setdefault(number, {}).update(facts)
    elif link.event in {Event.FILE_ATTACHED, Event.FILE_DETACHED}:
        # recorded before such events held the hash that they made
        before = link.before if isinstance(link.before, dict) else {}
        number = facts.get("version", before.get("version"))
        if isinstance(number, int):
            trace.versions.get(number, {}).pop("hash", None)


def _public_side(row: Item) -> dict[str, object]:
    """What the trail decides about an item: which text is public since when, or why none is any more."""
    live = row.live_version
    number = live.number if live is not None and live.item_id == row.pk else -1
    return {
        "live": number if row.is_live else None,
        "live_number": row.live_number,
        "index_no": row.index_no,
        "published_at": row.published_at,
        "withdrawn_because": row.withdrawal_reason,
        "withdrawal_ground": row.withdrawal_ground,
        "replaced_by": row.replaced_by.index_no if row.replaced_by else None,
        "sealed_number": row.sealed_number,
    }


def _differing(row: dict[str, object], recorded: dict[str, object]) -> Iterator[str]:
    """Names of what a row says and the trail says otherwise; the trail of an older release holds less."""
    for name, value in row.items():
        if name in recorded and not _is_same(value, recorded[name]):
            yield name


def _is_same(value: object, recorded: object) -> bool:
    if isinstance(value, dt.datetime) and isinstance(recorded, str):
        return parse_datetime(recorded) == value
    return value == recorded

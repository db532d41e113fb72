"""What a reform would do, found out without changing anything: counts by kind, and what stands in the way."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.agencies.models import Agency, AgencyUserObjectPermission, Change, Succession
from portal.agencies.moving import EVERYTHING, Chosen, Mover, movers
from portal.refusals import Refused

RESERVED = {"changes"}  # stands in addresses beside the codes


class Part(NamedTuple):
    """Where a part of an agency's affairs goes."""

    to: Agency
    chosen: Chosen


class Naming(NamedTuple):
    """What an agency is called from now on."""

    name: str
    short_name: str
    code: str


@dataclass(frozen=True)
class Reform:
    """One operation. A merge has one part, everything; a split has parts, and perhaps an heir to the rest.

    A change of name has no part, and `naming`.
    """

    kind: Change
    sources: tuple[Agency, ...]
    parts: tuple[Part, ...]
    day: dt.date
    document: str
    reason: str = ""
    same_roles: bool = False
    dissolves: bool = True
    naming: Naming | None = None

    @property
    def heir(self) -> Agency | None:
        """Whither addresses lead of what is dissolved."""
        return next((part.to for part in reversed(self.parts) if part.chosen.everything), None)

    def agencies(self) -> list[Agency]:
        """Everybody concerned, each once, in tree order."""
        every = {agency.pk: agency for agency in [*self.sources, *(part.to for part in self.parts)]}
        return sorted(every.values(), key=lambda agency: agency.path)

    def common(self) -> Agency:
        """The nearest agency at or above all of them. Raises Refused for agencies of different trees."""
        shared = set.intersection(*(set(agency.ancestor_paths) for agency in self.agencies()))
        if not shared:
            raise Refused(_("These agencies belong to different trees."), field="into")
        return Agency.objects.get(path=max(shared, key=len))


def merging(sources: Sequence[Agency], into: Agency, *, day: dt.date, document: str, **more: object) -> Reform:
    """The affairs of `sources` go to `into`, and they end."""
    return Reform(Change.MERGED, tuple(sources), (Part(into, EVERYTHING),), day, document, **more)  # type: ignore[arg-type]


def splitting(
    source: Agency, parts: Sequence[Part], *, day: dt.date, document: str, rest: Agency | None = None, **more: object
) -> Reform:
    """Parts of the affairs of `source` go elsewhere. It goes on with the rest, or ends and `rest` is its heir."""
    whole = (*parts, Part(rest, EVERYTHING)) if rest is not None else tuple(parts)
    return Reform(Change.SPLIT, (source,), whole, day, document, dissolves=rest is not None, **more)  # type: ignore[arg-type]


def renaming(agency: Agency, naming: Naming, *, day: dt.date, document: str, reason: str = "") -> Reform:
    """`agency` stays what it is and is called otherwise."""
    return Reform(Change.RENAMED, (agency,), (), day, document, reason, dissolves=False, naming=naming)


class Batch(NamedTuple):
    """Rows of one mover on their way from an agency to another, and those of them that stay behind."""

    mover: Mover
    source: Agency
    to: Agency
    rows: QuerySet
    staying: QuerySet


class Line(NamedTuple):
    """One line of a preview; `mark` tells rows apart that count the same."""

    key: str
    name: str | Promise
    source: str
    to: str
    number: int
    stays: int
    mark: str


@dataclass
class Preview:
    """What would move, what hinders, what to look at."""

    reform: Reform
    people: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    hindrances: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Rows that move, by kind."""
        total: dict[str, int] = {}
        for line in self.lines:
            total[line.key] = total.get(line.key, 0) + line.number
        return total

    @property
    def fingerprint(self) -> str:
        """Says whether what was previewed is still what would happen."""
        reform = self.reform
        facts = [
            [reform.kind, str(reform.day), reform.document, reform.reason, reform.same_roles, reform.dissolves],
            reform.naming,
            [[agency.pk, agency.name, agency.code, agency.is_active] for agency in reform.agencies()],
            [[part.to.pk, sorted(part.chosen.entries), *part.chosen[1:]] for part in reform.parts],
            [[*line[:1], *line[2:]] for line in self.lines],
            self.people,
            self.hindrances,
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False, default=str).encode()).hexdigest()


def batches(reform: Reform) -> Iterator[Batch]:
    """Every batch in the order in which it is carried: the parts before the rest, so that each row goes once."""
    for source in reform.sources:
        for mover in movers():
            gone: list[QuerySet] = []
            for part in reform.parts:
                rows = mover.rows(source, part.chosen)
                for earlier in gone:
                    rows = rows.exclude(pk__in=earlier.order_by().values("pk"))
                gone.append(mover.rows(source, part.chosen))
                yield Batch(mover, source, part.to, rows, mover.staying(rows, part.to))


def preview(reform: Reform) -> Preview:
    """Look, and change nothing."""
    seen = Preview(reform, people_of(reform.sources), hindrances=list(_hindrances(reform)))
    if seen.hindrances:
        return seen
    for batch in batches(reform):
        seen.hindrances += batch.mover.hindrances(batch.rows, batch.to)
        if batch.mover.is_silent:
            continue
        seen.cautions += batch.mover.cautions(batch.rows, batch.to)
        number, last = _sized(batch.rows)
        if number:
            stays = batch.staying.count()
            names = (str(batch.source), str(batch.to))
            seen.lines.append(
                Line(batch.mover.key, batch.mover.name, *names, number - stays, stays, f"{number}:{last}")
            )
    return seen


def people_of(agencies: Sequence[Agency]) -> list[str]:
    """User names of those who hold a right on one of `agencies` itself."""
    held = AgencyUserObjectPermission.objects.filter(content_object__in=agencies)
    return sorted(set(held.values_list("user__username", flat=True)))


def _sized(rows: QuerySet) -> tuple[int, object]:
    found = rows.order_by().aggregate(number=Count("pk", distinct=True), last=Max("pk"))
    return found["number"], found["last"]


def _hindrances(reform: Reform) -> Iterator[str]:
    """What can be said of the agencies alone."""
    if reform.day > timezone.localdate():
        yield _("The reform is carried out on the day on which it takes effect, or later.")
    if not reform.document.strip():
        yield _("Give the number of the document that decided it.")
    if reform.naming is not None:
        yield from _hindrances_of_name(reform.sources[0], reform.naming)
    else:
        yield from _hindrances_of_sources(reform)
        yield from _hindrances_of_targets(reform)


def _hindrances_of_name(agency: Agency, naming: Naming) -> Iterator[str]:
    if not agency.is_active:
        yield _("%(agency)s has ended already.") % {"agency": agency.name}
    if naming == (agency.name, agency.short_name, agency.code):
        yield _("This is what the agency is called already.")
    if not is_free(naming.code, agency.root_path, agency=agency):
        yield _("Another agency of this government has this code, or had it.")


def _hindrances_of_sources(reform: Reform) -> Iterator[str]:
    targets = {part.to.pk for part in reform.parts}
    if not targets:
        yield _("Choose where the affairs go.")
    chosen = [entry for part in reform.parts for entry in part.chosen.entries]
    if len(chosen) != len(set(chosen)):
        yield _("An entry of the catalog can go to one agency only.")
    if sum(part.chosen.open_work for part in reform.parts) > 1:
        yield _("The open work can go to one agency only.")
    for source in reform.sources:
        names = {"agency": source.name}
        if source.pk in targets:
            yield _("%(agency)s cannot follow itself.") % names
        if not source.is_active:
            yield _("%(agency)s has ended already.") % names
        if source.is_government:
            yield _("%(agency)s is a government with a catalog of its own; only its units are merged or split.") % names
        if reform.dissolves and Agency.objects.public().under(source).filter(depth__gt=source.depth).exists():
            yield _("%(agency)s has agencies below it; merge them first.") % names


def _hindrances_of_targets(reform: Reform) -> Iterator[str]:
    homes = {source.government().pk for source in reform.sources}
    for to in {part.to.pk: part.to for part in reform.parts}.values():
        if not to.is_active:
            yield _("%(agency)s has ended already.") % {"agency": to.name}
        if homes != {to.government().pk}:
            yield _("%(agency)s stands on the site of another government: addresses would break.") % {"agency": to.name}


def is_free(code: str, root_path: str, *, agency: Agency | None = None) -> bool:
    """Whether `agency` (None: a new one) may take `code`: nobody else of the tree has or had it.

    Otherwise an old address would lead to two agencies, and a number could be given twice.
    """
    others = Agency.objects.filter(root_path=root_path, code=code)
    before = Succession.objects.filter(predecessor__root_path=root_path, old_code=code)
    if agency is not None:
        others, before = others.exclude(pk=agency.pk), before.exclude(predecessor=agency)
    return code not in RESERVED and not others.exists() and not before.exists()

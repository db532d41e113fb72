"""Columns of a site: empty, or not kept up to date (空白栏目, 应更新未更新)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.dates import next_round
from catalog.models import Area, Duty
from disclosure.models import Item, Kind
from disclosure.permissions import Permission as Disclosure
from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.rules.rule import CLERK, HEAD, OFFICE, Finding, Rule, Scale, Sight

VETO = 5  # so many empty columns fail a whole site (domain notes §4, veto item 4)
MONTHS = 6
COLUMNS: Mapping[str, tuple[str | Promise, tuple[Kind, ...]]] = {
    "notices": (_("Notices and announcements"), (Kind.NOTICE, Kind.ANNOUNCEMENT)),
    "policies": (_("Policy documents"), (Kind.NORMATIVE,)),
}


def _empty(sight: Sight) -> Iterator[Finding]:
    """Areas in which a government's agencies have duties and nobody has anything public. Three queries."""
    asked = set(Duty.objects.active().order_by().values_list("agency__path", "entry__area").distinct())
    there = set(Item.objects.public().order_by().values_list("agency__path", "entry__area").distinct())
    areas = {area.pk: area for area in Area.objects.public()}
    for site in sight.sites:
        wanted = {area for path, area in asked if path.startswith(site.path)}
        filled = {area for path, area in there if path.startswith(site.path)}
        empty = sorted(wanted - filled)
        grade = Grade.RED if len(empty) >= VETO else Grade.ORANGE
        for key in empty:
            subject = ("catalog.area", f"{site.pk}:{key}")
            yield Finding(site, subject, str(areas[key]), str(areas[key].number), grade=grade)


def _area(warning: EarlyWarning) -> str:
    return reverse("disclosure:area_items", args=[warning.subject_number])


def newest_by_genre() -> dict[str, dict[str, dt.datetime]]:
    """When each agency last published something public, by path and genre. One query."""
    found: dict[str, dict[str, dt.datetime]] = defaultdict(dict)
    rows = Item.objects.public().order_by().values_list("agency__path", "kind").annotate(Max("published_at"))
    for path, kind, at in rows:
        found[path][kind] = at
    return found


def last_of(newest: Mapping[str, Mapping[str, dt.datetime]], path: str, kinds: tuple[Kind, ...]) -> dt.date | None:
    """The last day on which something of `kinds` was published at or below `path`."""
    moments = [
        at for below, genres in newest.items() if below.startswith(path) for kind, at in genres.items() if kind in kinds
    ]
    return timezone.localdate(max(moments)) if moments else None


def _stale(sight: Sight) -> Iterator[Finding]:
    newest = newest_by_genre()
    for site in sight.sites:
        for key, (label, kinds) in COLUMNS.items():
            last = last_of(newest, site.path, kinds)
            due_on = next_round(last, MONTHS, sight.workdays(site)).on if last else None
            yield Finding(site, ("column", f"{site.pk}:{key}"), str(label), kinds[0], last, due_on)


def _column(warning: EarlyWarning) -> str:
    return f"{reverse('disclosure:item_list')}?kind={warning.subject_number}"


RULES = (
    Rule(
        "area-empty",
        _("Empty column: an area of the catalog"),
        _("No column is empty; five empty ones fail the whole site."),
        _("Site inspection rules (国办秘函〔2019〕19号), veto item 4"),
        Scale(soon=None, far=None),
        Disclosure.EDIT_ITEM,
        _empty,
        _area,
        told={Grade.ORANGE: OFFICE, Grade.RED: HEAD | OFFICE},
    ),
    Rule(
        "column-stale",
        _("Column not updated for six months"),
        _("Notices and policy documents are updated at least every six months."),
        _("Site inspection rules (国办秘函〔2019〕19号), veto item 4"),
        Scale(soon=10, far=20),
        Disclosure.EDIT_ITEM,
        _stale,
        _column,
        told={Grade.YELLOW: CLERK, Grade.ORANGE: CLERK | OFFICE, Grade.RED: HEAD | OFFICE},
    ),
)
__all__ = ["RULES", "last_of", "newest_by_genre"]

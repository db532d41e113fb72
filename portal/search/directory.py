"""The agencies of a site as people call them: by name, by short name, without the place and without "人民政府"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.core.cache import cache

from portal.agencies.models import Agency
from portal.search.folding import fold
from portal.search.pinyin import spelled

KEPT = 300  # seconds
MOST = 12  # a word that more agencies bear names none of them
SHORTEST_PART = 3  # characters of a name that say which agency is meant
SHORTEST_LETTERS = 3
ENDINGS = (("人民政府", ""), ("街道办事处", "街道"), ("有限公司", ""))
PLACES = ("", "市", "县", "区", "旗", "镇", "乡", "街道")
# parts that most names have in common
GENERIC = {"人民政府", "管理局", "委员会", "办公室", "有限公司", "办事处", "街道办事处", "服务中心", "县人民政府"}


class Named(NamedTuple):
    """An agency below a government, and what it is called, folded."""

    path: str
    code: str
    name: str
    calls: tuple[str, ...]

    def spelled_part(self, letters: str) -> str:
        """The part of its name that `letters` spell in full or by initials."""
        return next(filter(None, (spelled(letters, call, is_whole=True) for call in self.calls)), "")


def directory(under: Agency) -> list[Named]:
    """Every public agency below `under`, in tree order. One query at most every five minutes."""
    return cache.get_or_set(f"search.directory.{under.path}", lambda: _read(under), KEPT) or []


def _read(under: Agency) -> list[Named]:
    agencies = list(Agency.objects.public().under(under))
    governments = [agency for agency in agencies if agency.is_government]
    stems = {name for agency in governments for name in (agency.short_name, agency.name.removesuffix("人民政府"))}
    return [
        Named(agency.path, agency.code, agency.name, tuple(_calls(agency, stems)))
        for agency in agencies
        if agency.pk != under.pk
    ]


def _calls(agency: Agency, stems: Iterable[str]) -> dict[str, None]:
    calls = dict.fromkeys(filter(None, (fold(agency.name), fold(agency.short_name))))
    for call in list(calls):
        for ending, instead in ENDINGS:
            if call.endswith(ending):
                calls[call.removesuffix(ending) + instead] = None
    for call in list(calls):
        for stem in stems:
            if stem and call.startswith(stem) and len(call) - len(stem) > 1:
                calls[call.removeprefix(stem)] = None
    return {call: None for call in calls if len(call) > 1}


def named(phrase: str, agencies: Iterable[Named]) -> list[Named]:
    """Which of `agencies` the folded `phrase` names: those that are called so, else those whose name it is a telling
    part of. None if there are too many of them."""
    agencies = list(agencies)
    if len(phrase) < 2 or phrase in GENERIC:
        return []
    called = {f"{phrase}{place}" for place in PLACES}
    found = [agency for agency in agencies if not called.isdisjoint(agency.calls)]
    if not found and len(phrase) >= SHORTEST_PART:
        found = [agency for agency in agencies if any(phrase in call for call in agency.calls)]
    return found if len(found) <= MOST else []


def spelled_by(letters: str, agencies: Iterable[Named]) -> list[tuple[Named, str]]:
    """Those that Latin letters name, each with the part of its name that they spell."""
    if len(letters) < SHORTEST_LETTERS:
        return []
    found = [(agency, part) for agency in agencies if (part := agency.spelled_part(letters))]
    return found if len(found) <= MOST else []

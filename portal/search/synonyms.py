"""Synonyms: what citizens say for what offices write. A shipped list holds where a government has no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from portal.agencies.models import Agency
from portal.search.folding import fold
from portal.search.models import SynonymList

MOST_INSTEAD = 4  # other wordings of one phrase
SEPARATORS = re.compile(r"\s*[=＝,，、;；|]\s*")
ONE_WAY = re.compile(r"\s*[>＞→]\s*")


class Group(NamedTuple):
    """Whoever searches for one of `said` means one of `meant` too."""

    said: tuple[str, ...]
    meant: tuple[str, ...]

    def __str__(self) -> str:
        said, meant = "=".join(self.said), "=".join(self.meant)
        return said if said == meant else f"{said}>{meant}"

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.said, *self.meant]))


def read_groups(written: str) -> list[Group]:
    """The groups of a text with one to a line: `a=b=c`, or `a>b=c` where b and c do not mean a. Words are folded."""
    groups = []
    for line in written.splitlines():
        said, meant = [_words(part) for part in (ONE_WAY.split(line, maxsplit=1) * 2)[:2]]
        if said:
            groups.append(Group(said, meant))
    return groups


def _words(part: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(fold, SEPARATORS.split(part)))))


@cache
def shipped() -> tuple[Group, ...]:
    """The groups that come with the portal."""
    return tuple(read_groups((Path(__file__).parent / "data" / "synonyms.txt").read_text("utf-8")))


class Synonyms:
    """Groups of words that mean the same, and the phrases that can be made with them."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = list(groups)
        self._of: dict[str, list[Group]] = {}
        for group in self.groups:
            for word in group.said:
                self._of.setdefault(word, []).append(group)

    @property
    def words(self) -> set[str]:
        return {word for group in self.groups for word in group.words}

    def instead(self, phrase: str) -> list[str]:
        """Other wordings of the folded `phrase`, one word of it replaced by those that mean the same."""
        return list(dict.fromkeys(self._wordings(phrase)))[:MOST_INSTEAD]

    def _wordings(self, phrase: str) -> Iterator[str]:
        # the longest word first: "城市低保标准" says 低保, not 市低
        for word in sorted((word for word in self._of if word in phrase), key=len, reverse=True):
            for group in self._of[word]:
                for other in group.meant:
                    # not "公交车车" for the 公交 in 公交车
                    if other != word and other not in phrase:
                        yield phrase.replace(word, other)


def synonyms_of(under: Agency) -> Synonyms:
    """What holds on the site of `under`: its own groups and those of governments above it, the nearer one first, and of
    the shipped ones those that share no word with them."""
    return _of_lists(tuple(SynonymList.objects.holding_for(under).values_list("groups", flat=True)))


@lru_cache(maxsize=64)
def _of_lists(lists: tuple[str, ...]) -> Synonyms:
    own = [group for written in lists for group in read_groups(written)]
    taken = {word for group in own for word in group.words}
    return Synonyms([*own, *(group for group in shipped() if not taken & set(group.words))])

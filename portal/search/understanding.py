"""What a word may mean besides itself: its synonyms, and the agencies that it names or spells in Latin letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portal.agencies.models import Agency
from portal.search.directory import Named, directory, named, spelled_by
from portal.search.synonyms import Synonyms, synonyms_of
from portal.search.words import Way, Word, is_latin, phrase_way


def understand(words: list[Word], *, under: Agency, synonyms: Synonyms | None = None) -> list[Word]:
    """`words`, each with every way to answer it. One query for the synonyms if they are not given, at times one for
    the agencies."""
    if not words:
        return []
    synonyms, agencies = synonyms or synonyms_of(under), directory(under)
    return [word if word.number else word.also(list(_ways(word, synonyms, agencies))) for word in words]


def _ways(word: Word, synonyms: Synonyms, agencies: list[Named]) -> Iterator[Way]:
    phrases = [word.phrase, *synonyms.instead(word.phrase)]
    yield from map(phrase_way, phrases[1:])
    meant = [agency for phrase in phrases for agency in named(phrase, agencies)]
    if is_latin(word):
        for agency, part in spelled_by(word.phrase, agencies):
            meant.append(agency)
            yield phrase_way(part)
    for path in _topmost({agency.path for agency in meant}):
        yield Way((f"p:{path.lower()}",), path=path)


def _topmost(paths: Iterable[str]) -> list[str]:
    """`paths` less those below another of them."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept

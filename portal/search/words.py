"""What a query asks for: its words, and the ways in which a text may answer each of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal.search.candidates import Candidate
from portal.search.folding import HAN, fold, fold_in_place
from portal.search.lexemes import MAX_ISSUER, NUMBER, ONLY_HAN, PIECE, RUN, asked, pieces
from portal.search.match import Group, any_of

MAX_QUERY = 200  # characters of a query that are read
MAX_WORDS = 10
MAX_WAYS = 8

# As people type it: with other brackets or none, without 号; but "印发2024年第3期" and "令2022年6月" are no numbers.
TYPED_NUMBER = re.compile(
    rf"([{HAN}]{{0,{MAX_ISSUER - 1}}}[发函办令字通规罚])\s?[〔\[(【<]?\s?((?:19|20)\d\d)\s?[〕\])】>年\s-]"
    r"\s?第?\s?0{0,5}([1-9]\d{0,5})(?!\d)(?:\s?号|(?=\s|$))"
)
DATE = re.compile(
    r"(?<![\d-])((?:19|20)\d\d)(?:\s?年(?:度|\s?(1[0-2]|0?[1-9])\s?月份?(?:\s?(3[01]|[12]\d|0?[1-9])\s?日)?)?"
    r"|([-./])(1[0-2]|0?[1-9])(?:\4(3[01]|[12]\d|0?[1-9]))?)(?![\d-])"
)


class Way(NamedTuple):
    """One way to answer a word: all `lexemes`, and one of what follows them says how to be sure.

    `phrase` stands in the text as it is written here; or the row belongs to the agency at `path` or one below it; or it
    is of a day from `since` to `until`.
    """

    lexemes: tuple[str, ...]
    phrase: str = ""
    path: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def title_lexemes(self) -> tuple[str, ...]:
        if self.path or self.since:
            return self.lexemes
        named = pieces(self.phrase) if self.phrase else self.lexemes
        return tuple(f"t:{lexeme}" for lexeme in dict.fromkeys(named)) or self.lexemes

    @property
    def is_exact(self) -> bool:
        """True if what has the lexemes is an answer."""
        return len(self.lexemes) == 1 and (not self.phrase or self.lexemes[0] in (self.phrase, f"t:{self.phrase}"))

    def names(self, row: Candidate) -> bool:
        """True if the title, the agency or the day of `row` is an answer."""
        if self.path:
            return row.path.startswith(self.path)
        if self.since and self.until:
            return any(day and self.since <= day <= self.until for day in (row.date, row.written_on))
        return self.phrase in row.title

    def stands_in(self, row: Candidate) -> bool:
        """True if any of `row`, of which the whole text was read, is an answer."""
        return self.names(row) or (not (self.path or self.since) and self.phrase in row.text)


class Word(NamedTuple):
    """One word of a query: one of its `ways` must be met. `phrase` is the word as it was typed, folded."""

    phrase: str
    ways: tuple[Way, ...]
    number: tuple[str, str, str] | None = None  # issuer, year and serial of a document number

    @property
    def groups(self) -> list[Group]:
        """Groups of lexemes of which each must be met; where `needs_check`, they are met by more than the word."""
        return _groups([way.lexemes for way in _telling(self.ways)])

    def title_groups(self, *, among: Sequence[Word]) -> list[Group]:
        """The same for titles. An agency's items count as named after it only if something else is asked for too."""
        ways = [way for way in self.ways if not way.path or len(among) > 1]
        return _groups([way.title_lexemes for way in _telling(ways)])

    @property
    def needs_check(self) -> bool:
        return not all(way.is_exact for way in self.ways)

    def names(self, row: Candidate) -> bool:
        """True if one of the ways is met by the title of `row`, its agency or its day."""
        return any(way.names(row) for way in self.ways)

    def stands_in(self, row: Candidate) -> bool:
        """True if one of the ways is met by `row`, of which the whole text was read."""
        return any(way.stands_in(row) for way in self.ways)

    def also(self, ways: Sequence[Way]) -> Word:
        """The word, which may be met in these ways too."""
        return self._replace(ways=tuple(dict.fromkeys([*self.ways, *ways]))[:MAX_WAYS])


def _telling(ways: Sequence[Way]) -> list[Way]:
    # where "公积金" is looked for, "住房公积金" finds nothing else; but what holds "5g" need not hold the word "g"
    phrases = [way.phrase for way in ways if len(way.phrase) > 1 and ONLY_HAN.fullmatch(way.phrase)]
    return [way for way in ways if not any(other in way.phrase and other != way.phrase for other in phrases)]


def _groups(ways: Sequence[tuple[str, ...]]) -> list[Group]:
    # what every way asks for is asked for alone: an engine reads groups side by side, ways one after the other
    always = [lexeme for lexeme in dict.fromkeys(ways[0]) if all(lexeme in way for way in ways)] if ways else []
    others = frozenset(tuple(lexeme for lexeme in way if lexeme not in always) for way in ways)
    return [*(any_of([lexeme]) for lexeme in always), *([] if () in others else [others])]


def words_of(query: str, *, as_written: bool = False) -> list[Word]:
    """The words of what a person typed; none when there is no letter, ideograph or digit in it.

    `as_written`: only what is plainly a document number is read as one.
    """
    typed = fold_in_place(query[:MAX_QUERY])
    words = []
    for expression in (NUMBER,) if as_written else (NUMBER, TYPED_NUMBER):
        words += [_number_word(*found.groups()) for found in expression.finditer(typed)]
        typed = expression.sub(" ", typed)
    if not as_written:
        words += list(_date_words(typed))
        typed = DATE.sub(" ", typed)
    for separate in typed.split():  # blanks separate words here, so `fold` comes after them
        words += [Word(run, (phrase_way(run),)) for run in RUN.findall(fold(separate))]
    return list(dict.fromkeys(words))[:MAX_WORDS]


def phrase_way(run: str) -> Way:
    """`run`, folded and without punctuation, as it stands in a text."""
    found = tuple(dict.fromkeys(asked(run)))
    # a single ideograph stands in nearly every text: it asks for titles
    return Way(found, run) if found else Way((f"t:{run}",), run)


def _number_word(issuer: str, year: str, serial: str) -> Word:
    way = Way((f"d:{issuer}{year}#{serial}",))
    return Word(f"{issuer}〔{year}〕{serial}号", (way,), number=(issuer, year, serial))


def _date_words(typed: str) -> Iterator[Word]:
    for found in DATE.finditer(typed):
        year, month, day = int(found[1]), int(found[2] or found[5] or 0), int(found[3] or found[6] or 0)
        if month and day > calendar.monthrange(year, month)[1]:
            continue
        written = f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
        since = dt.date(year, month or 1, day or 1)
        until = dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
        lexeme = f"on:{year}" + (f"{month:02d}" if month else "") + (f"{day:02d}" if day else "")
        ways = [phrase_way(written), Way((lexeme,), since=since, until=until)]
        if day:
            dashed = since.isoformat()
            ways.append(Way((f"{year}", f"{month:02d}", f"{day:02d}"), dashed))
        yield Word(written, tuple(ways))


def is_latin(word: Word) -> bool:
    """True for a word of letters a to z alone: it may be the sound of something."""
    return bool(PIECE.fullmatch(word.phrase)) and word.phrase.isascii() and word.phrase.isalpha()

"""How names sound: which part of a Chinese name some Latin letters spell, in full, by initials, or mixed.

The table (`data/pinyin.txt`) holds the 6 763 characters of GB 2312 with their usual readings.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

LONGEST = 40  # letters that are compared


@cache
def _table() -> dict[str, tuple[str, ...]]:
    readings: dict[str, tuple[str, ...]] = {}
    for line in (Path(__file__).parent / "data" / "pinyin.txt").read_text("utf-8").splitlines():
        sound, characters = line.split()
        for character in characters:
            readings[character] = (*readings.get(character, ()), sound)
    return readings


def sound_of(text: str) -> str:
    """The usual reading of each character in one word; what has none stands as it is."""
    table = _table()
    return "".join(table.get(character, (character,))[0] for character in text)


def sounds_alike(one: str, other: str) -> bool:
    """True if both may be read in the same way, character by character."""
    table = _table()
    return len(one) == len(other) and all(
        a == b or set(table.get(a, ())) & set(table.get(b, ())) for a, b in zip(one, other, strict=True)
    )


def spelled(letters: str, name: str, *, is_whole: bool) -> str:
    """The first part of `name` that `letters` spell; empty if there is none.

    `is_whole`: every syllable in full, or the initials of all. Otherwise both may be mixed and the last be unfinished.
    """
    letters = letters.lower().replace("ü", "v")
    if not letters.isascii() or not letters.isalpha() or not 2 <= len(letters) <= LONGEST:
        return ""
    table = _table()
    syllables = [table.get(character, ()) for character in name]
    manners = ((True, False), (False, True)) if is_whole else ((True, True),)
    for in_full, by_initial in manners:
        for start in range(len(name)):
            end = _end(letters, syllables, start, in_full=in_full, by_initial=by_initial, is_whole=is_whole)
            if end:
                return name[start:end]
    return ""


def _end(
    letters: str, syllables: list[tuple[str, ...]], start: int, *, in_full: bool, by_initial: bool, is_whole: bool
) -> int:
    """The place in the name where `letters`, read from `start`, come to an end; 0 if they do not fit."""
    reached = {0}  # letters that are used up after each character
    for place in range(start, len(syllables)):
        after: set[int] = set()
        for used in reached:
            for sound in syllables[place]:
                rest = letters[used:]
                if in_full and rest.startswith(sound):
                    after.add(used + len(sound))
                elif in_full and not is_whole and sound.startswith(rest):
                    return place + 1
                if by_initial and rest[0] == sound[0]:
                    after.add(used + 1)
        if len(letters) in after:
            return place + 1
        reached = after
        if not reached:
            return 0
    return 0

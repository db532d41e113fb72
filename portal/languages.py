"""The languages of the pages: which one an address names, the same page in the others, and what a text is written in.

The first of `settings.LANGUAGES` that matters is `LANGUAGE_CODE`: its pages stand at the root, those of every other one
below `/<code>/`. What nobody has translated into a language reads Chinese there (ADR 31).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, get_language_info

# What browsers and screen readers know best; every other code is its own tag (BCP 47).
TAGS = {"zh-hans": "zh-CN", "zh-hant": "zh-TW"}
# The scripts in which documents are written here; one letter of each decides nothing, most letters do.
SCRIPTS = (
    ("zh-CN", 0x3400, 0x9FFF),
    ("mn-Mong", 0x1800, 0x18AF),
    ("bo", 0x0F00, 0x0FFF),
    ("ug", 0x0600, 0x06FF),
    ("ko", 0xAC00, 0xD7AF),
    ("mn-Cyrl", 0x0400, 0x04FF),
    ("en", 0x0041, 0x007A),
)
LETTERS = {tag: re.compile(rf"(?![\W\d_])[{chr(first)}-{chr(last)}]") for tag, first, last in SCRIPTS}
SAMPLE = 400  # characters: the beginning of a text says in which script it goes on


class Language(NamedTuple):
    """A language of the site: `code` as Django calls it, `tag` for `lang`, and its name in itself."""

    code: str
    tag: str
    name: str
    is_rtl: bool

    @property
    def prefix(self) -> str:
        """What stands before an address in this language."""
        return prefix_of(self.code)


def languages() -> list[Language]:
    """Those of the settings, in their order."""
    infos = ((code, name, get_language_info(code)) for code, name in settings.LANGUAGES)
    return [Language(code, TAGS.get(code, code), str(name), info["bidi"]) for code, name, info in infos]


def current() -> Language:
    """The one that is being spoken."""
    code = get_language()
    spoken = {language.code: language for language in languages()}
    return spoken.get(code or "") or spoken[settings.LANGUAGE_CODE]


def prefix_of(code: str | None) -> str:
    """`/en` for English, nothing for the language at the root."""
    return "" if code in {None, settings.LANGUAGE_CODE} else f"/{code}"


def named_by(path: str) -> str:
    """The code of the language that an address names."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    known = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    return first if first in known else settings.LANGUAGE_CODE


def in_language(address: str, code: str) -> str:
    """The address of the same page in another language; the query goes with it."""
    return prefix_of(code) + address.removeprefix(prefix_of(named_by(address)))


def tag_of(text: str) -> str:
    """The tag of the language that `text` is most likely written in, judged by its script; empty if it has no letters.

    A letter of Chinese weighs as much as a word of letters, so a short English name does not make a title English.
    """
    start = text[:SAMPLE]
    counts = {tag: len(letters.findall(start)) * (4 if tag == "zh-CN" else 1) for tag, letters in LETTERS.items()}
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] else ""

"""Making texts comparable: one form for full-width and half-width, upper and lower case, broken and unbroken lines,
traditional and simplified characters."""

from __future__ import annotations

import re
import unicodedata

from opencc import OpenCC

_SIMPLIFIED = OpenCC("t2s")

# Characters written without spaces between words: ideographs, their extensions, 〇 and 々.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GAP = re.compile(rf"(?<=[{HAN}])\s+(?=[^\W_])|(?<=[^\W_])\s+(?=[{HAN}])")
_SPACE = re.compile(r"\s+")


class _Folded(dict[int, str]):
    """`str.translate` table that works out each character when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Cf":
            folded = ""
        elif category in ("Cc", "Cs"):
            folded = " "
        else:
            folded = unicodedata.normalize("NFKC", character).casefold()
            folded = "".join(_SIMPLIFIED.convert(one) if code > 0x2E7F else one for one in folded)
        self[code] = folded
        return folded


class _FoldedInPlace(_Folded):
    """The same, but every character stays one character, so that places in the text stay the same."""

    def __missing__(self, code: int) -> str:
        folded = _Folded.__missing__(self, code)
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()
_FOLDED_IN_PLACE = _FoldedInPlace()


def fold(text: str) -> str:
    """NFKC, casefold, simplified; no space beside an ideograph (line breaks of a PDF stand in the middle of words)."""
    return _SPACE.sub(" ", _GAP.sub("", text.translate(_FOLDED))).strip()


def fold_in_place(text: str) -> str:
    """`fold` as far as it goes with the same length."""
    return text.translate(_FOLDED_IN_PLACE)

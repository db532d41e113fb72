"""When leaders receive visitors (领导接待日), as an agency enters it: one line each, day | who | place."""

import re
from typing import NamedTuple

_BAR = re.compile(r"\s*[|\uff5c]\s*")


class Reception(NamedTuple):
    """A day or a rule for days, who receives, and where."""

    day: str
    who: str = ""
    place: str = ""


def receptions(text: str) -> list[Reception]:
    """The lines of `text`; what is missing at the end of a line is left empty."""
    return [Reception(*_BAR.split(line.strip(), maxsplit=2)) for line in text.splitlines() if line.strip()]

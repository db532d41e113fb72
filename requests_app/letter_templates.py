"""Which wording holds for a form: that of the nearest government above, or the one shipped with the portal."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from portal.agencies.models import Agency
from requests_app.models import LetterTemplate

SHIPPED = Path(__file__).with_name("data") / "letters.txt"


@cache
def _all_shipped() -> dict[str, str]:
    _head, *parts = re.split(r"^\[\[(\w+)\]\]\n", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {form: text.strip() for form, text in zip(parts[::2], parts[1::2], strict=True)}


def shipped(form: str) -> str:
    """The wording that the portal brings along."""
    return _all_shipped()[form]


def wording(agency: Agency, form: str) -> str:
    """The wording of `form` that holds for `agency`."""
    own = LetterTemplate.objects.holding_for(agency, form)
    return own.text if own is not None else shipped(form)

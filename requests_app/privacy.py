"""What must not stand in a text that everybody will read."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from disclosure.masking import STARS, masked

if TYPE_CHECKING:
    from requests_app.models import DisclosureRequest

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def names_a_person(text: str) -> bool:
    """True if `text` holds an identity card number or a mobile phone number, full-width digits and blanks included."""
    plain = re.sub(r"(?<=\d)[ -](?=[\dXx])", "", unicodedata.normalize("NFKC", text))
    return bool(_IDENTITY.search(plain) or _MOBILE.search(plain))


def without_applicant(text: str, request: DisclosureRequest) -> str:
    """`text` without what tells of the applicant, and without anybody's numbers (article 15)."""
    told = (request.name, request.identity_number, request.address, request.email, request.phone, request.number)
    for words in sorted((words for words in told if len(words) > 1), key=len, reverse=True):
        text = text.replace(words, STARS)
    return masked(text)

"""What must not stand in a text that everybody will read."""

import re
import unicodedata

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def names_a_person(text: str) -> bool:
    """True if `text` holds an identity card number or a mobile phone number, full-width digits and blanks included."""
    plain = re.sub(r"(?<=\d)[ -](?=[\dXx])", "", unicodedata.normalize("NFKC", text))
    return bool(_IDENTITY.search(plain) or _MOBILE.search(plain))

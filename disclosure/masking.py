"""Personal numbers in a text that everybody will read: replaced by stars before it is stored for showing."""

import re

_GAP = r"[ \-]?"
_PATTERNS = (
    re.compile(rf"(?<!\d)(?:\d{_GAP}){{17}}[\dXx](?!\d)"),  # identity card, 18 characters
    re.compile(rf"(?<!\d)(?:\d{_GAP}){{15,18}}\d(?!\d)"),  # bank card, 16 to 19 digits
    re.compile(r"(?<!\d)\d{15}(?!\d)"),  # identity card of the first generation
    re.compile(rf"(?<!\d)1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"),  # mobile
    re.compile(r"(?<!\d)0\d{2,3}[- ]?[2-9]\d{6,7}(?!\d)"),  # landline with its area code
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),  # e-mail
)
STARS = "***"
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {ord("＠"): "@", ord("．"): ".", ord("－"): "-", ord("　"): " "}


def masked(text: str) -> str:
    """`text` without identity, bank card and phone numbers and e-mail addresses; full-width characters included.

    PIPL article 28, 条例 article 15: what identifies a person does not go out with an opinion.
    """
    plain = text.translate(_WIDE)  # a full-width number is the same number
    cleaned = plain
    for pattern in _PATTERNS:
        cleaned = pattern.sub(STARS, cleaned)
    return text if cleaned == plain else cleaned

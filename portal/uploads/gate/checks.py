"""Which numbers are what they look like: checksums, provinces, dates."""

from __future__ import annotations

import datetime as dt

# GB/T 2260, and 81 to 83 for residence permits of people from Hong Kong, Macao and Taiwan
PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in codes
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
OLDEST = 1890
# ISO/IEC 7812: what begins a card of UnionPay, Visa, MasterCard, JCB, or an old one of ICBC
CARD_LENGTHS = (
    (("62",), (16, 17, 18, 19)),
    (("9558", "60"), (16, 19)),
    (("4", "51", "52", "53", "54", "55", "35", *(str(n) for n in range(222, 272))), (16,)),
)


def looks_like_id(number: str) -> bool:
    """True for 18 signs with a province and a day of birth in the places of GB 11643-1999."""
    return len(number) == 18 and number[:2] in PROVINCES and _is_day(number[6:14])


def is_id(number: str) -> bool:
    """True for a number of GB 11643-1999: 18 signs with the check sign of ISO 7064 MOD 11-2."""
    if not looks_like_id(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_SIGNS[total % 11] == number[17]


def is_old_id(number: str) -> bool:
    """True for the fifteen digits of cards issued until 1999, which have no check sign."""
    return len(number) == 15 and number[:2] in PROVINCES and number[2:6] != "0000" and _is_day("19" + number[6:12])


def is_card(number: str) -> bool:
    """True for a bank card: beginning, length, and the check digit of Luhn."""
    fits = any(number.startswith(begins) and len(number) in lengths for begins, lengths in CARD_LENGTHS)
    return fits and len(set(number)) > 3 and luhn(number)


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 Annex B."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[::-2])) % 10 == 0


def _is_day(written: str) -> bool:
    try:
        day = dt.date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return day.year >= OLDEST and day <= dt.date.today()  # noqa: DTZ011 - a day of birth has no time zone

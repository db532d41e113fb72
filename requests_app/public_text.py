"""Texts of citizens that everybody will read: what names a person is masked before they are stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from disclosure.masking import STARS, masked
from portal.search.folding import HAN
from portal.uploads.gate import personal
from portal.uploads.gate.finding import Level, Passage

if TYPE_CHECKING:
    from requests_app.models import DisclosureRequest

_WORDS = re.compile(f"[{HAN}]")


def names_a_person(text: str) -> bool:
    """True if the publication gate would stop `text`: an identity, bank card or mobile number stands in it.

    The gate lets the telephone of an office pass by the words before it. A citizen is no office, so the numbers are
    looked at without them too.
    """
    alone = _WORDS.sub("。", text)
    passages = (Passage("text", text), Passage("text", alone))
    return any(found.level == Level.BLOCK for one in passages for _place, found in personal.scan(one))


def for_everybody(text: str) -> str:
    """`text` with the numbers that the gate stops, and e-mail addresses, as stars.

    Sums and document numbers stay. Look with `names_a_person` whether something is left that could not be masked.
    """
    return masked(text) if names_a_person(text) or "@" in text or "＠" in text else text


def without_applicant(text: str, request: DisclosureRequest) -> str:
    """`text` without what tells of the applicant, and without anybody's numbers (article 15)."""
    told = (request.name, request.identity_number, request.address, request.email, request.phone, request.number)
    for words in sorted((words for words in told if len(words) > 1), key=len, reverse=True):
        text = text.replace(words, STARS)
    return masked(text)


def public_subject(request: DisclosureRequest) -> str:
    """What `request` asks for, as others may read it; stars if something is left that names a person."""
    subject = without_applicant(request.subject, request)[:200]  # stars may be longer than a name
    return STARS if names_a_person(subject) else subject

"""Receipt codes: what an anonymous citizen follows a case with.

A code is 16 Crockford characters (80 bits), shown as 4 × 4. It is derived from the form's idempotency key and a pepper
kept outside the database, so that a double click gets the same code back although only its digests are stored:
an HMAC to find the row, Argon2id to verify (OWASP ASVS 5.0, 6.5.2).
"""

import hashlib
import hmac

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.digest(settings.RECEIPT_PEPPER.encode(), f"{purpose}:{text}".encode(), hashlib.sha256)


def code_for(key: str) -> str:
    """The receipt code of the filing with this idempotency key, without hyphens."""
    number = int.from_bytes(_keyed("receipt", key)[:10])
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH))


def shown(code: str) -> str:
    """The code as 4 × 4 characters with hyphens."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def typed(text: str) -> str:
    """What a person typed, without blanks and hyphens, look-alike letters put right."""
    kept = "".join(character for character in text.upper() if character.isalnum())
    return kept.translate(_LOOKALIKES)


def index_of(code: str) -> str:
    """The digest under which the row with this code is found."""
    return _keyed("index", code).hex()


def key_digest(key: str) -> str:
    """The digest under which a filing is recognised when the same form arrives again."""
    return _keyed("idempotency", key).hex()


class Receipted(models.Model):
    """A row that a receipt code opens. `filing_digest` is unique: the same form files once."""

    filing_digest = models.CharField(max_length=64, unique=True, editable=False)
    receipt_index = models.CharField(max_length=64, unique=True, editable=False)
    receipt_hash = models.CharField(max_length=128, editable=False)

    class Meta:
        abstract = True

    def seal(self, key: str) -> str:
        """Set the digests from the form's idempotency key and return the code to show, once."""
        code = code_for(key)
        self.filing_digest = key_digest(key)
        self.receipt_index = index_of(code)
        self.receipt_hash = make_password(code, hasher="argon2")
        return code

    def opens_with(self, code: str) -> bool:
        """True if `code` (as typed) is this row's receipt code."""
        return check_password(typed(code), self.receipt_hash)

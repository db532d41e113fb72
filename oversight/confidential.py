"""Text that nobody reads from the database alone: encrypted before it is written, with a key that is not in it.

Keys come from `CONFIDENTIAL_KEYS` (newest first, older ones still read), else from the installation's secret.
"""

from __future__ import annotations

import base64
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


def _derived(secret: str) -> Fernet:
    key = HKDF(hashes.SHA256(), length=32, salt=None, info=b"oversight.confidential").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def box() -> MultiFernet:
    """What encrypts with the newest key and decrypts with any of them."""
    secrets = list(settings.CONFIDENTIAL_KEYS) or [settings.SECRET_KEY]
    return MultiFernet([_derived(secret) for secret in secrets])


def sealed(text: str) -> str:
    """`text` encrypted and authenticated; the empty text stays empty.

    A Fernet token carries its time of making in the clear, to the second; here it is always zero, or the token would
    tell when an anonymous person wrote.
    """
    return box().encrypt_at_time(text.encode(), 0).decode() if text else ""


def opened(token: str) -> str:
    """What was sealed. Raises ImproperlyConfigured when none of the keys fits."""
    try:
        return box().decrypt(token.encode()).decode() if token else ""
    except InvalidToken:
        raise ImproperlyConfigured("No key of this installation opens its confidential texts.") from None


class ConfidentialField(models.TextField):
    """A text that is stored sealed. It can be compared with nothing but the empty text: there is no search in it."""

    def get_prep_value(self, value: Any) -> Any:
        return sealed(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return opened(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"exact", "isnull"}:
            raise FieldError("Confidential text cannot be searched.")
        return super().get_lookup(lookup_name)

"""Rendered pages, compressed once, in a fixed number of places: a new page takes the place of an old one.

However many addresses somebody makes up, no more is kept than the places hold; addresses with a query have places of
their own, so that they never push a plain page out.
"""

from __future__ import annotations

import gzip
from hashlib import blake2b
from typing import NamedTuple

from django.core.cache import caches
from redis.exceptions import RedisError

PLAIN, ASKED = 2048, 512  # places
MOST_BYTES = 64 * 1024  # compressed
KEPT_FOR = 24 * 3600  # seconds; a page is seldom of use longer than its edition


class Kept(NamedTuple):
    """A page as it was sent: `body` is gzip."""

    address: str
    edition: str
    headers: dict[str, str]
    body: bytes


def take(address: str, edition: str) -> Kept | None:
    """The page at `address`, if it is kept and of this edition."""
    try:
        found = caches["pages"].get(_place(address))
    except RedisError:  # a cache that is away makes the site slower, not unreachable
        return None
    if found is None or found[0] != address or found[1] != edition:
        return None
    return Kept(*found)


def keep(address: str, edition: str, headers: dict[str, str], content: bytes) -> Kept:
    """Compress a page and put it into its place; one that is too large is only compressed."""
    # the same for everybody and without a secret, so that its length tells nobody anything (BREACH)
    kept = Kept(address, edition, headers, gzip.compress(content, compresslevel=6, mtime=0))
    if len(kept.body) <= MOST_BYTES:
        try:
            caches["pages"].set(_place(address), tuple(kept), KEPT_FOR)
        except RedisError:
            return kept
    return kept


def _place(address: str) -> str:
    number = int.from_bytes(blake2b(address.encode(), digest_size=8).digest())
    return f"asked{number % ASKED}" if "?" in address else f"plain{number % PLAIN}"

"""Limits on what an anonymous visitor may repeat: kept in the cache, by a digest of the address, never the address."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

MOST_TRIES = 5
WINDOW = 15 * 60  # seconds


def client_address(request: HttpRequest) -> str:
    """The visitor's address; behind proxies of ours, the one that the outermost of them saw.

    An IPv6 visitor owns a whole /64, so that is what counts as one address.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.AXES_IPWARE_PROXY_COUNT or 0
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        address = hops[-proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def visitor_mark(request: HttpRequest, purpose: str) -> str:
    """A digest that tells whether the same address did `purpose` before today; it cannot be turned back or joined."""
    text = f"{purpose}:{timezone.localdate().isoformat()}:{client_address(request)}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hex()


class Tries:
    """Wrong tries of one address at one purpose: five in a quarter of an hour, then none until the next one begins.

    Counted before the answer is known, so that parallel tries do not slip through; a right one is given back. The
    embedded shape counts per process, any other in Redis. `most` is for what a whole office may do from one address.
    """

    def __init__(self, request: HttpRequest, purpose: str, *, most: int = MOST_TRIES) -> None:
        self._most = most
        window = int(timezone.now().timestamp()) // WINDOW
        self._key = f"tries:{window}:{visitor_mark(request, purpose)}"

    def take(self) -> bool:
        """Use up one try; False when none is left."""
        if cache.add(self._key, 1, WINDOW):
            return True
        try:
            return cache.incr(self._key) <= self._most
        except ValueError:  # expired in between
            return cache.add(self._key, 1, WINDOW)

    def give_back(self) -> None:
        """The try was right."""
        try:
            cache.decr(self._key)
        except ValueError:  # expired in between: nothing to give back
            return

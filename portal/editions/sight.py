"""What this process knows about the editions of its sites: asked of the database once a second, not once a request.

Everything that is known holds until the end of the running second of the clock and not longer, here and in a cache in
front (`X-Accel-Expires`), so nothing is served later than one second after it changed.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import NamedTuple


class Sight(NamedTuple):
    """The edition of a site, the second in which it was looked at, and the moment that ends it."""

    edition: str
    second: int
    until: float


MOST_HOSTS = 500
_sights: dict[str, Sight] = {}


def sight_of(host: str, look: Callable[[str, dt.datetime], tuple[str, dt.datetime]]) -> Sight:
    """What is known of `host`; `look` reads its edition and the end of it from the database."""
    now = time.time()
    sight = _sights.get(host)
    if sight is None or sight.second != int(now) or now >= sight.until:
        edition, until = look(host, dt.datetime.fromtimestamp(now, dt.UTC))
        sight = Sight(edition, int(now), until.timestamp())
        if len(_sights) >= MOST_HOSTS:
            _sights.clear()
        _sights[host] = sight
    return sight


def forget() -> None:
    """Look again at the next request."""
    _sights.clear()

"""Parts of pages, and what they are made of, that stay the same until the next edition: made once in each process.

Only for requests that are answered from the shelf (`request.edition`): what their site shows has not changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import get_language

Part = TypeVar("Part")
MOST = 5000  # parts; a line of a list is half a kilobyte
_parts: dict[Hashable, object] = {}


def once_an_edition(request: HttpRequest | None, key: Hashable, make: Callable[[], Part]) -> Part:
    """What `make` makes for this site and language, made again for the next edition. Nobody may change it."""
    edition = getattr(request, "edition", None)
    if edition is None:
        return make()
    place = (edition, get_language(), key)
    if (known := _parts.get(place)) is None:
        part = make()
        if len(_parts) >= MOST:
            _parts.clear()
        return _parts.setdefault(place, part)  # type: ignore[return-value]
    return known  # type: ignore[return-value]


def all_once_an_edition(
    request: HttpRequest, name: str, keys: Iterable[Any], make: Callable[[list[Any]], dict[Any, Part]]
) -> list[Part]:
    """The parts `(name, key)`, in the order of `keys`; `make` is asked once for all that are not there yet.

    A key for which it makes nothing is left out.
    """
    place, found = (request.edition, get_language()), {}  # type: ignore[attr-defined]
    wanted = list(keys)
    for key in wanted:
        if (part := _parts.get((*place, (name, key)))) is not None:
            found[key] = part
    missing = [key for key in wanted if key not in found]
    for key, part in (make(missing) if missing else {}).items():
        found[key] = once_an_edition(request, (name, key), lambda part=part: part)  # type: ignore[misc]
    return [found[key] for key in wanted if key in found]  # type: ignore[misc]

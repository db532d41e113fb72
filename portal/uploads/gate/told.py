"""How the programs that look into files talk to the portal: one JSON object to a line. Needs no Django."""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 512 * 1024 * 1024  # bytes of address space, which no honest file of 50 MB needs
COMPUTING = 10  # seconds of processor time
MAX_OUTPUT = 24 * 1024 * 1024  # bytes

Told = dict[str, Any]


def passage(place: str, text: str, about: str = "") -> Told:
    """Words, where they stand, and the headings above them."""
    return {"place": place, "text": text, "about": about}


def trace(code: str, place: str, text: str) -> Told:
    """Something a reader would not see; its words are searched like all others."""
    return {"trace": code, "place": place, "text": text}


def say(look: Callable[[], Iterator[Told]]) -> None:
    """Confine this process, then write what `look` finds. What cannot be read ends it with an error."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for told in look():
        if told.get("text") or told.get("cells") or "trace" in told:
            sys.stdout.write(json.dumps(told) + "\n")

"""Ordering the program that blackens, and reading what it answers."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from portal.uploads import formats
from portal.uploads.models import StoredFile

logger = logging.getLogger(__name__)

PROGRAM = "portal.uploads.redaction.program"
TIMEOUT = 300  # seconds for a whole file; the program gives itself fewer of computing
SHORT_TIMEOUT = 40  # seconds for what somebody waits for
TAKEN = (formats.PDF, formats.PNG, formats.JPEG)
MAX_PAGES = 200  # as the program has it
ACCEPT = ",".join(f".{ending}" for known in TAKEN for ending in known.endings)

Sizes = list[list[int]]
PlacedBox = tuple[int, int, int, int, int]  # page from 0; left, top, width, height in ten-thousandths


class Unworkable(Exception):
    """The file is damaged, too big to work on, or gone."""


def sizes(stored: StoredFile) -> tuple[int, Sizes]:
    """How many pages `stored` has, and width and height in dots of each up to the 200th. Raises Unworkable."""
    told = json.loads(_ordered(stored, do="sizes"))
    return told["count"], told["sizes"]


def view(stored: StoredFile, page: int) -> bytes:
    """A page, counted from 0, as PNG for the screen. Raises Unworkable."""
    return _ordered(stored, do="view", page=page)


def words(stored: StoredFile) -> list[dict[str, Any]]:
    """For each page its text and a box for each sign of it. Raises Unworkable."""
    return [json.loads(line) for line in _ordered(stored, do="words").splitlines()]


def blacken(stored: StoredFile, boxes: Iterable[PlacedBox]) -> bytes:
    """A PDF of pictures of the pages, with `boxes` burned in. Raises Unworkable."""
    return _ordered(stored, do="blacken", boxes=list(boxes))


def prove(content: bytes, *, sizes: Sizes, boxes: Iterable[PlacedBox]) -> list[str]:
    """Codes of what is wrong with a blackened file; none if it is proved. Raises Unworkable."""
    order = {"do": "prove", "type": formats.PDF.content_type, "sizes": sizes, "boxes": list(boxes)}
    return json.loads(_run(order, content))


def _ordered(stored: StoredFile, **order: Any) -> bytes:
    try:
        with stored.file.open("rb") as source:
            content = source.read()
    except OSError as error:
        raise Unworkable from error
    return _run({"type": stored.content_type, **order}, content)


def _run(order: dict[str, Any], content: bytes) -> bytes:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(json.dumps(order).encode() + b"\n")
        given.write(content)
        given.seek(0)
        try:
            subprocess.run(  # noqa: S603 - our own program, no argument from outside
                [sys.executable, "-m", PROGRAM],
                stdin=given,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env={"LC_ALL": "C.UTF-8"},  # it gets to know no secret
                timeout=TIMEOUT if order["do"] in ("blacken", "prove") else SHORT_TIMEOUT,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            logger.warning("A file could not be blackened (%s): %s", order["do"], error)
            raise Unworkable from error
        answer.seek(0)
        return answer.read()

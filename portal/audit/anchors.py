"""Anchors: the head of the chain, once a day, and its copies outside the database."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from portal.audit.models import Anchor, ChainHead

LINE = re.compile(r"(?:(?P<day>\d{4}-\d{2}-\d{2})[ \t]+)?(?P<number>\d{1,18})[ \t:]+(?P<hash>[0-9a-f]{64})")


class Mark(NamedTuple):
    """What one copy of an anchor says; a head that somebody noted down has no day."""

    number: int
    hash: str
    day: dt.date | None = None

    def __str__(self) -> str:
        return f"of {self.day.isoformat()}" if self.day else f"given as {self.number}"


def read_mark(text: str) -> Mark:
    """The mark that a line of the file, a mail or the public page holds: `DAY NUMBER HASH` or `NUMBER:HASH`.

    Raises ValueError with a sentence.
    """
    found = LINE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"“{text.strip()[:80]}” is no anchor.")
    day = dt.date.fromisoformat(found["day"]) if found["day"] else None
    return Mark(int(found["number"]), found["hash"], day)


def read_marks(lines: Iterable[str]) -> list[Mark]:
    """Every mark of a file; empty lines and lines with a # are passed over. Raises ValueError."""
    return [read_mark(line) for line in lines if line.strip() and not line.startswith("#")]


def marks_of_file(named: Path | None = None) -> tuple[list[Mark] | None, list[str]]:
    """The marks of the file, and what is wrong with it. The portal's own file may be missing before the first day."""
    file = named or settings.AUDIT_ANCHOR_FILE
    try:
        return read_marks(file.read_text().splitlines()), []
    except ValueError as error:
        return None, [f"{file}: {error}"]
    except OSError as error:
        if named is None and not Anchor.objects.filter(written_at__isnull=False).exists():
            return None, []
        return None, [f"The file of anchors cannot be read: {error}."]


def stored_marks() -> list[Mark]:
    """The anchors as the database has them, oldest first."""
    return [Mark(anchor.number, anchor.hash, anchor.day) for anchor in Anchor.objects.order_by("day")]


@transaction.atomic
def anchor_today() -> Anchor | None:
    """The anchor of this day, made now if there is none yet; None while the trail is empty.

    It holds for everything before it, so days on which the portal stood still need none of their own.
    """
    head = ChainHead.objects.select_for_update().filter(pk=1, number__gt=0).first()
    if head is None:
        return None
    made = {"number": head.number, "hash": head.hash, "made_at": timezone.now()}
    return Anchor.objects.get_or_create(day=timezone.localdate(), defaults=made)[0]


@transaction.atomic
def write_outstanding(file: Path) -> int:
    """Append every anchor that is not in `file` yet, on the disk before it counts as written; returns how many.

    Nothing that stands in the file is ever changed. Raises OSError when the disk is away; the next sweep tries again.
    """
    waiting = list(Anchor.objects.select_for_update().filter(written_at=None).order_by("day"))
    if not waiting:
        return 0
    there = set(file.read_text().splitlines()) if file.exists() else set()
    _append(file, [str(anchor) for anchor in waiting if str(anchor) not in there])
    for anchor in waiting:
        anchor.written_at = timezone.now()
        anchor.save(update_fields=["written_at"])
    return len(waiting)


def not_mailed_to(anchor: Anchor, addresses: Iterable[str]) -> list[str]:
    """Which of `addresses` have not been sent this anchor yet."""
    return sorted(set(addresses) - set(anchor.mailed_to.split()))


def note_mailed(anchor: Anchor, addresses: Iterable[str]) -> None:
    """Note that the outbox has taken the letters with this anchor."""
    anchor.mailed_to = " ".join(sorted({*anchor.mailed_to.split(), *addresses}))
    anchor.mailed_at = timezone.now()
    anchor.save(update_fields=["mailed_to", "mailed_at"])


def differences(file: Iterable[Mark], *, is_whole: bool) -> Iterator[str]:
    """One sentence for each day on which the database and the file do not say the same.

    A copy of the file that was taken some days ago (not `is_whole`) says nothing of the days since.
    """
    outside = {mark.day: mark for mark in file if mark.day}
    last = max(outside, default=dt.date.min)
    anchors = {anchor.day: anchor for anchor in Anchor.objects.order_by("day")}
    for day, mark in outside.items():
        anchor = anchors.get(day)
        if anchor is None or (anchor.number, anchor.hash) != (mark.number, mark.hash):
            yield f"The anchor of {day} stands in the file, but not like this in the database."
    for day, anchor in anchors.items():
        if anchor.written_at is not None and day not in outside and (is_whole or day < last):
            yield f"The anchor of {day} was written to the file, but does not stand there."


def newest_first() -> models.QuerySet[Anchor]:
    """Every anchor, for those who keep copies."""
    return Anchor.objects.order_by("-day")


def _append(file: Path, lines: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    with os.fdopen(handle, "w") as opened:
        opened.writelines(f"{line}\n" for line in lines)
        opened.flush()
        os.fsync(opened.fileno())

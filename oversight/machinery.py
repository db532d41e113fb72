"""Whether the portal itself works: what the office must know before it believes a quiet day."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise

from portal.heartbeat.signs import silent_tasks
from portal.notices.standing import Standing


class Machinery(NamedTuple):
    """Tasks that do not run, and notices that do not get out."""

    silent: list[str | Promise]
    notices: Standing

    @classmethod
    def now(cls) -> Machinery:
        return cls(silent_tasks(), Standing.now())

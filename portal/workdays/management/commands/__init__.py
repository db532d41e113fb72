"""What the commands of this room say alike."""

from collections.abc import Sequence

from django.core.management.base import OutputWrapper

from portal.workdays.recompute import Change, Due


def say_changes(out: OutputWrapper, changes: Sequence[Change], *, dry_run: bool) -> None:
    """Write one line for each clock that moved, before and after, and their number."""
    out.writelines(f"clock {change.clock.pk}: {_said(change.before)} -> {_said(change.after)}" for change in changes)
    out.write(f"{len(changes)} open clocks {'would change' if dry_run else 'changed'}.")


def _said(due: Due) -> str:
    return f"{due.on:%Y-%m-%d}{' (provisional)' if due.is_provisional else ''}"

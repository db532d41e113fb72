"""`manage.py audit_verify`: exit code 1 and a line for each fault of the trail, or of what it vouches for."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.audit.anchors import Mark, read_mark, read_marks
from portal.audit.guard import gaps
from portal.audit.models import Anchor, AuditEvent, ChainHead
from portal.audit.verification import every_fault


class Command(BaseCommand):
    help = "Verify the hash chain of the audit trail, its anchors, and the tables it vouches for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchors", type=Path, metavar="FILE", help="a copy of the anchors, kept elsewhere")
        parser.add_argument(
            "--head", action="append", default=[], metavar="NUMBER:HASH", help="a head noted down or mailed; repeatable"
        )

    def handle(self, *args: object, **options: object) -> None:
        named: Path | None = options["anchors"]  # type: ignore[assignment]  argparse made it a path
        try:
            heads = [read_mark(text) for text in options["head"]]  # type: ignore[attr-defined]
        except ValueError as error:
            raise CommandError(str(error)) from error
        copies, faults = _copies(named)
        faults += every_fault(copies, heads=heads, file_is_whole=named is None)
        faults += [f"The guard {name} of the database is missing; `migrate` puts it up." for name in gaps(connection)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the audit trail.")
        links, marks = AuditEvent.objects.count(), len(copies or []) + len(heads)
        self.stdout.write(f"{links} links verified against {marks} anchors from outside, none broken.")
        if head := ChainHead.objects.filter(pk=1).first():
            self.stdout.write(f"Head {head.number}:{head.hash}")


def _copies(named: Path | None) -> tuple[list[Mark] | None, list[str]]:
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

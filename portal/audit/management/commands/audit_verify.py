"""`manage.py audit_verify`: exit code 1 and a line for each fault of the trail, or of what it vouches for."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.audit.anchors import marks_of_file, read_mark
from portal.audit.guard import gaps
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.verification import every_fault


class Command(BaseCommand):
    help = "Verify the hash chain of the audit trail, its anchors, and the tables it vouches for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchors", type=Path, metavar="FILE", help="a copy of the anchors, kept elsewhere")
        parser.add_argument(
            "--head", action="append", default=[], metavar="NUMBER:HASH", help="a head noted down or mailed; repeatable"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = [read_mark(text) for text in options["head"]]
        except ValueError as error:
            raise CommandError(str(error)) from error
        copies, faults = marks_of_file(options["anchors"])
        faults += every_fault(copies, heads=heads, file_is_whole=options["anchors"] is None)
        faults += [f"The guard {name} of the database is missing; `migrate` puts it up." for name in gaps(connection)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the audit trail.")
        links, marks = AuditEvent.objects.count(), len(copies or []) + len(heads)
        self.stdout.write(f"{links} links verified against {marks} anchors from outside, none broken.")
        if head := ChainHead.objects.filter(pk=1).first():
            self.stdout.write(f"Head {head.number}:{head.hash}")

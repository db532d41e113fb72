"""`manage.py import_catalog FILE --government CODE_OR_HOST [--dry-run]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from catalog.importer import Report, import_catalog
from catalog.reporting import sentence_of, summary_of
from portal.agencies.models import Agency


class Command(BaseCommand):
    help = "Bring a government's catalog to what a CSV or XLSX file says: the whole file or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--government", required=True, help="code or host name of the government")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        government = self._government(options["government"])
        try:
            with options["file"].open("rb") as file:
                report = import_catalog(file, government=government, by=None, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self._tell(report)

    def _government(self, name: str) -> Agency:
        found = Agency.objects.governments().filter(Q(host=name) | Q(code=name))
        if len(found) == 1:
            return found[0]
        if found:
            raise CommandError(f"Several governments have the code {name}; give the host name.")
        raise CommandError(f"There is no government with the code or host name {name}.")

    def _tell(self, report: Report) -> None:
        for problem in report.warnings:
            self.stdout.write(sentence_of(problem))
        self.stdout.write(summary_of(report))
        if not report.is_clean:
            raise CommandError("\n".join(sentence_of(problem) for problem in report.errors))

"""`manage.py import_holidays FILE`: enter a holiday notice of the State Council, and derive the open clocks again."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.workdays.calendar_actions import import_notice
from portal.workdays.management.commands import say_changes
from portal.workdays.notice_file import UnreadableNotice


class Command(BaseCommand):
    help = "Imports a holiday notice as CSV (date,name,kind off/work,notice): the whole file or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="list what would change, and change nothing")
        parser.add_argument("--scope", default="", help="path of the agency for which alone it holds; else the country")

    def handle(self, *args: object, file: Path, dry_run: bool, scope: str, **options: object) -> None:
        try:
            done = import_notice(file.read_bytes(), scope=scope, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except UnreadableNotice as refusal:
            raise CommandError(f"Nothing was imported.\n{refusal}") from refusal
        self.stdout.write(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged.")
        say_changes(self.stdout, done.clocks, dry_run=dry_run)

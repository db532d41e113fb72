"""`manage.py recompute_clocks`: derive the open clocks again, after an update of the calendar library."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from portal.workdays.actions import recompute_open
from portal.workdays.management.commands import say_changes


class Command(BaseCommand):
    help = "Derives every open clock again and lists the due dates that change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list what would change, and change nothing")
        parser.add_argument("--scope", default="", help="only below this path in the tree of agencies")

    def handle(self, *args: object, dry_run: bool, scope: str, **options: object) -> None:
        say_changes(self.stdout, recompute_open(scope, dry_run=dry_run), dry_run=dry_run)

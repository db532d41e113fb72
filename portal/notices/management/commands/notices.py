"""Tells how the outbox stands, lists dead letters, and puts them back."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db.models import Count

from portal.notices.models import Notice
from portal.notices.outbox import revive


class Command(BaseCommand):
    help = "Count the notices by state and list those given up; --retry puts them back into the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", action="store_true", help="send the notices that were given up once more")

    def handle(self, *, retry: bool, **_: object) -> None:
        if retry:
            self.stdout.write(f"{revive(Notice)} notices put back.")
        for row in Notice.objects.values("state").annotate(count=Count("pk")).order_by("state"):
            self.stdout.write(f"{row['state']}: {row['count']}")
        for notice in Notice.objects.failed().order_by("pk")[:50]:
            # no recipient and no title: this is read by whoever runs the server
            self.stdout.write(f"{notice.public_id} {notice.kind} {notice.created_at:%Y-%m-%d} {notice.last_error}")

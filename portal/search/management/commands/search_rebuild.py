"""`manage.py search_rebuild`: write the search index anew from what was made findable."""

from django.core.management.base import BaseCommand

from portal.search.actions import rebuild


class Command(BaseCommand):
    help = "Writes the search index anew, for example after an agency was moved in the tree."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{rebuild()} objects can be found.")

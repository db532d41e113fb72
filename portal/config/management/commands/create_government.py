"""`manage.py create_government`: plant a government's tree and open its first two accounts."""

import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal.agencies.actions import found, open_account
from portal.agencies.models import Agency, Kind, Tier
from portal.agencies.roles import ROLES
from portal.refusals import Refused


class Command(BaseCommand):
    help = "Add a government with its own site, its administrator and its open government officer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="name of the government, e.g. 青田县人民政府")
        parser.add_argument("--code", required=True, help="short code for addresses and index numbers")
        parser.add_argument("--host", required=True, help="host name of its site")
        parser.add_argument("--tier", default=Tier.COUNTY, choices=Tier.values)
        parser.add_argument("--below", help="code of the government above it, if that one is on this installation")
        parser.add_argument("--administrator", required=True, help="user name of the administrator")
        parser.add_argument("--officer", required=True, help="user name of the open government officer")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        parent = Agency.objects.filter(code=options["below"]).first() if options["below"] else None
        if options["below"] and parent is None:
            raise CommandError(f"There is no agency with the code {options['below']}.")
        fields = {name: options[name] for name in ("name", "code", "host", "tier")}
        try:
            Agency(**fields, kind=Kind.GOVERNMENT, short_name=options["name"][:30]).clean_fields(
                exclude=["path", "depth", "root_path"]
            )
            government = found(parent, by=None, kind=Kind.GOVERNMENT, short_name=options["name"][:30], **fields)
            for role in ("administrator", "officer"):
                password = getpass.getpass(f"Password of {options[role]} ({role}): ")
                open_account(
                    options[role],
                    full_name=options[role],
                    email="",
                    password=password,
                    role=ROLES[role],
                    on=government,
                    by=None,
                )
        except (Refused, ValidationError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{government.name}: http://{government.host}/")

"""`manage.py audit_verify`: exit code 1 and a line for each fault if the audit trail was tampered with."""

from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import AuditEvent
from portal.audit.verification import broken_links


class Command(BaseCommand):
    help = "Verify the hash chain of the audit trail."

    def handle(self, *args: object, **options: object) -> None:
        faults = list(broken_links())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the audit trail.")
        self.stdout.write(f"{AuditEvent.objects.count()} links verified, none broken.")

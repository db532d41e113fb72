"""Sweeps over stored files."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.heartbeat.periodic import periodic
from portal.uploads.actions import extract_text
from portal.uploads.cleaning import remove_orphans
from portal.uploads.models import StoredFile

BATCH = 20
DAY = 24 * 3600


@periodic(every=20, label=_("Reading of uploaded files"))
def extract_pending() -> None:
    """Read the text of files that wait for it, oldest first."""
    for stored in StoredFile.objects.waiting()[:BATCH]:
        extract_text(stored)


@periodic(every=DAY, label=_("Clearing of unused files"))
def remove_orphaned_content() -> None:
    """Remove contents whose row was never written, because the transaction around it failed."""
    remove_orphans(older_than=timezone.now() - dt.timedelta(days=1))

"""Which list was public on a day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from disclosure.models import Item, Version


def version_on(item: Item, day: dt.date) -> Version | None:
    """The version of a public item that citizens read at the end of `day`; None if there was none.

    What was public before a withdrawal is gone for good, and what was not meant for everyone never comes up.
    """
    end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
    versions = item.readable_versions()
    return versions.select_related("row_set").filter(published_at__lt=end).first()

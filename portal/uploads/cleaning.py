"""Contents without a row: what a failed transaction leaves behind."""

import datetime as dt

from portal.uploads.models import StoredFile, private_storage


def remove_orphans(*, older_than: dt.datetime) -> int:
    """Delete private contents that no row names and that were written before `older_than`; return how many."""
    storage = private_storage()
    removed = 0
    folders = storage.listdir("private")[0] if storage.exists("private") else []
    for folder in folders:
        paths = {f"private/{folder}/{name}" for name in storage.listdir(f"private/{folder}")[1]}
        known = set(StoredFile.objects.filter(file__in=paths).values_list("file", flat=True))
        for path in sorted(paths - known):
            if storage.get_modified_time(path) < older_than:
                storage.delete(path)
                removed += 1
    return removed

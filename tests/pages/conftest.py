"""The album: taken by the first process that needs it, read by the others."""

import fcntl
import pickle

import pytest
from django.db import transaction

from tests.access.world import build
from tests.cast import assemble
from tests.pages.taking import Album, take_all


@pytest.fixture
def _django_db_helper():
    """No test asks the database; only the album does, in a transaction of its own."""


@pytest.fixture(scope="session")
def album(django_db_setup, django_db_blocker, tmp_path_factory, worker_id) -> Album:
    """Every page of the portal, as one person or another gets it."""
    folder = tmp_path_factory.getbasetemp()
    kept = (folder if worker_id == "master" else folder.parent) / "album.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with django_db_blocker.unblock(), transaction.atomic():
                kept.write_bytes(pickle.dumps(take_all(build(assemble()))))
                transaction.set_rollback(True)
    return pickle.loads(kept.read_bytes())

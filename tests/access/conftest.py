"""The planted world: built once for a module, and gone after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access.vectors import Planted, plant


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker) -> Iterator[Planted]:
    """Everything on both sides; each test undoes what it did, this undoes the rest."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield plant()
        transaction.set_rollback(True)


@pytest.fixture
def planted(standing: Planted, db: None) -> Planted:
    return standing

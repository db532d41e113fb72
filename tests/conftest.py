"""What every test may use, and what none may do."""

import uuid

import pytest
from pytest_django import Settings

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast: two governments, their people, nothing published yet."""
    return assemble()


@pytest.fixture(autouse=True)
def own_cache(settings: Settings) -> None:
    """A cache of its own for each test: Redis is shared by all processes and outlives them."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}

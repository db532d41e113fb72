"""What every test may use, and what none may do."""

import pytest

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast: two governments, their people, nothing published yet."""
    return assemble()

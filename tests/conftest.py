"""What every test may use, and what none may do."""

import gc
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings

from portal.audit.guard import lower_guard, raise_guard
from tests.browser import browser
from tests.cast import Cast
from tests.recall import cast_of_the_test, forget

__all__ = ["browser"]

BUILT_ONCE = {"access", "demo"}  # folders whose modules build a world of their own, once


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a module that builds a world once in one process, and everything that needs the browser in another."""
    for item in items:
        folder = item.path.parent.name
        if folder in BUILT_ONCE:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        elif folder == "journeys":
            item.add_marker("journey")
            item.add_marker(pytest.mark.xdist_group("browser"))
        elif folder == "pages":
            item.add_marker("pages")
            item.add_marker("django_db")  # for the album, which is taken once for all of them


def pytest_collection_finish() -> None:
    """What was imported and collected lives as long as the process: the collector need not walk through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast: two governments, their people, nothing published yet."""
    return cast_of_the_test()


@pytest.fixture(autouse=True)
def own_cache(settings: Settings) -> Callable[[], None]:
    """A cache of its own for each test, and another one whenever the test calls this.

    Redis is shared by all processes and outlives them; clearing it would take from a test that runs beside.
    """

    def renew() -> None:
        mark = uuid.uuid4().hex
        settings.CACHES = {name: cache | {"KEY_PREFIX": f"{name}{mark}"} for name, cache in settings.CACHES.items()}

    renew()
    return renew


@pytest.fixture(scope="session", autouse=True)
def emptying() -> Iterator[None]:
    """Let Django empty the audit trail after a test with real transactions; until then it is guarded as ever."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(case: TransactionTestCase) -> None:
        lower_guard(connection)
        empty(case)
        raise_guard(connection.alias)
        forget()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield

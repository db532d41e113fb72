"""The middleware that the rest of the suite leaves out, an item to read, and whether a page was rendered for it."""

import os
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import actions
from portal.editions import sight

SHARED = ["django.middleware.gzip.GZipMiddleware", "portal.config.shared_pages.SharedPagesMiddleware"]
# it measures seconds, so what else the machine does decides as well: `make bench-stale`
collect_ignore = [] if os.environ.get("LOAD") else ["test_nothing_stale.py"]
NOON = "2026-11-03 12:00:00.200+08:00"


@pytest.fixture(autouse=True)
def kept(settings, own_cache):
    """Pages are kept; nothing is known from the test before."""
    settings.MIDDLEWARE = [configured.MIDDLEWARE[0], *SHARED, *configured.MIDDLEWARE[1:]]
    sight.forget()
    yield
    sight.forget()


@pytest.fixture
def clock():
    """A clock that stands until the test moves it: within a second nothing is looked at again."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def published(cast):
    def published(**content):
        given = {"title": "关于调整低保标准的通知", "body": "自七月起执行新的标准。"} | content
        item = actions.draft(agency=cast.bureau, by=cast.clerk, **given)
        return actions.approve_and_publish(actions.submit(item, by=cast.clerk), by=cast.reviewer)

    return published


@pytest.fixture
def ask(client):
    """Ask for an address; the answer says in `asked` what that took, and whether the page was `rendered` for it."""

    def ask(address, **headers):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, headers=headers)
        asked = [query["sql"] for query in queries if "editions_stamp" not in query["sql"]]
        reads = SimpleNamespace(queries=len(queries), rendered=len(asked) > KNOWING_THE_SITE)
        response.asked = reads
        return response

    return ask


KNOWING_THE_SITE = 4  # whose host it is, and the moments of the three rooms that have some

"""What the cast's bureau has before a reform."""

import uuid

import pytest

from catalog.actions import add_entry
from catalog.models import Area
from disclosure import actions
from requests_app.actions import submit_request


@pytest.fixture
def entry(cast):
    return add_entry(
        cast.county, by=None, code="14-01", area=Area.objects.get(number=14), level1="最低生活保障", level2="低保标准"
    )


@pytest.fixture
def item(cast, entry):
    """A public item of the bureau."""
    draft = actions.draft(agency=cast.bureau, by=cast.clerk, title="低保标准公告", body="自七月起执行。", entry=entry)
    return actions.approve_and_publish(actions.submit(draft, by=cast.clerk), by=cast.reviewer)


@pytest.fixture
def filed(cast):
    """A request to the bureau, with its receipt code."""
    wanted = {"name": "张三", "phone": "13800000000", "subject": "低保资金分配表"}
    identity = {"identity_kind": "id_card", "identity_number": "11010519491231002X"}
    return submit_request(cast.bureau, by=None, key=uuid.uuid4().hex, **wanted, **identity)

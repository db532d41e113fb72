"""The register of doors."""

import pytest

from portal.accounts import workplaces
from portal.accounts.models import User
from portal.accounts.workplaces import Workplace, announce, open_to


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplaces, "_announced", {})


def door(url_name: str, *, opens: bool) -> Workplace:
    return Workplace(url_name, url_name, "", lambda _user: opens)


def test_only_doors_that_open_are_shown_in_the_order_announced(register: None) -> None:
    announce(door("second", opens=True), door("closed", opens=False), door("first", opens=True))
    assert [workplace.url_name for workplace in open_to(User())] == ["second", "first"]


def test_announcing_again_replaces(register: None) -> None:
    announce(door("inbox", opens=True))
    announce(door("inbox", opens=False))
    assert open_to(User()) == []

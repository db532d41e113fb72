import pytest

from portal.notices import registry
from portal.notices.actions import enqueue
from portal.notices.models import Kind


@pytest.fixture
def write(cast):
    """Write a reminder about the bureau to the clerk, or whatever is asked for."""

    def write(occasion="5 days left", **changes):
        facts = {
            "kind": Kind.DUE_REMINDER,
            "to": cast.clerk,
            "subject": cast.bureau,
            "occasion": occasion,
            "title": "5 working days are left",
            "body": "Request 2026-0001 is due on 2026-03-06.",
            "url": "/admin/",
            "agency": cast.bureau,
        } | changes
        return enqueue(facts.pop("kind"), **facts)

    return write


@pytest.fixture(autouse=True)
def checks(monkeypatch):
    """No checks but those a test registers: the ones of the apps above know only cases of their own."""
    monkeypatch.setattr(registry, "_CHECKS", {})
    return registry

import pytest

from portal.notices import registry
from portal.notices.actions import choose_mail, enqueue
from portal.notices.models import Kind, MailChoice


@pytest.fixture
def write(cast):
    """Write a reminder about the bureau to the clerk, or whatever is asked for. Clerk and head want each by itself."""

    for user in (cast.clerk, cast.head):
        choose_mail(user, choice=MailChoice.EACH)

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
    monkeypatch.setattr(registry, "_DUE_LINES", {})
    return registry

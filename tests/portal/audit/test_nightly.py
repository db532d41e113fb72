"""The verification of every night: what it keeps, whom it tells, and that the office works on meanwhile."""

from threading import Thread

import pytest
from django.db import connection, transaction

from portal.audit.actions import record
from portal.audit.guard import lower_guard
from portal.audit.ledgers import LEDGERS
from portal.audit.models import AuditEvent, Event, Verification
from portal.audit.verification import every_fault
from portal.notices.models import Kind, Notice
from portal.notices.tasks import verify_audit_trail


@pytest.fixture(autouse=True)
def outside(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors.log"
    settings.AUDIT_ANCHOR_MAILTO = ["auditor@example.test"]


def alarms():
    return Notice.objects.filter(kind=Kind.AUDIT_BROKEN)


def test_a_clean_night_is_noted_and_shown_and_nobody_is_woken(cast, client):
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "每晚" in client.get("/admin/audit/auditevent/").text
    verify_audit_trail()
    found = Verification.objects.get()
    assert (found.faults, found.links) == (0, AuditEvent.objects.count())
    assert not alarms().exists()
    page = client.get("/admin/audit/auditevent/").text
    assert "notice--ok" in page
    assert "notice--error" not in page


def test_a_broken_trail_is_told_to_those_who_may_read_it(cast, client):
    lower_guard(connection)
    AuditEvent.objects.filter(number=3).update(actor="somebody else")
    verify_audit_trail()
    found = Verification.objects.get()
    assert found.faults >= 1
    assert "Number 3 was changed" in found.first_faults
    told = {notice.recipient.username if notice.recipient else notice.email for notice in alarms()}
    assert {"officer", "otherofficer", "auditor@example.test"} <= told
    assert not {"clerk", "reviewer", "citizen", "admin"} & told
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/audit/auditevent/").text
    assert "notice--error" in page
    assert "Number 3" not in page


@pytest.mark.django_db(transaction=True)
def test_it_reads_one_moment_and_leaves_nothing_open():
    def write():
        with transaction.atomic():
            record(Event.AGENCY_CHANGED, by=None, agency=None, subject="x")

    def elsewhere():
        write()
        connection.close()

    class Meanwhile:
        """Somebody records a decision, and it is committed, while the trail is being read."""

        def take(self, link):
            clerk = Thread(target=elsewhere)
            clerk.start()
            clerk.join()

        def faults(self):
            yield f"{AuditEvent.objects.count()} seen"

    write()
    LEDGERS.append(Meanwhile)
    try:
        assert every_fault() == ["1 seen"]
    finally:
        LEDGERS.remove(Meanwhile)
    assert every_fault() == []
    write()
    assert AuditEvent.objects.count() == 3

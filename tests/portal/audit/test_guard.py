"""The database refuses what the application must never do."""

import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit import guard
from portal.audit.anchors import anchor_today
from portal.audit.models import Anchor, AuditEvent


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor = 'somebody else'",
        "DELETE FROM audit_auditevent",
        "UPDATE audit_anchor SET hash = '0'",
        "DELETE FROM audit_anchor",
    ],
)
def test_sql_of_the_application_is_refused(cast, statement):
    anchor = anchor_today()
    before = list(AuditEvent.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEvent.objects.order_by("pk").values()) == before
    assert Anchor.objects.get().hash == anchor.hash


def test_a_guard_that_was_taken_down_is_missed_and_put_up_again(db):
    assert guard.gaps(connection) == []
    guard.lower_guard(connection)
    assert {"audit_event_never_changes", "audit_event_never_deleted"} <= set(guard.gaps(connection))
    guard.raise_guard(connection.alias)
    assert guard.gaps(connection) == []

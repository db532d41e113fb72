"""A chain that anybody with SQL can try to bend."""

import pytest
from django.db import connection, transaction

from portal.audit.actions import record
from portal.audit.guard import lower_guard
from portal.audit.models import AuditEvent, ChainHead, Event
from portal.audit.verification import broken_links


@pytest.fixture
def chain(cast):
    for turn in range(5):
        record(Event.AGENCY_CHANGED, by=cast.admin, agency=cast.city, subject=cast.city, after={"turn": turn})
    lower_guard(connection)  # as somebody does who owns the database
    return list(AuditEvent.objects.order_by("number"))


def test_an_untouched_chain_verifies(chain):
    assert list(broken_links()) == []


def test_an_edited_link_is_found(chain):
    AuditEvent.objects.filter(pk=chain[2].pk).update(actor="somebody else")
    assert len(list(broken_links())) == 1


def test_a_deleted_link_is_found(chain):
    AuditEvent.objects.filter(pk=chain[2].pk).delete()
    assert any("missing" in fault for fault in broken_links())


def test_a_cut_off_end_is_found(chain):
    AuditEvent.objects.filter(pk=chain[-1].pk).delete()
    assert any("ends at" in fault for fault in broken_links())


def test_exchanged_links_are_found(chain):
    one, two = chain[1], chain[2]
    AuditEvent.objects.filter(pk=one.pk).update(number=10_000)
    AuditEvent.objects.filter(pk=two.pk).update(number=one.number)
    AuditEvent.objects.filter(pk=one.pk).update(number=two.number)
    assert len(list(broken_links())) >= 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction():
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        record(Event.AGENCY_CHANGED, by=None, agency=None, subject="x")
    assert not ChainHead.objects.filter(number__gt=0).exists()

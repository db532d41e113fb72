"""Sweeps and applicants at the same moment: a group is opened once, and nobody stands in two proposals."""

import pytest
from django.db import connection

from portal.audit.verification import broken_links
from portal.notices.models import Kind, Notice
from requests_app import actions
from requests_app.models import Proposal, ProposedRequest
from tests.requests_app.test_intake import at_once

# SQLite lets in one writer at a time: fewer show the same there in reasonable time
SWEEPS = 8 if connection.vendor == "postgresql" else 3

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("django_db_serialized_rollback"),
]


def test_many_sweeps_open_a_group_once(cast, received):
    cases = [received(subject="2025年低保资金分配表", identity_number=f"证件{at}") for at in range(4)]
    opened = at_once(SWEEPS, lambda _number: len(actions.find_proposals(cast.bureau)))
    assert sum(opened) == 1
    proposal = Proposal.objects.get()
    assert set(proposal.requests.values_list("request", flat=True)) == {case.pk for case in cases}
    assert Notice.objects.filter(kind=Kind.PROPOSAL_OPENED).count() == 1
    assert list(broken_links()) == []


def test_applicants_and_sweeps_at_once(cast, answered, received):
    case = answered(subject="2025年低保资金分配表", identity_number="证件0")
    for at in (1, 2, 3):
        received(subject="2025年低保资金分配表", identity_number=f"证件{at}")

    def act(number):
        return actions.propose(case) if number == 0 else actions.find_proposals(cast.bureau)

    at_once(SWEEPS, act)
    actions.find_proposals(cast.bureau)
    assert Proposal.objects.count() == 1
    assert ProposedRequest.objects.count() == 4
    assert ProposedRequest.objects.get(request=case).proposed_at is not None

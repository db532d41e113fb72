"""What an operator sees of the outbox."""

from io import StringIO

import pytest
from django.core.management import call_command

from portal.notices import outbox
from portal.notices.models import Notice
from portal.notices.states import State

pytestmark = pytest.mark.django_db


def test_lists_and_revives_dead_letters_without_their_words(write):
    dead = write("1", title="Something private", to="li@example.test")
    write("2")
    outbox.postpone(outbox.claim(Notice), ValueError("bad header"), for_good=True)
    said = StringIO()
    call_command("notices", stdout=said)
    assert "failed: 1" in said.getvalue()
    assert "pending: 1" in said.getvalue()
    assert f"{dead.public_id} due_reminder" in said.getvalue()
    assert "bad header" in said.getvalue()
    assert "private" not in said.getvalue()
    assert "li@example.test" not in said.getvalue()
    call_command("notices", "--retry", stdout=said)
    assert set(Notice.objects.values_list("state", flat=True)) == {State.PENDING}

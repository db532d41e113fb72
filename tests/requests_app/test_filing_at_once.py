"""The page of filing under many hands at once: one form is one case, and nobody goes away without a receipt."""

import re
import time

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from portal.audit.verification import broken_links
from portal.filing import SALT
from portal.notices.models import Kind, Notice
from requests_app.models import DisclosureRequest
from tests.requests_app.conftest import WANTED, key
from tests.requests_app.test_intake import at_once

# SQLite lets in one writer at a time: fewer show the same there in reasonable time
PEOPLE, FORMS = (16, 3) if connection.vendor == "postgresql" else (4, 2)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("django_db_serialized_rollback"),
]


def form(**content):
    opened = signing.dumps(int(time.time()) - 60, salt=SALT)
    chosen = {"agency": "qt-mzj", "form_wanted": "electronic", "delivery": "online", "category": "c1"}
    return WANTED | chosen | {"key": key(), "opened": opened} | content


def send(content):
    """Status and receipt code of one posting."""
    answer = Client(headers={"host": "qingtian.test"}).post("/requests/new/", content)
    code = re.search(r'class="receipt">([0-9A-Z-]{19})<', answer.content.decode())
    return answer.status_code, code[1] if code else ""


def test_one_form_many_times(cast):
    content = form()
    said = at_once(PEOPLE, lambda _: send(content))
    assert {status for status, _code in said} == {200}
    assert len({code for _status, code in said}) == 1
    assert "" not in {code for _status, code in said}
    assert DisclosureRequest.objects.count() == 1
    assert Notice.objects.filter(kind=Kind.REQUEST_RECEIVED).count() == 1


def test_one_form_with_two_texts_is_one_case_and_a_refusal(cast):
    forms = [form(), form()]
    forms[1] |= {"key": forms[0]["key"], "subject": "另一份资料"}
    said = at_once(PEOPLE, lambda number: send(forms[number % 2]))
    assert sorted({status for status, _code in said}) == [200, 409]
    assert {bool(code) for status, code in said if status == 409} == {False}
    assert DisclosureRequest.objects.count() == 1


def test_many_forms_each_by_many(cast):
    forms = [[form(subject=f"资料{person}-{number}") for number in range(FORMS)] for person in range(PEOPLE)]
    said = at_once(PEOPLE, lambda person: [send(content) for content in forms[person]])
    answers = [answer for person in said for answer in person]
    assert {status for status, _code in answers} == {200}
    assert len({code for _status, code in answers}) == PEOPLE * FORMS
    numbers = sorted(int(number[-5:]) for number in DisclosureRequest.objects.values_list("number", flat=True))
    assert numbers == list(range(1, PEOPLE * FORMS + 1))
    assert list(broken_links()) == []

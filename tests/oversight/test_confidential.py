import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from oversight.confidential import opened, sealed
from oversight.models import Complaint
from tests.oversight.cases import complaint_about

TOKENS = {"text": "CNRY-complaint-text", "name": "CNRY-complaint-name", "contact": "CNRY-complaint-contact"}


def every_cell() -> str:
    """Everything that stands in the database, as text."""
    with connection.cursor() as cursor:
        cells = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)


def test_what_is_sealed_opens_again_and_reads_like_nothing():
    assert sealed("") == ""
    assert opened(sealed("青田县")) == "青田县"
    assert "青田县" not in sealed("青田县")
    assert sealed("青田县") != sealed("青田县")


def test_a_token_does_not_tell_when_it_was_made():
    token = base64.urlsafe_b64decode(sealed("x"))
    assert int.from_bytes(token[1:9]) == 0


def test_another_key_opens_nothing_and_an_older_one_still_does(settings):
    token = sealed("secret")
    settings.CONFIDENTIAL_KEYS = ["new key"]
    with pytest.raises(ImproperlyConfigured):
        opened(token)
    settings.CONFIDENTIAL_KEYS = ["new key", settings.SECRET_KEY]
    assert opened(token) == "secret"


def test_the_database_holds_no_word_of_it(cast):
    complaint = complaint_about(cast.bureau, **TOKENS)
    stored = every_cell()
    assert complaint.number in stored  # the search finds what is there
    assert "CNRY-complaint" not in stored
    assert Complaint.objects.get(pk=complaint.pk).text == TOKENS["text"]


@pytest.mark.django_db
def test_there_is_no_search_in_it():
    with pytest.raises(FieldError):
        Complaint.objects.filter(text__contains="a").exists()
    with pytest.raises(FieldError):
        Complaint.objects.filter(contact__startswith="1").exists()

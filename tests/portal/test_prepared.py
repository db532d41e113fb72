import datetime as dt

import pytest
from django.db.models import Value

from portal.prepared import Prepared
from portal.search.models import SearchRow
from tests.questions import Questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(cast):
    given = {"agency": cast.bureau, "title": "通知", "url": "/", "date": dt.date(2024, 2, 29)}
    places = [[3, "附件.pdf", "/files/1"]]
    return [SearchRow.objects.create(kind="item", key=str(n), places=places, **given) for n in range(3)]


def test_a_prepared_question_answers_as_the_queryset_does_whatever_is_given(rows):
    def asked(key, said):
        found = SearchRow.objects.filter(key=key).annotate(said=Value(said))
        return found.values_list("pk", "agency__code", "date", "written_on", "places", "said")

    prepared = Prepared(lambda: asked("\0key", "\0said"), "\0key", "\0said")
    for row in rows:
        with Questions() as questions:
            found = prepared(row.key, "一")
        assert len(questions) == 1
        assert found == list(asked(row.key, "一"))
        assert (found[0][2], found[0][4]) == (row.date, row.places)
    assert prepared("9", "一") == []


def test_a_blank_that_is_not_filled_is_noticed(rows):
    prepared = Prepared(lambda: SearchRow.objects.filter(key="\0key").values_list("pk"), "\0key")
    with pytest.raises(ValueError, match="zip"):
        prepared()

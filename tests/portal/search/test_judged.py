"""What citizens type finds what answers it: judged queries over real documents."""

import pytest

from tests.judged import QUERIES, load, mean, measured

pytestmark = pytest.mark.django_db
FLOOR = 0.90


@pytest.fixture
def city():
    return load()


def test_the_first_page_answers(city):
    by_class = measured(city)
    assert [query for answers in by_class.values() for query, _gain, found in answers if not found] == []
    assert mean(gain for answers in by_class.values() for _query, gain, _found in answers) >= FLOOR
    assert len(QUERIES) >= 60

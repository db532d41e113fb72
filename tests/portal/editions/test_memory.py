"""Parts of pages: made once for an edition, and never where no edition is known."""

from types import SimpleNamespace

import pytest
from django.template import engines
from django.template.context import RequestContext
from django.test import RequestFactory
from django.utils import translation

from portal.editions.memory import all_once_an_edition, once_an_edition


def site(edition):
    request = RequestFactory().get("/")
    if edition:
        request.edition = edition
    return request


def rendered(request, source, **values):
    template = engines["django"].from_string(source).template
    return template.render(RequestContext(request, values))


def test_a_part_stays_until_the_next_edition():
    source = '{% load lasting %}{% lasting "part" pk %}{{ word }}{% endlasting %}'
    assert rendered(site("test-1"), source, pk=1, word="one") == "one"
    assert rendered(site("test-1"), source, pk=1, word="two") == "one"
    assert rendered(site("test-1"), source, pk=2, word="two") == "two"
    assert rendered(site("test-2"), source, pk=1, word="two") == "two"
    with translation.override("en"):
        assert rendered(site("test-1"), source, pk=1, word="three") == "three"


@pytest.mark.parametrize("word", ["one", "two"])
def test_without_an_edition_nothing_stays(word):
    source = '{% load lasting %}{% lasting "part" 1 %}{{ word }}{% endlasting %}'
    assert rendered(site(None), source, word=word) == word
    assert once_an_edition(None, "part", lambda: word) == word


def test_only_what_is_missing_is_made():
    asked = []

    def make(keys):
        asked.append(keys)
        return {key: SimpleNamespace(key=key) for key in keys if key != "gone"}

    request = site("test-3")
    assert [part.key for part in all_once_an_edition(request, "line", [1, "gone", 2], make)] == [1, 2]
    assert [part.key for part in all_once_an_edition(request, "line", [2, 3, 1], make)] == [2, 3, 1]
    assert asked == [[1, "gone", 2], [3]]

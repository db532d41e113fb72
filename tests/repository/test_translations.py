"""Chinese is complete: nothing missing, nothing fuzzy, nothing dead, placeholders kept, the compiled file in step."""

import re

import polib
import pytest

from tests.repository.messages import CATALOGUE, collect

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|%d|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def test_every_text_is_translated(catalogue):
    translated = {entry.msgid for entry in catalogue if entry.msgstr and not entry.fuzzy}
    assert sorted(set(collect()) - translated) == []


def test_no_translation_is_dead(catalogue):
    assert sorted({entry.msgid for entry in catalogue} - set(collect())) == []


def test_placeholders_survive(catalogue):
    broken = [
        e.msgid for e in catalogue if sorted(PLACEHOLDER.findall(e.msgid)) != sorted(PLACEHOLDER.findall(e.msgstr))
    ]
    assert broken == []


def test_the_compiled_file_says_the_same(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {e.msgid: e.msgstr for e in compiled} == {e.msgid: e.msgstr for e in catalogue}

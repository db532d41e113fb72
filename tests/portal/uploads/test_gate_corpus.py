"""How much the gate finds of what is planted, and how often it cries for nothing. The figures are printed."""

from collections import Counter

import pytest
from django.core.files.base import ContentFile

from portal.uploads import formats
from portal.uploads.gate import inspection
from portal.uploads.gate.words import vocabulary
from portal.uploads.models import StoredFile
from portal.uploads.recognition import recognise
from tests.portal.uploads import corpus

TYPES = {known.endings[0]: known.content_type for known in formats.ALL}


def look(sample, folder):
    """The findings, through the same child processes as in the portal; the file is one that would be taken."""
    recognise(ContentFile(sample.content), sample.name)
    stored = StoredFile(name=sample.name, content_type=TYPES[sample.name.rpartition(".")[2]])
    path = folder / "file"
    path.write_bytes(sample.content)
    stored.file.name = str(path)
    return inspection.inspect(stored, vocabulary())


@pytest.fixture
def folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_planted_numbers_are_found(folder):
    planted, hit, missed = Counter(), Counter(), []
    for sample in corpus.planted():
        found = look(sample, folder)
        kind = (sample.kind, sample.name.rpartition(".")[2])
        planted[kind] += 1
        is_found = any(one.code == sample.kind for one in found)
        hit[kind] += is_found
        missed += [] if is_found else [(sample.name, sample.kind, sample.number, found)]
        assert not any(sample.number in str(one) for one in found), "the whole number is shown"
    for kind in corpus.KINDS:
        total = sum(count for (one, _), count in planted.items() if one == kind)
        found = sum(count for (one, _), count in hit.items() if one == kind)
        print(f"recall {kind}: {found}/{total} = {found / total:.3f}")  # noqa: T201 - the figure is the point
        assert found / total >= 0.98, missed
    assert sum(planted.values()) == 200
    assert {ending for _, ending in planted} == set(corpus.FORMATS)


def test_clean_documents_raise_no_alarm(folder):
    alarms = {}
    for sample in corpus.clean():
        found = look(sample, folder)
        if found:
            alarms[sample.name] = found
    kinds = Counter(one.code for found in alarms.values() for one in found)
    print(f"false alarms: {len(alarms)}/200 = {len(alarms) / 200:.3f}", dict(kinds))  # noqa: T201 - the figure is the point
    assert len(alarms) <= 4, alarms

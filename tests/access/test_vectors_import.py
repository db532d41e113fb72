"""The import of a catalog: another government's id, another person's file, another catalog's codes."""

import pytest

from catalog.models import CatalogEntry, KeptUpload
from portal.agencies.actions import revoke
from tests.access.vectors import EVERYTHING, Planted, address, database, text_of, undone
from tests.catalog.sheets import HEADERS, csv_file, row

pytestmark = pytest.mark.django_db
IMPORT = address("catalog_catalogentry", "import")


def sheet(*rows):
    return csv_file([["编码", *HEADERS], *rows])


def line(code, level2="外来的事项"):
    return [code, *row(level2)]


def sent(planted, member, government, file):
    return planted.client(member).post(IMPORT, {"government": government.pk, "file": file})


def kept_by(planted, member, government, *rows):
    """The key under which a preview of `member` waits to be confirmed."""
    response = sent(planted, member, government, sheet(*rows))
    assert response.status_code == 200
    return KeptUpload.objects.get(by=planted.people[member]).key


def test_the_preview_is_refused_for_a_foreign_government(planted: Planted):
    """It neither keeps the file nor says anything of the catalog that stands there."""
    before, there = database(), planted.world.there
    for member in ("master", "officer"):
        for government in (there.government, there.agency):
            response = sent(planted, member, government, sheet(line(there.entry.code)))
            assert list(response.context["form"].errors) == ["government"]
            assert "report" not in response.context
            assert [sign for sign in planted.strange_to(member) if sign in text_of(response)] == []
    assert database() == before


def test_a_place_below_that_is_no_government_is_refused_too(planted: Planted):
    """`sibling_master` holds every right on an office whose catalog is the city's."""
    before, cast = database(), planted.world.cast
    for government in (cast.sibling, cast.county, cast.city):
        response = sent(planted, "sibling_master", government, sheet(line("x-1")))
        assert list(response.context["form"].errors) == ["government"], government
    assert database() == before


def test_a_row_with_a_foreign_code_is_a_new_row_of_ones_own(planted: Planted):
    """Not a change of the other catalog's, and the preview does not know that one."""
    foreign = planted.world.there.entry
    before = CatalogEntry.objects.filter(pk=foreign.pk).values().get()
    with undone():
        page = sent(planted, "master", planted.world.cast.city, sheet(line(foreign.code)))
        report = page.context["report"]
        assert (report.created, report.changed, report.errors) == (1, 0, [])
        assert foreign.code not in report.absent
        key = KeptUpload.objects.get().key
        assert planted.client("master").post(address("catalog_catalogentry", "confirm", key)).status_code == 302
        assert CatalogEntry.objects.filter(code=foreign.code, agency=planted.world.cast.city).count() == 1
        assert CatalogEntry.objects.filter(pk=foreign.pk).values().get() == before


def test_the_report_counts_ones_own_catalog_only(planted: Planted):
    """`absent` lists codes the file does not hold: of this catalog, not of the neighbour's."""
    with undone():
        page = sent(planted, "master", planted.world.cast.city, sheet(line("x-1")))
        assert page.context["report"].absent == [planted.world.here.entry.code, "late-here"]
        assert [sign for sign in planted.strange_to("master") if sign in text_of(page)] == []


@pytest.mark.parametrize(
    "member", ["other_master", "other_officer", "officer", "sibling_master", "clerk", "admin", "root"]
)
def test_somebody_elses_file_cannot_be_confirmed_or_read(planted: Planted, member):
    """Not by the other government, nor by a colleague of the one who sent it; the key of nothing is answered alike."""
    with undone():
        key = kept_by(planted, "master", planted.world.cast.city, line("x-1"))
        before = database()
        client = planted.client(member)
        place, missing = (address("catalog_catalogentry", "confirm", k) for k in (key, "0" * 8 + str(key)[8:]))
        for method in ("get", "post"):
            foreign, nothing = getattr(client, method)(place), getattr(client, method)(missing)
            assert foreign.status_code == nothing.status_code == (405 if method == "get" else 404)
            assert text_of(foreign).replace(place, "…") == text_of(nothing).replace(missing, "…")
        assert database() == before
        assert planted.client("master").post(place).status_code == 302
        assert CatalogEntry.objects.filter(code="x-1").exists()


def test_a_file_kept_while_one_had_the_right_is_not_imported_after_it(planted: Planted):
    with undone():
        city = planted.world.cast.city
        key = kept_by(planted, "master", city, line("x-1"))
        revoke(EVERYTHING, of=planted.people["master"], on=city, by=None)
        assert planted.client("master").post(address("catalog_catalogentry", "confirm", key)).status_code == 404
        assert not CatalogEntry.objects.filter(code="x-1").exists()

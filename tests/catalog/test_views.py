"""The public pages and the API: what stands on them, whose it is, and in how many queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import actions
from catalog.importer import import_catalog
from catalog.models import Area, CatalogEntry, Duty
from catalog.presentation import checklist_of
from tests.catalog.sheets import REAL

SECRET = "甲乙丙丁"


@pytest.fixture
def catalog(cast):
    with REAL.open("rb") as file:
        import_catalog(file, government=cast.city, by=None)
    area = Area.objects.get(number=20)
    foreign = {"area": area, "code": "secret-1", "level1": SECRET, "level2": SECRET}
    actions.add_entry(cast.other_government, by=None, **foreign)
    return cast


def _entry(level2: str = "办事服务") -> CatalogEntry:
    return CatalogEntry.objects.get(level2=level2)


def _get(path: str, host: str = "testserver"):
    response = Client(headers={"host": host}).get(path)
    assert response.status_code == 200, path
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    return response.content.decode()


def test_the_areas_tell_how_much_is_published(catalog):
    entry = _entry()
    actions.assign_duty(entry, agency=catalog.bureau, by=None)
    actions.fulfil(catalog.bureau, entry, on=timezone.localdate())
    page = _get("/areas/")
    assert SECRET not in page
    areas = Client().get("/areas/").context["areas"]
    assert sum(area.entry_count for area in areas) == 158
    assert {area.number: area.fulfilled_count for area in areas if area.fulfilled_count} == {entry.area.number: 1}


def test_an_area_shows_its_entries_and_where_each_duty_stands(catalog):
    entry = _entry()
    today = timezone.localdate()
    actions.assign_duty(entry, agency=catalog.bureau, by=None, first_due_on=today - dt.timedelta(days=3))
    actions.assign_duty(entry, agency=catalog.sibling, by=None)
    page = _get(f"/areas/{entry.area.number}/")
    assert (page.count("badge--overdue"), page.count("badge--warn")) == (1, 1)  # what nobody has published yet warns
    assert catalog.bureau.name in page
    tally = Client().get(f"/areas/{entry.area.number}/").context["tally"]
    assert (tally.filled, tally.overdue, tally.missing) == (0, 1, tally.total)
    listed = {area.number: area for area in Client().get("/areas/").context["areas"]}
    assert {number for number, area in listed.items() if area.overdue_count} == {entry.area.number}


def test_an_agency_shows_area_by_area_what_must_be_public_and_whether_it_is(catalog):
    today = timezone.localdate()
    late, done = _entry(), next(each for each in CatalogEntry.objects.in_order() if each.area != _entry().area)
    actions.assign_duty(late, agency=catalog.bureau, by=None, first_due_on=today - dt.timedelta(days=3))
    actions.assign_duty(done, agency=catalog.bureau, by=None)
    actions.fulfil(catalog.bureau, done, on=today)
    address = f"/agencies/{catalog.bureau.code}/"
    checklist = Client().get(address).context["checklist"]
    assert (checklist.total, checklist.filled, checklist.missing, checklist.overdue) == (2, 1, 1, 1)
    parts = {part.area: (part.filled, part.overdue) for part in checklist.parts}
    assert parts == {late.area: (0, 1), done.area: (1, 0)}
    checklist_of_two = Duty.objects.public().of_agency(catalog.bureau)
    with CaptureQueriesContext(connection) as queries:
        assert checklist_of(checklist_of_two, today).total == 2
    assert len(queries) == 1
    page = _get(address)
    for column in ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"):
        assert column in page, column
    assert page.index("政府信息公开制度") < page.index("法定主动公开内容") < page.index("政府信息公开年报")


def test_the_county_shows_the_city_catalog_until_it_has_its_own_and_only_its_own_duties(catalog):
    entry = _entry()
    actions.assign_duty(entry, agency=catalog.water, by=None)
    actions.assign_duty(entry, agency=catalog.bureau, by=None)
    page = _get(f"/entries/{entry.code}/", host="qingtian.test")
    assert catalog.bureau.name in page
    assert catalog.water.name not in page
    actions.add_entry(catalog.county, by=None, area=entry.area, code="own-1", level1="本县", level2="本县")
    client = Client(headers={"host": "qingtian.test"})
    assert client.get(f"/entries/{entry.code}/").status_code == 404
    assert client.get("/entries/own-1/").status_code == 200
    assert Client().get("/entries/own-1/").status_code == 404


def test_an_entry_says_what_must_be_public_by_when_and_whether_it_is(catalog):
    entry = CatalogEntry.objects.get(time_limit__endswith="公示7个工作日")
    page = _get(f"/entries/{entry.code}/")
    for part in (*entry.content_list, *entry.basis_list, entry.time_limit, f"/entries/{entry.code}/items/"):
        assert part in page
    english = _get(f"/en/entries/{entry.code}/")
    assert "within 10 working days after the information was formed or changed" in english
    assert "shown for 7 working days" in english


def test_every_entry_of_the_real_catalog_has_a_page(catalog):
    client = Client()
    codes = CatalogEntry.objects.filter(agency=catalog.city).values_list("code", flat=True)
    assert [code for code in codes if client.get(f"/entries/{code}/").status_code != 200] == []


@pytest.mark.parametrize("path", ["/entries/secret-1/", "/entries/none/", "/areas/999/"])
def test_what_is_not_of_this_site_is_not_found(catalog, path):
    assert Client().get(path).status_code == 404


def test_a_retired_entry_is_not_shown(catalog):
    entry = _entry()
    actions.change_entry(entry, by=None, changes={"is_active": False})
    assert Client().get(f"/entries/{entry.code}/").status_code == 404
    assert entry.name not in _get(f"/areas/{entry.area.number}/")


@pytest.mark.parametrize(
    ("path", "count"), [("/areas/", 2), ("/areas/20/", 4), ("/api/v1/areas/", 2), ("/api/v1/entries/", 4)]
)
def test_lists_take_the_same_queries_for_one_row_and_for_three(cast, django_assert_num_queries, path, count):
    area = Area.objects.get(number=20)
    for number in range(3):
        facts = {"area": area, "code": f"e{number}", "level1": "低保", "level2": f"第{number}项"}
        entry = actions.add_entry(cast.city, by=None, **facts)
        for agency in (cast.bureau, cast.sibling):
            actions.assign_duty(entry, agency=agency, by=None)
        if number in {0, 2}:
            with django_assert_num_queries(count):
                assert Client().get(path).status_code == 200


def test_the_api_holds_this_sites_catalog_and_filters(catalog):
    client = Client()
    page = client.get("/api/v1/entries/").json()
    assert page["count"] == 158
    assert client.get("/api/v1/entries/", {"area": 20}).json()["count"] == 9
    assert client.get("/api/v1/entries/", {"mode": "on_request"}).json()["count"] == 4
    entry = _entry()
    actions.assign_duty(entry, agency=catalog.bureau, by=None)
    mine = client.get("/api/v1/entries/", {"agency": "qt-mzj"}).json()["results"]
    assert [(row["code"], row["duties"][0]["standing"]) for row in mine] == [(entry.code, "waiting")]
    assert client.get(f"/api/v1/entries/{entry.code}/").json()["area"] == entry.area.number
    assert client.get("/api/v1/entries/secret-1/").status_code == 404
    assert client.post("/api/v1/entries/", {}).status_code == 405
    assert len(client.get("/api/v1/areas/").json()) == 27

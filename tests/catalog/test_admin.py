"""The workbench: an import is previewed and confirmed, and nobody reaches another government's rows."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from catalog import actions
from catalog.models import Area, CatalogEntry, Duty, KeptUpload
from catalog.permissions import Permission
from portal.agencies.actions import grant
from portal.agencies.permissions import Role
from tests.catalog.sheets import HEADERS, REAL, csv_file, row

RECORDER = Role("recorder", "recorder", frozenset({Permission.RECORD_TRIGGER}))
ENTRIES = "/admin/catalog/catalogentry/"
DUTIES = "/admin/catalog/duty/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def entries(cast):
    area = Area.objects.get(number=20)
    facts = {"area": area, "level1": "低保"}
    mine = actions.add_entry(cast.city, by=None, code="mine", level2="我的事项", **facts)
    theirs = actions.add_entry(cast.other_government, by=None, code="theirs", level2="外地事项", **facts)
    return mine, theirs


def _upload(client, government, file):
    return client.post(f"{ENTRIES}import/", {"government": government.pk, "file": file})


def test_a_file_is_previewed_and_then_exactly_that_file_is_imported(cast):
    client = client_of(cast.officer)
    with REAL.open("rb") as file:
        page = _upload(client, cast.city, file)
    assert page.context["report"].created == 158
    assert not CatalogEntry.objects.exists()
    key = KeptUpload.objects.get().key
    answer = client.post(f"{ENTRIES}import/{key}/", follow=True)
    assert answer.status_code == 200
    assert (CatalogEntry.objects.filter(agency=cast.city).count(), KeptUpload.objects.count()) == (158, 0)
    assert client.post(f"{ENTRIES}import/{key}/").status_code == 404


def test_a_bad_file_names_its_rows_and_offers_no_confirmation(cast):
    page = _upload(client_of(cast.officer), cast.city, csv_file([HEADERS, row("甲"), row("乙", area="天文")]))
    assert "天文" in page.content.decode()
    assert page.context["kept"] is None
    assert not KeptUpload.objects.exists()


def test_only_governments_that_one_manages_can_be_chosen(cast):
    client = client_of(cast.officer)
    page = client.get(f"{ENTRIES}import/").content.decode()
    assert cast.county.name in page
    assert cast.other_government.name not in page
    answer = _upload(client, cast.other_government, csv_file([HEADERS, row("甲")]))
    assert "report" not in answer.context
    assert "government" in answer.context["form"].errors


def test_nobody_confirms_another_persons_file(cast):
    _upload(client_of(cast.officer), cast.city, csv_file([HEADERS, row("甲")]))
    key = KeptUpload.objects.get().key
    assert client_of(cast.other_officer).post(f"{ENTRIES}import/{key}/").status_code == 404
    assert client_of(cast.officer).get(f"{ENTRIES}import/{key}/").status_code == 405
    assert not CatalogEntry.objects.exists()


def test_without_the_right_there_is_no_import(cast):
    assert client_of(cast.clerk).get(f"{ENTRIES}import/").status_code == 403
    assert "import/" not in client_of(cast.clerk).get(ENTRIES).content.decode()


def test_each_sees_the_catalogs_that_hold_for_their_agencies(cast, entries):
    for user, seen, unseen in [
        (cast.officer, "我的事项", "外地事项"),
        (cast.clerk, "我的事项", "外地事项"),
        (cast.other_officer, "外地事项", "我的事项"),
    ]:
        page = client_of(user).get(ENTRIES).content.decode()
        assert seen in page
        assert unseen not in page
    mine, theirs = entries
    assert client_of(cast.officer).get(f"{ENTRIES}{theirs.pk}/change/").status_code == 404
    assert client_of(cast.clerk).post(f"{ENTRIES}{mine.pk}/change/", {"code": "x"}).status_code == 403


def _cells(entry, **changes):
    names = [name for name in actions.EDITABLE if name != "extras"]
    cells = {name: getattr(entry, name) for name in names} | {"area": entry.area.pk, "is_active": "on"}
    return cells | changes


def test_an_entry_is_changed_through_the_action(cast, entries):
    mine, _theirs = entries
    answer = client_of(cast.officer).post(f"{ENTRIES}{mine.pk}/change/", _cells(mine, time_limit="每年"))
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.time_limit, mine.cadence) == ("每年", "yearly")


def test_an_entry_is_added_to_ones_own_government_only(cast, entries):
    mine, _theirs = entries
    client = client_of(cast.officer)
    own = _cells(mine, code="new", agency=cast.county.pk)
    assert client.post(f"{ENTRIES}add/", own).status_code == 302
    assert CatalogEntry.objects.get(code="new").agency == cast.county
    foreign = client.post(f"{ENTRIES}add/", _cells(mine, code="new2", agency=cast.other_government.pk))
    assert "agency" in foreign.context["adminform"].form.errors
    assert not CatalogEntry.objects.filter(code="new2").exists()


def test_a_duty_is_assigned_to_ones_own_agencies_from_ones_own_catalog(cast, entries):
    mine, theirs = entries
    client = client_of(cast.officer)
    page = client.get(f"{DUTIES}add/").content.decode()
    assert "外地事项" not in page
    assert cast.other_bureau.name not in page
    today = timezone.localdate().isoformat()
    own = {"agency": cast.bureau.pk, "entry": mine.pk, "cadence": "", "first_due_on": today}
    assert client.post(f"{DUTIES}add/", own).status_code == 302
    assert Duty.objects.get().next_due_on == timezone.localdate()
    for foreign in ({"agency": cast.other_bureau.pk}, {"entry": theirs.pk}):
        answer = client.post(f"{DUTIES}add/", own | foreign)
        assert set(answer.context["adminform"].form.errors) == set(foreign)
    assert Duty.objects.count() == 1


def test_a_duty_is_seen_by_its_agency_and_not_by_the_sibling(cast, entries):
    duty = actions.assign_duty(entries[0], agency=cast.bureau, by=None)
    assert client_of(cast.clerk).get(f"{DUTIES}{duty.pk}/change/").status_code == 200
    assert client_of(cast.sibling_clerk).get(f"{DUTIES}{duty.pk}/change/").status_code == 404
    assert client_of(cast.sibling_clerk).get(f"{DUTIES}{duty.pk}/trigger/").status_code == 404
    assert cast.bureau.name not in client_of(cast.sibling_clerk).get(DUTIES).content.decode()


def test_the_clerk_records_an_event_and_a_future_one_is_refused_beside_the_field(cast, entries):
    duty = actions.assign_duty(entries[0], agency=cast.bureau, by=None)
    assert client_of(cast.reviewer).get(f"{DUTIES}{duty.pk}/trigger/").status_code == 403
    grant(RECORDER, to=cast.clerk, on=cast.bureau, by=None)
    client, today = client_of(cast.clerk), timezone.localdate()
    answer = client.post(f"{DUTIES}{duty.pk}/trigger/", {"on": today + dt.timedelta(days=1)})
    assert "on" in answer.context["form"].errors
    assert client.post(f"{DUTIES}{duty.pk}/trigger/", {"on": today}).status_code == 302
    duty.refresh_from_db()
    assert duty.triggered_on == today


def test_areas_and_grounds_are_there_to_look_up(cast):
    client = client_of(cast.clerk)
    assert "城乡规划" in client.get("/admin/catalog/area/").content.decode()
    assert "R3_3_1" in client.get("/admin/catalog/negativeground/").content.decode()
    assert client.get("/admin/catalog/area/add/").status_code == 403

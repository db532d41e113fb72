"""Every address × every member of the cast × two governments: who gets in, and what nobody else may read there."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.table import ADMIN, MEMBERS, MODELS, OFFICE, PERSONAL, PUBLIC, STAFF, VERBS, Row, nothing
from tests.access.world import World, build
from tests.cast import assemble

PLAIN = PUBLIC | PERSONAL | OFFICE | ADMIN | VERBS
UNNAMED_IN_ADMIN = {"admin:app_list"}  # a list of what the other lists hold, asked for below


def admin_rows() -> dict[str, Row]:
    """The five standard addresses of every model of the admin."""
    rows = {}
    for name, model in MODELS.items():
        opened = {"args": lambda side, model=model: {"object_id": getattr(model.object(side), "pk", 999_999)}}
        rows[f"admin:{name}_changelist"] = Row(model.lists)
        rows[f"admin:{name}_add"] = Row(model.adds)
        rows[f"admin:{name}_change"] = Row(model.views, **opened, there=model.there)
        rows[f"admin:{name}_history"] = Row(model.views, **opened, there=model.there)
        rows[f"admin:{name}_delete"] = Row(set(), **opened, there=set())
    return rows


TABLE = PLAIN | admin_rows()


def every_address(patterns: list, prefix: str = "") -> Iterator[str]:
    """Names of all addresses; one without a name is given by its pattern."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from every_address(entry.url_patterns, space)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """The mark above orders a database; the transaction is the world's own, not one for each test."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Both governments with one of everything, in a transaction; every question asked in it is undone at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(assemble())
        transaction.set_rollback(True)


def test_every_address_stands_in_the_table():
    named = set(every_address(get_resolver().url_patterns)) - UNNAMED_IN_ADMIN - {"admin:None"}
    assert sorted(named - set(TABLE)) == []
    assert sorted(set(TABLE) - named) == []


def got_in(response: HttpResponse) -> bool:
    """False for a refusal, and for being led to the log-in page or away from what one may not see."""
    if response.status_code in {301, 302}:
        return not re.search(r"/(accounts|admin)/login/", response["Location"])
    return response.status_code not in {401, 403, 404, 405}


def ask(client: Client, row: Row, name: str, arguments: dict, host: str) -> HttpResponse:
    """Ask for an address; a file is read to its end, which closes it."""
    address = reverse(name, kwargs=arguments)
    if row.method == "POST":
        response = client.post(address, headers={"host": host})
    else:
        response = client.get(address, row.query, headers={"host": host})
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def body_of(response: HttpResponse) -> str:
    return response.body.decode(errors="replace") + str(response.headers)


def host_of(side: str, name: str) -> str:
    """Public pages are asked for on the site whose object it is; staff work on their own site."""
    return "yuanshan.test" if side == "there" and name in PUBLIC | OFFICE else "testserver"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_gets_in(world, name):
    row, wrong, leaks = TABLE[name], [], []
    for side in ("here", "there"):
        arguments = row.args(getattr(world, side))
        expected = row.expected(side)
        for member in sorted(MEMBERS):
            with transaction.atomic():
                response = _as(world, member, row, name, arguments, host_of(side, name))
                text = body_of(response)
                transaction.set_rollback(True)
            if got_in(response) != (member in expected):
                wrong.append((side, member, response.status_code))
            leaks += [(side, member, m) for m, readers in world.markers.items() if m in text and member not in readers]
    assert wrong == []
    assert leaks == []


def _as(world: World, member: str, row: Row, name: str, arguments: dict, host: str) -> HttpResponse:
    response = ask(world.sessions.client(member), row, name, arguments, host)
    assert response.status_code < 500, (name, member, response.status_code)
    return response


def foreign(table: dict[str, Row]) -> list[str]:
    """Addresses of one object; a list or file of figures has an argument, and shows everybody their own."""
    others = set(PUBLIC) | {"oversight:office_list", "oversight:office_file", "requests_app:figures_file"}
    others |= {"oversight:organisation_list", "oversight:organisation_file"}
    return sorted(name for name, row in table.items() if row.args is not nothing and name not in others)


@pytest.mark.parametrize("name", foreign(TABLE))
def test_what_one_may_not_see_does_not_exist(world, name):
    """Staff of the first government get 404, never 403, for objects of the second: 403 would say that it is there."""
    row = TABLE[name]
    for member in sorted(STAFF & {"clerk", "reviewer", "officer", "sibling_clerk"}):
        if member in row.expected("there"):
            continue
        with transaction.atomic():
            response = _as(world, member, row, name, row.args(world.there), "testserver")
            transaction.set_rollback(True)
        missing = 404 if member in row.expected("here") else {403, 404}
        assert response.status_code in ({missing} if isinstance(missing, int) else missing), (member, name)


@pytest.mark.parametrize("name", sorted(n for n, r in PUBLIC.items() if r.args is not nothing))
def test_one_site_does_not_show_another(world, name):
    """An object of the second government is not found on the first one's site."""
    row = PUBLIC[name]
    if name in {
        "theme", "emblem", "catalog:area_detail", "api:area-detail", "disclosure:area_items",
        "disclosure:area_feed", "disclosure:site_map_section", "disclosure:normative_quarter",
        "disclosure:normative_quarter_csv", "disclosure:alert_confirm", "disclosure:alert_end",
        "oversight:power_table_file", "disclosure:kiosk_column",
    }:  # fmt: skip
        return  # the areas and columns are the same everywhere; what hangs on them is asked for by markers
    with transaction.atomic():
        response = ask(Client(), row, name, row.args(world.there), "testserver")
        transaction.set_rollback(True)
    assert response.status_code == 404


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_anonymous_pages_are_the_same_for_everybody(world, name):
    """No cookie is set, and nothing varies on one: a shared cache may hold every public page."""
    row = PUBLIC[name]
    with transaction.atomic():
        response = ask(Client(), row, name, row.args(world.here), "testserver")
        transaction.set_rollback(True)
    assert response.status_code < 500
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    "label", ["accounts", "agencies", "catalog", "disclosure", "requests_app", "oversight", "audit"]
)
def test_application_lists_name_only_what_one_may_open(world, label):
    for member in sorted(STAFF):
        with transaction.atomic():
            response = world.sessions.client(member).get(f"/admin/{label}/")
            transaction.set_rollback(True)
        models = {name for name in MODELS if name.startswith(f"{label}_")}
        may = {name for name in models if member in MODELS[name].lists}
        assert (response.status_code == 200) == bool(may), (member, label)

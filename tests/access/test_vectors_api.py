"""The API, endpoint by endpoint as the router lists them: another government's rows, filters and verbs."""

import pytest
from django.test import Client

from catalog.actions import assign_duty
from portal.config.api import router
from requests_app.actions import submit_topic
from tests.access.vectors import HOSTS, Planted, database, text_of, undone

pytestmark = pytest.mark.django_db

# What each endpoint shows of a side, and by which key: (detail key, what tells of the row). Areas belong to nobody.
SHOWN = {
    "agency": lambda side: (side.agency.code, side.agency.name),
    "area": None,
    "entry": lambda side: (side.entry.code, side.entry.code),
    "item": lambda side: (side.item.index_no, side.item.title),
    "topic-request": lambda side: (side.topic.number, side.topic.title),
}
ENDPOINTS = {basename: f"/api/v1/{prefix}/" for prefix, _viewset, basename in router.registry}
VIEWS = {basename: viewset for _prefix, viewset, basename in router.registry}
OWNED = sorted(name for name, shown in SHOWN.items() if shown)
SIDES = (("here", "there"), ("there", "here"))


def asked(side: str, address: str, **query: object):
    """An anonymous visitor of the site of a side."""
    return Client(headers={"host": HOSTS[side]}, raise_request_exception=False).get(address, query)


def signs_of(planted: Planted, side: str) -> list[str]:
    return [shown(planted.side(side))[1] for shown in SHOWN.values() if shown]


def test_every_endpoint_is_known():
    assert set(SHOWN) == set(ENDPOINTS)


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_list_is_of_the_government_whose_site_is_asked(planted: Planted, name):
    for side, other in SIDES:
        text = text_of(asked(side, ENDPOINTS[name]))
        assert [sign for sign in signs_of(planted, other) if sign in text] == []
        assert SHOWN[name] is None or SHOWN[name](planted.side(side))[1] in text


@pytest.mark.parametrize("name", OWNED)
def test_a_row_of_another_government_is_not_there(planted: Planted, name):
    for side, other in SIDES:
        key, sign = SHOWN[name](planted.side(other))
        address, missing = f"{ENDPOINTS[name]}{key}/", f"{ENDPOINTS[name]}no-such-row/"
        assert sign in text_of(asked(other, address))
        foreign, nothing = asked(side, address), asked(side, missing)
        assert foreign.status_code == nothing.status_code == 404
        assert foreign.content == nothing.content
        for query in ({"agency": planted.side(other).agency.code}, {"host": HOSTS[other]}, {"format": "api"}):
            assert sign not in text_of(asked(side, address, **query)).replace(key, "")


def filters_of(name: str) -> set[str]:
    filterset = getattr(VIEWS[name], "filterset_class", None)
    return set(filterset.get_filters()) if filterset else set()


FILTERED = {
    "agency": lambda side: side.agency.code,
    "entry": lambda side: side.entry.code,
    "area": lambda side: side.entry.area.number,
    "tier": lambda side: side.agency.tier,
    "kind": lambda side: None,  # of items and of agencies: see below
    "mode": lambda side: None,
    "stage": lambda side: None,
    "state": lambda side: side.topic.state,
    "since": lambda side: "2000-01-01",
    "until": lambda side: "2100-01-01",
}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_filter_that_names_another_government_gives_nothing(planted: Planted, name):
    """Also parameters that no filter has: they are not taken for one."""
    assert filters_of(name) <= set(FILTERED)
    for side, other in SIDES:
        foreign = planted.side(other)
        values = {field: FILTERED[field](foreign) for field in filters_of(name)}
        if "kind" in values:
            values["kind"] = foreign.item.kind if name == "item" else foreign.agency.kind
        invented = {
            "agency": foreign.agency.code, "agency__code": foreign.agency.code, "agency__path__startswith": "0",
            "government": foreign.government.code, "search": SHOWN["item"](foreign)[1], "ordering": "agency__path",
            "page_size": 1000, "limit": 1000, "format": "api", "host": HOSTS[other],
            "root_path": foreign.agency.root_path,
        }  # fmt: skip
        for field, value in (invented | {field: value for field, value in values.items() if value}).items():
            answer = asked(side, ENDPOINTS[name], **{field: value})
            text = text_of(answer).replace(str(value), "")
            assert [sign for sign in signs_of(planted, other) if sign in text] == [], (side, field)


NAMED = [(name, field) for name in OWNED for field in sorted(filters_of(name) & {"agency", "entry"})]


def test_there_are_filters_that_name_a_row():
    assert {("entry", "agency"), ("item", "agency"), ("item", "entry"), ("topic-request", "agency")} <= set(NAMED)


@pytest.mark.parametrize(("name", "field"), NAMED)
def test_a_foreign_filter_is_answered_as_one_for_nonsense(planted: Planted, name, field):
    for side, other in SIDES:
        value, own = FILTERED[field](planted.side(other)), FILTERED[field](planted.side(side))
        foreign, nonsense = (asked(side, ENDPOINTS[name], **{field: text}) for text in (value, "zzzz-nonsense"))
        assert foreign.json() == nonsense.json()
        assert foreign.json()["count"] == 0
        assert asked(side, ENDPOINTS[name], **{field: own}).json()["count"] > 0


def test_drafts_and_cases_are_in_no_answer(planted: Planted):
    """Not on the site of their own government either."""
    for side, _other in SIDES:
        case = planted.side(side)
        private = [
            case.draft.index_no,
            case.draft.title,
            case.request.number,
            case.request.subject,
            case.complaint.number,
        ]
        for name, address in ENDPOINTS.items():
            text = text_of(asked(side, address))
            assert [sign for sign in private if sign in text] == [], name
        for key in (case.draft.index_no, case.request.number):
            for address in ENDPOINTS.values():
                assert asked(side, f"{address}{key}/").status_code == 404


@pytest.mark.parametrize("name", sorted(SHOWN))
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(planted: Planted, name, method):
    """By nobody: a session is not even looked at, so a clerk's browser can be made to do nothing."""
    key = SHOWN[name](planted.world.here)[0] if SHOWN[name] else 1
    before = database()
    for member in (None, "clerk", "officer", "master", "root"):
        client = planted.client(member) if member else Client()
        for address in (ENDPOINTS[name], f"{ENDPOINTS[name]}{key}/"):
            data = {"title": "改了", "agency": planted.world.there.agency.pk}
            answer = getattr(client, method)(address, data, content_type="application/json")
            assert answer.status_code == 405, (member, address)
    assert database() == before


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_options_and_pages_for_people_list_no_choices(planted: Planted, name):
    """The browsable pages of the framework hold forms with everybody's rows; here there are none."""
    for side, other in SIDES:
        for member in (None, "master", "other_master"):
            client = planted.client(member, HOSTS[side]) if member else Client(headers={"host": HOSTS[side]})
            for answer in (
                client.options(ENDPOINTS[name]),
                client.get(ENDPOINTS[name], headers={"accept": "text/html"}),
                client.get(ENDPOINTS[name], {"format": "api"}),
                client.head(ENDPOINTS[name]),
            ):
                text = text_of(answer)
                assert [sign for sign in signs_of(planted, other) if sign in text] == []
                assert "text/html" not in answer.headers["Content-Type"] or answer.status_code == 404
            assert "actions" not in client.options(ENDPOINTS[name]).json()


def test_a_site_below_shows_what_is_below_it(planted: Planted):
    """A county's site: the city's catalog holds there, but who answers for it elsewhere in the city does not show."""
    cast, here = planted.world.cast, planted.world.here
    with undone():
        assign_duty(here.entry, agency=cast.water, by=cast.officer)
        topic = submit_topic(cast.water, by=None, key="topic-of-the-city", title="公开水价").case
        signs = [cast.water.code, cast.water.name, topic.number, topic.title]
        for name, address in ENDPOINTS.items():
            county, city = (
                text_of(Client(headers={"host": host}).get(address)) for host in (cast.county.host, "testserver")
            )
            assert [sign for sign in signs if sign in county] == [], name
            assert name in {"area", "item"} or [sign for sign in signs if sign in city], name
        entry = Client(headers={"host": cast.county.host}).get(f"{ENDPOINTS['entry']}{here.entry.code}/").json()
        assert [duty["agency"] for duty in entry["duties"]] == [cast.bureau.code]


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_who_is_signed_in_makes_no_difference(planted: Planted, name):
    """A list for a shared cache: the one who may read everything reads what everybody reads."""
    anonymous = text_of(asked("here", ENDPOINTS[name]))
    for member in ("clerk", "officer", "master", "other_master", "root"):
        assert text_of(planted.client(member, HOSTS["here"]).get(ENDPOINTS[name])) == anonymous

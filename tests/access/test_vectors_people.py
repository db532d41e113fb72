"""Whoever lost a right, never had one, or runs the server; and the verbs outside the admin with foreign names."""

import pytest

from portal.agencies.actions import close_account, revoke
from portal.agencies.models import AgencyUserObjectPermission
from tests.access.table import MODELS
from tests.access.vectors import (
    EVERYTHING,
    HOSTS,
    OWNED,
    READERS,
    REGISTERED,
    SIGNS,
    Planted,
    address,
    database,
    text_of,
    undone,
)

pytestmark = pytest.mark.django_db
WORKPLACES = ("/admin/", "/office/", "/office/overdue/", "/inbox/", "/accounts/", *(
    f"/admin/{label}/" for label in sorted({name.rsplit("_", 1)[0] for name in OWNED})
))  # fmt: skip


def met(planted, text, sides=("here", "there")):
    """What the text tells of any row of the sides, or of anybody's private words."""
    signs = {sign for side in sides for name in OWNED for sign in SIGNS[name](planted.row(name, side))}
    public = {planted.side(side).government.name for side in sides}  # in the frame of the site
    public |= {planted.people["root"].full_name}
    return sorted(sign for sign in (signs | set(planted.world.markers)) - public if sign in text)


@pytest.mark.parametrize("name", OWNED)
def test_a_superuser_without_grants_reads_and_writes_nothing(planted: Planted, name):
    """Whoever runs the server does not thereby read complaints or approve texts."""
    assert planted.people["root"].is_staff
    before, client = database(), planted.client("root")
    for side in READERS:
        pk = planted.row(name, side).pk
        for page in ("changelist", "add"):
            for response in (client.get(address(name, page)), client.post(address(name, page), {"action": "x"})):
                assert response.status_code == 403
                assert met(planted, text_of(response)) == []
        for page in ("change", "history", "delete"):
            for response in (
                client.get(address(name, page, pk)),
                client.post(address(name, page, pk), {"post": "yes"}),
            ):
                assert response.status_code in {403, 404}
                assert met(planted, text_of(response)) == []
    assert database() == before


def test_a_superuser_without_grants_finds_empty_workplaces(planted: Planted):
    for place in WORKPLACES:
        for host in HOSTS.values():
            assert met(planted, text_of(planted.client("root", host).get(place))) == [], place
    assert met(planted, text_of(planted.client("master").get("/office/"))) != []


@pytest.mark.parametrize("name", OWNED)
def test_a_right_that_was_taken_is_gone_with_the_next_request(planted: Planted, name):
    """In a browser that stays signed in, on the page that was open a moment ago."""
    row, client = planted.row(name, "here"), planted.client("master")
    pages = [address(name, "changelist"), address(name, "change", row.pk), address(name, "history", row.pk)]
    with undone():
        assert [client.get(page).status_code for page in pages] == [200, 200, 200]
        revoke(EVERYTHING, of=planted.people["master"], on=planted.world.cast.city, by=None)
        before = database()
        answers = [client.get(page) for page in pages] + [client.post(page, {"post": "yes"}) for page in pages]
        assert [answer.status_code for answer in answers] == [403, 404, 404] * 2
        assert [met(planted, text_of(answer)) for answer in answers] == [[]] * 6
        assert database() == before


@pytest.mark.parametrize("name", OWNED)
def test_one_right_that_was_taken_closes_what_it_opened(planted: Planted, name):
    """The permission that opens the rows, while every other stays."""
    row, client = planted.row(name, "here"), planted.client("master")
    opening = {"user": planted.people["master"], "permission__codename": REGISTERED[name].view_permission}
    with undone():
        assert AgencyUserObjectPermission.objects.filter(**opening).delete()[0]
        response = client.get(address(name, "changelist"))
        assert response.status_code == 403 or list(response.context["cl"].result_list) == []
        assert client.get(address(name, "change", row.pk)).status_code == 404


@pytest.mark.parametrize("member", ["clerk", "reviewer", "head", "officer", "supervisor", "admin", "master", "root"])
def test_a_disabled_account_is_out_with_the_next_request(planted: Planted, member):
    """On every page at once: one is led to the log-in page, which says nothing."""
    client = planted.client(member)
    lists = [address(name, "changelist") for name in OWNED if member in MODELS[name].lists | {"master"}]
    places = [*WORKPLACES[:1], "/inbox/", "/accounts/", *lists]
    with undone():
        assert {client.get(place).status_code for place in places if place != "/office/"} == {200} or member == "root"
        user = planted.people[member]
        if member == "root":
            user.__class__.objects.filter(pk=user.pk).update(is_active=False)
        else:
            close_account(user, by=planted.people["master"] if member != "master" else user)
        before = database()
        for place in places:
            for answer in (client.get(place), client.post(place, {"action": "delete_selected", "post": "yes"})):
                assert answer.status_code in {302, 405}, place
                assert answer.status_code == 405 or "/login/" in answer["Location"], place
                assert met(planted, text_of(answer)) == []
        assert planted.client(member).get(address("disclosure_item", "add")).status_code == 302
        assert database() == before


def _assessed(side):
    return f"/office/assessments/{side.government.code}/2026/{side.agency.code}/"


VERBS = {
    "measure": lambda side: f"{_assessed(side)}measure/",
    "score": lambda side: f"{_assessed(side)}score/{side.indicator.position}/",
    "bonus": lambda side: f"{_assessed(side)}bonus/",
    "finalise": lambda side: f"{side.told_scheme.get_absolute_url()}finalise/",
    "object": lambda side: f"{side.told.own_address()}object/1/",
    "read a notice": lambda side: f"/inbox/{side.notice.public_id}/read/",
    "supplement": lambda side: f"/my/requests/{side.request.number}/supplement/",
    "withdraw a request": lambda side: f"/my/requests/{side.request.number}/withdraw/",
}
PAGES = {
    "assessment": _assessed,
    "scheme": lambda side: side.scheme.get_absolute_url(),
    "own assessment": lambda side: side.told.own_address(),
    "office agency": lambda side: f"/office/agencies/{side.agency.code}/",
    "office request": lambda side: f"/office/requests/{side.request.number}/",
    "office list": lambda side: f"/office/lists/requests-open/?agency={side.agency.code}",
    "office duties": lambda side: f"/office/lists/duties-overdue/?agency={side.agency.code}",
    "my request": lambda side: f"/my/requests/{side.request.number}/",
}
WORDS = {"i2-value": "50", "i2-reason": "理由", "value": "50", "reason": "理由", "text": "补正", "confirm": "on"}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verbs_outside_the_admin_do_not_reach_a_foreign_row(planted: Planted, verb):
    """On either site: the host is chosen by whoever asks."""
    before = database()
    for side, members in {
        "there": ("master", "sibling_master", "clerk", "officer", "supervisor", "admin", "root"),
        "here": ("other_master", "other_clerk", "other_officer", "sibling_master", "sibling_clerk", "root"),
    }.items():
        for member in members:
            for host in HOSTS.values():
                answer = planted.client(member, host).post(VERBS[verb](planted.side(side)), WORDS)
                assert answer.status_code == 404, (side, member, host)
    assert database() == before


def test_the_rightful_ones_reach_them(planted: Planted):
    """The same addresses, and the same words, from those whose row it is: nothing above is refused for its form."""
    for side, reader, owner in (("here", "master", "clerk"), ("there", "other_master", "other_clerk")):
        for verb in ("measure", "score", "read a notice"):
            with undone():
                before = database()
                member = owner if verb == "read a notice" else reader
                answer = planted.client(member).post(VERBS[verb](planted.side(side)), WORDS)
                assert answer.status_code in {200, 302}, (side, verb)
                assert database() != before, (side, verb)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_pages_outside_the_admin_do_not_show_a_foreign_row(planted: Planted, page):
    for side, members in {
        "there": ("master", "sibling_master", "officer", "supervisor", "admin", "root"),
        "here": ("other_master", "other_officer", "sibling_clerk", "root"),
    }.items():
        for member in members:
            for host in HOSTS.values():
                answer = planted.client(member, host).get(PAGES[page](planted.side(side)))
                assert answer.status_code == 404, (side, member, host)

"""Rows of others by their primary key: pages, histories, verbs, actions, deletions — for every model of the admin."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import groupby, islice

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, reverse
from django.utils import timezone

from catalog.models import Area
from portal.agencies.scoped_admin import ScopedAdmin, SharedAdmin
from tests.access.table import MODELS
from tests.access.vectors import (
    MISSING,
    OWNED,
    READERS,
    REGISTERED,
    SIGNS,
    Planted,
    address,
    attackers,
    database,
    name_of,
    sides,
    text_of,
    undone,
)

pytestmark = pytest.mark.django_db
KEEN = {"master", "sibling_master", "other_master", "clerk", "sibling_clerk", "officer", "other_clerk", "other_officer"}
WITHOUT_A_ROW = {
    "catalog_catalogentry_import", "catalog_catalogentry_confirm",  # asked for in test_vectors_import.py
    # asked for in disclosure/test_bulk_import.py
    "disclosure_item_import", "disclosure_item_import_confirm", "disclosure_item_import_template",
    "disclosure_item_guides",  # asked for in disclosure/test_guide.py
    # keys of rows of another kind; the access table asks for them
    "disclosure_consultation_set_up", "disclosure_survey_set_up", "disclosure_item_discard",
    "disclosure_hearing_set_up",
    # asked for in requests_app/test_bulk_intake.py
    "requests_app_disclosurerequest_intake", "requests_app_disclosurerequest_intake_confirm",
    "requests_app_disclosurerequest_intake_template",
}  # fmt: skip

WORDS = {
    "post": "yes", "reason": "理由", "text": "文字", "facts": "事实", "words": "文字", "verb": "close", "days": "5",
    "on": "2026-01-05", "value": "50", "working_days": "9", "title": "改了", "name": "改了", "level1": "改了",
    "places": "档案室", "terms": "低保", "result": "没有", "party": "某公司", "letter": "函", "points": "补正",
    "delivered_on": "2026-01-05", "respond_by": "2027-01-05", "outcome": "none", "grounds": "理由", "remedies": "救济",
    "ground": "1", "body": "改了",
}  # fmt: skip


def test_every_model_is_known():
    """A new model of the admin stands in the table and says what tells of its rows, or nothing here passes."""
    assert {name_of(model) for model in admin.site._registry} == set(MODELS)
    assert set(OWNED) == set(SIGNS)


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_every_model_is_owned_or_tells_nothing_of_anybody(name):
    page = REGISTERED[name]
    assert isinstance(page, ScopedAdmin | SharedAdmin)
    if isinstance(page, SharedAdmin):
        assert [field.name for field in page.model._meta.get_fields() if field.concrete and field.is_relation] == []
        for inline in page.inlines:  # rows of the page's own row, which lead nowhere else but to shared ones
            related = {field.related_model for field in inline.model._meta.concrete_fields if field.is_relation}
            assert related <= {page.model, Area}


@pytest.mark.parametrize("name", OWNED)
def test_the_rightful_reader_reads_it(planted: Planted, name):
    """Without this, nothing below could leak."""
    for side, reader in READERS.items():
        row = planted.row(name, side)
        for page in (address(name, "changelist"), address(name, "change", row.pk)):
            response = planted.client(reader).get(page)
            assert response.status_code == 200
            assert [sign for sign in SIGNS[name](row) if sign in text_of(response)], (side, page)


@pytest.mark.parametrize("name", OWNED)
def test_lists_show_nothing_foreign(planted: Planted, name):
    for side, members in sides(name):
        signs = SIGNS[name](planted.row(name, side))
        for member in members:
            odd = ("?all=", "?o=-1", "?_popup=1", "?_to_field=id", "?_facets=True") if "master" in member else ()
            for query in ("", *odd):
                response = planted.client(member).get(address(name, "changelist") + query)
                text = text_of(response)
                assert [sign for sign in planted.strange_to(member) if sign in text] == [], (side, member, query)
                # the page that refuses is a public one and names the government of the site
                assert response.status_code == 403 or not [sign for sign in signs if sign in text], (side, member)


def pages_of_a_row(name: str) -> list[str]:
    """Names of the addresses that take the key of one row and nothing else: the standard three, and every verb."""
    urls = [url for url in REGISTERED[name].get_urls() if isinstance(url, URLPattern) and url.name]
    named = {url.name for url in urls if len(url.pattern.converters) == 1}
    return sorted(url.removeprefix(f"{name}_") for url in named - WITHOUT_A_ROW)


def test_there_are_verbs_to_ask_for():
    assert {"submit", "withdraw", "difference"} <= set(pages_of_a_row("disclosure_item"))
    assert {"decide", "approve", "note"} <= set(pages_of_a_row("requests_app_disclosurerequest"))
    assert "trigger" in pages_of_a_row("catalog_duty")


@pytest.mark.parametrize("name", OWNED)
def test_a_foreign_row_is_answered_as_one_that_is_not_there(planted: Planted, name):
    """Change, history, delete and every verb, read and posted: the same refusal, word for word, and nothing written.

    The verbs are tried by those whom only the place of the row can stop.
    """
    before = database()
    for side, members in sides(name):
        row = planted.row(name, side)
        for member in KEEN.intersection(members):
            pages = pages_of_a_row(name) if "master" in member else ["change", "delete", "history"]
            for page in pages:
                foreign, nothing = (_asked(planted, member, address(name, page, pk)) for pk in (row.pk, MISSING))
                assert foreign == nothing, (side, member, page)
                statuses = {status for status, _text in foreign}
                other = {"delete": {403}, "autosave": {405}, "presence": {405}}.get(page, set())
                assert statuses <= {404} | other, (side, member, page, statuses)
        for member in set(members) - KEEN:
            answers = _asked(planted, member, address(name, "change", row.pk))
            assert [status for status, _text in answers] == [404, 404], (side, member)
    assert database() == before


def _asked(planted, member, place):
    client = planted.client(member)
    return [(answer.status_code, text_of(answer).replace(place, "…")) for answer in (
        client.get(place), client.post(place, WORDS)
    )]  # fmt: skip


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_nothing_is_deleted_and_no_cascade_is_listed(planted: Planted, name):
    """Not even an area or a ground, on which the rows of every government hang."""
    before = database()
    for side in ("here", "there"):
        place = address(name, "delete", planted.row(name, side).pk)
        for member in planted.people:
            client = planted.client(member)
            for response in (client.get(place), client.post(place, {"post": "yes"})):
                assert response.status_code == 403, (side, member)
                assert [sign for sign in planted.strange_to(member) if sign in text_of(response)] == []
    assert database() == before


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_actions_and_lists_that_can_be_edited_do_not_reach_a_foreign_row(planted: Planted, name):
    before, page = database(), REGISTERED[name]
    rows = [planted.row(name, side).pk for side in ("here", "there")]
    names = {"delete_selected", *(getattr(action, "__name__", action) for action in page.actions or ())}
    foreign = list(sides(name))
    for member in ("master", "sibling_master", "other_master", "clerk", "officer", "admin", "other_officer", "root"):
        for action in names:
            for confirmed in ({}, {"post": "yes"}, {"select_across": "1"}):
                data = {"action": action, "index": "0", "_selected_action": rows} | confirmed
                strange = [planted.row(name, side).pk for side, members in foreign if member in members]
                kept = page.model._base_manager.filter(pk__in=strange).order_by("pk").values()
                was = list(kept)
                # what is done to one's own row is one's own business; deleting is nobody's
                with nullcontext() if action == "delete_selected" else undone():
                    text = text_of(planted.client(member).post(address(name, "changelist"), data))
                    assert list(kept.all()) == was, (member, action)
                assert [sign for sign in planted.strange_to(member) if sign in text] == [], member
        edited = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": rows[1], "_save": "1"} | {
            f"form-0-{word}": value for word, value in WORDS.items()
        }
        text_of(planted.client(member).post(address(name, "changelist"), edited))
    assert database() == before


def log(user, model, pk, marker, flag=CHANGE):
    """An entry such as Django's admin writes: it stays behind when its writer moves to another agency."""
    LogEntry.objects.create(
        user=user, content_type=ContentType.objects.get_for_model(model), object_id=pk, object_repr=marker,
        change_message=marker, action_flag=flag, action_time=timezone.now(),
    )  # fmt: skip


LOGGED = "MARK-LOGGED-KRAM"


@pytest.mark.parametrize("name", OWNED)
def test_a_history_tells_nothing_of_a_foreign_row(planted: Planted, name):
    """Nor of a deleted one; and the rightful reader reads what the others do not."""
    model = REGISTERED[name].model
    for side, reader in READERS.items():
        row = planted.row(name, side)
        with undone():
            log(planted.people[reader], model, row.pk, LOGGED)
            log(planted.people[reader], model, MISSING, LOGGED, DELETION)
            assert LOGGED in text_of(planted.client(reader).get(address(name, "history", row.pk)))
            for member in attackers(name, side):
                for pk in (row.pk, MISSING):
                    page = address(name, "history", pk)
                    assert LOGGED not in text_of(planted.client(member).get(page)), (side, member, page)


def bundles(names: list[str], size: int = 4) -> Iterator[list[str]]:
    """Models of one app, so few that all of what is logged of them stands among the ten recent actions."""
    for _label, group in groupby(sorted(names), key=lambda name: name.rpartition("_")[0]):
        while bundle := list(islice(group, size)):
            yield bundle


@pytest.mark.parametrize("side", READERS)
def test_recent_actions_tell_nothing_of_foreign_rows(planted: Planted, side):
    """Neither of those that others touched nor of those one touched oneself and may not look at any more."""
    kept_out: dict[str, list[str]] = {}
    for name in OWNED:
        for member in attackers(name, side):
            kept_out.setdefault(member, []).append(name)
    for member, names in kept_out.items():
        for bundle in bundles(names):
            with undone():
                for name in bundle:
                    model = REGISTERED[name].model
                    for user in (planted.people[member], planted.people[READERS[side]]):
                        log(user, model, planted.row(name, side).pk, LOGGED)
                        log(user, model, MISSING, LOGGED, DELETION)
                for place in ("/admin/", f"/admin/{model._meta.app_label}/"):
                    assert LOGGED not in text_of(planted.client(member).get(place)), (member, bundle, place)


def test_nobody_is_sent_to_the_address_of_an_object(planted: Planted):
    """Django's `view on site` tells any staff member where any object lives."""
    shown = planted.world.there.item
    assert shown.get_absolute_url()
    for model in {*(page.model for page in REGISTERED.values()), type(shown)}:
        kind = ContentType.objects.get_for_model(model).pk
        for side in ("here", "there"):
            pk = shown.pk if model is type(shown) else planted.row(name_of(model), side).pk
            for member in ("master", "other_master", "clerk"):
                response = planted.client(member).get(f"/admin/r/{kind}/{pk}/")
                assert response.status_code == 404, (model, member)
    page = reverse("admin:disclosure_item_change", args=[planted.world.here.item.pk])
    assert re.search(r"/admin/r/\d", text_of(planted.client("master").get(page))) is None

"""Questions that a list, a search or an autocomplete could answer about rows it does not show."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.test import RequestFactory

from portal.agencies.actions import grant
from portal.agencies.models import Agency, AgencyGroupObjectPermission, AgencyUserObjectPermission
from portal.agencies.roles import ROLES
from tests.access.recipes import government_of
from tests.access.vectors import (
    OWNED,
    READERS,
    REGISTERED,
    SECOND,
    SIGNS,
    Planted,
    address,
    attackers,
    text_of,
    undone,
)
from tests.cast import person

pytestmark = pytest.mark.django_db
PEOPLE = (
    "master",
    "sibling_master",
    "other_master",
    "clerk",
    "reviewer",
    "officer",
    "supervisor",
    "admin",
    "other_officer",
)


def listed(planted: Planted, member: str, name: str, query: str = ""):
    return planted.client(member).get(address(name, "changelist") + query)


def choices_in(response):
    """Every choice of every filter in the side bar: the value it asks for, and the words it stands under."""
    found = []
    for spec in response.context["cl"].filter_specs:
        for choice in spec.choices(response.context["cl"]):
            asked = dict(parse_qsl(urlsplit(choice["query_string"]).query))
            found.append((spec, asked, str(choice["display"])))
    return found


@pytest.mark.parametrize("name", OWNED)
def test_filters_beside_a_list_offer_only_what_is_ones_own(planted: Planted, name):
    """Rows and values alike: the years of somebody else's schemes are nobody's business."""
    for member in PEOPLE:
        response = listed(planted, member, name)
        if response.status_code != 200:
            continue
        place = planted.place(member)
        for spec, asked, words in choices_in(response):
            assert words not in planted.strange_to(member), (member, words)
            assert words != "2019" or member in SECOND
            target = getattr(getattr(spec, "field", None), "related_model", None)
            for lookup, value in asked.items():
                if target is not None and lookup.endswith("exact") and lookup in spec.expected_parameters():
                    row = target._base_manager.get(pk=value)
                    assert government_of(row) in {None, place.root_path}, (member, row)


def test_there_are_filters_that_could_leak(planted: Planted):
    """The rightful reader is offered what the others are not."""
    offered = {words for _spec, _asked, words in choices_in(listed(planted, "other_master", "oversight_assessment"))}
    assert "2019" in offered
    for name in ("disclosure_item", "requests_app_disclosurerequest", "catalog_duty"):
        offered = {words for _spec, _asked, words in choices_in(listed(planted, "other_master", name))}
        assert planted.world.there.agency.name in offered


def paths_from(model: type[models.Model], depth: int = 2) -> list[str]:
    """Every column and every relation that can be named from a model, both ways, `depth` steps far."""
    found = []
    for field in model._meta.get_fields():
        found.append(field.name)
        if depth > 1 and field.is_relation and field.related_model is not None:
            found += [f"{field.name}__{further}" for further in paths_from(field.related_model, depth - 1)]
    return found


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_a_list_answers_no_question_that_no_filter_of_it_asks(planted: Planted, name):
    """`?agency__name__startswith=`, `?identity_number__regex=`, `?handler__password__gt=`: refused as a bad request."""
    page = REGISTERED[name]
    request = RequestFactory().get("/")
    request.user = planted.people["master"]
    offered = {entry[0] if isinstance(entry, tuple) else entry for entry in page.list_filter}
    others = [path for path in paths_from(page.model) if path.removesuffix("__id") not in offered]
    named = sorted(path for path in offered if isinstance(path, str))
    questions = [f"{path}{lookup}" for path in others for lookup in ("", "__exact", "__startswith", "__isnull", "__in")]
    questions += [f"{path}__{lookup}" for path in named for lookup in ("startswith", "regex", "name__startswith", "in")]
    assert [asked for asked in questions if page.lookup_allowed(asked, "1", request)] == []
    assert listed(planted, "master", name).status_code == 200
    for asked in {*questions[::40], *(f"{path}__startswith" for path in others if "__name" in path)}:
        assert listed(planted, "master", name, f"?{asked}=1").status_code == 400, asked


@pytest.mark.parametrize("name", OWNED)
def test_a_list_answers_what_its_own_links_ask(planted: Planted, name):
    """Every choice of every filter, and the years and months above a list: strictness must not break them."""
    response = listed(planted, "master", name)
    queries = re.findall(r'href="(\?[^"]+)"', response.content.decode())
    assert queries
    for query in sorted(set(queries)):
        assert listed(planted, "master", name, html.unescape(query)).status_code == 200, query


@pytest.mark.parametrize("name", OWNED)
def test_a_filter_with_a_foreign_value_finds_nothing(planted: Planted, name):
    """The lookups that are offered, asked with the foreign row's own values and posted by hand."""
    page = REGISTERED[name]
    foreign, reader, found = planted.row(name, "there"), "other_master", 0
    for path in (entry[0] if isinstance(entry, tuple) else entry for entry in page.list_filter):
        if not isinstance(path, str):
            continue
        value = value_at(foreign, path)
        lookup = f"{path}__id__exact" if isinstance(value, models.Model) else f"{path}__exact"
        query = f"?{lookup}={getattr(value, 'pk', value)}"
        own = listed(planted, reader, name, query)
        found += own.status_code == 200 and any(sign in text_of(own) for sign in SIGNS[name](foreign))
        for member in set(PEOPLE) - {reader, "other_officer"}:
            text = text_of(listed(planted, member, name, query))
            assert [sign for sign in planted.strange_to(member) if sign in text] == [], (member, query)
    assert found or not any(isinstance(entry, str | tuple) for entry in page.list_filter)


@pytest.mark.parametrize("name", [name for name in OWNED if REGISTERED[name].search_fields])
def test_a_search_for_what_is_foreign_finds_and_counts_nothing(planted: Planted, name):
    nonsense = {member: listed(planted, member, name, "?q=zzzz-nonsense") for member in PEOPLE}
    hits, totals = 0, {member: answer.context["cl"] for member, answer in nonsense.items() if answer.status_code == 200}
    for side, reader in READERS.items():
        row = planted.row(name, side)
        for path in REGISTERED[name].search_fields:
            asked = value_at(row, path)
            hits += row in listed(planted, reader, name, f"?q={asked}").context["cl"].result_list
            for member in totals.keys() & set(attackers(name, side)):
                answer, total = listed(planted, member, name, f"?q={asked}").context["cl"], totals[member]
                assert row not in answer.result_list, (member, path)
                assert answer.full_result_count == total.full_result_count
                assert answer.show_full_result_count == total.show_full_result_count
    assert hits


def value_at(row, path):
    for step in path.split("__"):
        row = getattr(row, step)
    return row


def test_a_search_does_not_reach_what_the_list_hides(planted: Planted):
    """An identity number is masked in the list; a search for it must not unmask it digit by digit."""
    case = planted.world.here.request
    for member in ("clerk", "reviewer", "head", "officer", "master"):
        assert listed(planted, member, "requests_app_disclosurerequest", f"?q={case.number}").context["cl"].result_count
        for secret in (case.identity_number, case.identity_number[:6], case.phone):
            answer = listed(planted, member, "requests_app_disclosurerequest", f"?q={secret}")
            assert answer.context["cl"].result_count == 0
    complaint = planted.world.here.complaint
    for secret in (complaint.name, complaint.contact, complaint.text):
        assert listed(planted, "officer", "oversight_complaint", f"?q={secret}").context["cl"].result_count == 0


@pytest.mark.parametrize("name", OWNED)
def test_another_column_does_not_lead_to_a_row(planted: Planted, name):
    """`?_to_field=` opens a row by any unique column, a popup closes with a column of it."""
    row, client = planted.row(name, "there"), planted.client("master")
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        answer = client.get(f"{address(name, 'change', value or 0)}?_to_field={field.name}")
        text = text_of(answer).replace(str(value), "")
        assert [sign for sign in SIGNS[name](row) if sign in text and sign not in str(value)] == [], field
        if not field.unique:
            assert client.get(f"{address(name, 'changelist')}?_to_field={field.name}").status_code == 400, field


def autocompleted(planted, member, field):
    named = {"app_label": field.model._meta.app_label, "model_name": field.model._meta.model_name}
    return planted.client(member).get("/admin/autocomplete/", named | {"field_name": field.name, "term": ""})


def words_of(answer):
    return str(answer.json()) if answer.status_code == 200 else ""


def test_autocomplete_knows_nothing_foreign(planted: Planted):
    """For every relation that leads to a model of the admin; the rightful reader is answered."""
    leading = [f for model in apps.get_models() for f in model._meta.fields if f.related_model in admin.site._registry]
    there, answered = planted.world.there, 0
    for field in leading:
        answered += there.agency.name in words_of(autocompleted(planted, "other_master", field))
        for member in ("master", "clerk"):
            answer = autocompleted(planted, member, field)
            assert answer.status_code in {200, 403, 404}
            assert [sign for sign in planted.strange_to(member) if sign in words_of(answer)] == [], (member, field)
    assert answered


@pytest.mark.parametrize("is_shared", [False, True])
def test_an_account_that_serves_elsewhere_too_is_not_ones_own(planted: Planted, is_shared):
    """Be it by a grant of its own or through a group: the administrator of one place would read about the other."""
    cast = planted.world.cast
    with undone():
        user = person("wanderer", "游走的人")
        grant(ROLES["clerk"], to=user, on=cast.bureau, by=None)
        place = address("accounts_user", "change", user.pk)
        assert planted.client("admin").get(place).status_code == 200
        right = AgencyUserObjectPermission.objects.filter(user=user)[0].permission
        where = {"permission": right, "content_object": cast.other_government}
        if is_shared:
            group = Group.objects.create(name="远山")
            user.groups.add(group)
            AgencyGroupObjectPermission.objects.create(group=group, **where)
        else:
            AgencyUserObjectPermission.objects.create(user=user, **where)
        assert Agency.objects.managed_by(user).filter(pk=cast.other_bureau.pk).exists()
        assert planted.client("admin").get(place).status_code == 404
        assert user.full_name not in text_of(listed(planted, "admin", "accounts_user"))

"""Forms: what they offer to choose, and ids, columns and children of others that are posted into one's own row."""

import pytest
from django.contrib import admin
from django.forms import ModelChoiceField
from django.test import RequestFactory

from catalog.models import CatalogEntry, Duty
from catalog.permissions import Permission
from portal.agencies.scoped_admin import ScopedAdmin
from tests.access.recipes import ADDED, TAKEN_THERE, foreign_rows, government_of
from tests.access.vectors import (
    MISSING,
    OWNED,
    READERS,
    REGISTERED,
    SIGNS,
    Planted,
    address,
    database,
    forms_of,
    text_of,
    typed,
    undone,
)

pytestmark = pytest.mark.django_db
READ_ONLY = {
    "accounts_user", "audit_auditevent", "workdays_calendarday", "requests_app_disclosurerequest",
    "requests_app_topicrequest", "oversight_complaint", "oversight_assessment", "oversight_annualreport",
    "catalog_withheldentry", "disclosure_consultation",
    "disclosure_survey", "disclosure_hearing", "requests_app_looktally", "requests_app_satisfaction",
    "requests_app_transfer", "requests_app_proposal",
}  # fmt: skip
SHARED = {"Area", "NegativeGround"}
INLINES = [(name, inline.model._meta.model_name) for name in OWNED for inline in REGISTERED[name].inlines]


def choices_of(response):
    """Fields of a page that choose among rows, by their name in the form."""
    fields = [(field.html_name, field.field) for form in forms_of(response) for field in form]
    return {name: field for name, field in fields if isinstance(field, ModelChoiceField)}


def test_every_form_is_known(planted: Planted):
    """A model that somebody may add has a recipe, or nothing could be posted into it here."""
    adding = {name for name in OWNED if planted.client("master").get(address(name, "add")).status_code == 200}
    assert adding == set(ADDED)


@pytest.mark.parametrize("name", OWNED)
def test_selects_offer_only_what_is_ones_own(planted: Planted, name):
    """On the form to add, on one's own row, and in the rows below it."""
    pages = [address(name, "add"), *(address(name, "change", planted.row(name, side).pk) for side in READERS)]
    offered = 0
    for member in planted.people:
        place = planted.place(member)
        for page in pages:
            response = planted.client(member).get(page)
            assert [sign for sign in planted.strange_to(member) if sign in text_of(response)] == [], (member, page)
            for field, choice in choices_of(response).items():
                for row in choice.queryset:
                    offered += 1
                    assert government_of(row) in {None, place.root_path}, (member, page, field, row)
                    if row._meta.model_name == "agency":
                        assert row.is_under(place), (member, page, field, row)
    assert offered or name not in ADDED


def test_a_page_that_says_nothing_of_its_choices_offers_ones_own(planted: Planted):
    """What a new model gets without a line of its own: rows through their door, and none that have no door."""
    page, request = Plain(Duty, admin.site), RequestFactory().get("/")
    there, here = planted.world.there, planted.world.here
    for member, own, foreign in (("master", here, there), ("other_master", there, here)):
        request.user = planted.people[member]
        for field, row in (("entry", "entry"), ("agency", "agency")):
            offered = page.formfield_for_foreignkey(Duty._meta.get_field(field), request).queryset
            assert getattr(own, row) in offered
            assert getattr(foreign, row) not in offered
    with pytest.raises(LookupError):
        Plain(CatalogEntry, admin.site).formfield_for_foreignkey(CatalogEntry._meta.get_field("area"), request)


class Plain(ScopedAdmin):
    view_permission = edit_permission = Permission.MANAGE_CATALOG


def sent(planted, name, **changed):
    return planted.client("master").post(address(name, "add"), ADDED[name](planted) | changed)


@pytest.mark.parametrize("name", sorted(ADDED))
def test_a_foreign_id_is_refused_beside_its_field(planted: Planted, name):
    """The same form goes through with one's own id, so nothing but the id is refused."""
    fields = choices_of(planted.client("master").get(address(name, "add")))
    own = {field for field, choice in fields.items() if choice.queryset.model.__name__ not in SHARED}
    own = {field for field in own if not field.endswith("-id")}  # of a child: see below
    assert own
    before = database()
    for field in sorted(own):
        for row in foreign_rows(planted, fields[field].queryset.model):
            response = sent(planted, name, **{field: row.pk})
            assert response.status_code == 200
            assert [error for form in forms_of(response) for error in form.errors] == [field], (field, row)
            assert [sign for sign in planted.strange_to("master") if sign in text_of(response)] == []
    assert database() == before
    with undone():
        assert sent(planted, name).status_code == 302
        assert database() != before


@pytest.mark.parametrize("name", ["disclosure_item", "requests_app_disclosurerequest"])
@pytest.mark.parametrize("member", ["clerk", "sibling_clerk", "sibling_master"])
def test_the_bureau_next_door_is_as_foreign(planted: Planted, name, member):
    cast, before = planted.world.cast, database()
    own = cast.bureau if member == "clerk" else cast.sibling
    for agency in {cast.bureau, cast.sibling, cast.county, cast.city, cast.other_bureau} - {own}:
        data = ADDED[name](planted) | {"agency": agency.pk}
        response = planted.client(member).post(address(name, "add"), data)
        assert response.status_code == 200
        assert "agency" in forms_of(response)[0].errors, agency
    assert database() == before
    with undone():
        data = ADDED[name](planted) | {"agency": own.pk}
        assert planted.client(member).post(address(name, "add"), data).status_code == 302


def columns_of(planted, name):
    """Every column of the model with the value of the foreign row, whether or not the form has the field."""
    foreign = planted.row(name, "there")
    stolen = {"parent": planted.world.cast.other_government.pk, "government": planted.world.cast.other_government.pk}
    for field in foreign._meta.concrete_fields:
        if not field.primary_key and (value := field.value_from_object(foreign)) not in (None, ""):
            stolen[field.name] = value
    return stolen


@pytest.mark.parametrize("name", OWNED)
def test_columns_that_the_form_does_not_offer_are_not_taken(planted: Planted, name):
    """POST agency=<foreign>, path=<foreign>, state=<any>… with one's own form otherwise unchanged."""
    row = planted.row(name, "here")
    page = address(name, "change", row.pk)
    form = planted.client("master").get(page)
    kept = typed(form)
    stored = row._meta.model._base_manager.filter(pk=row.pk)
    before, stolen, own = stored.values().get(), columns_of(planted, name), planted.row(name, "there")
    there = own._meta.model._base_manager.filter(pk=own.pk).values().get()
    hidden = {
        field: value for field, value in stolen.items() if field not in {f.html_name for x in forms_of(form) for f in x}
    }
    assert hidden or name == "oversight_assessmentscheme"  # its form offers every column
    with undone():
        response = planted.client("master").post(page, kept | {"_continue": "1"} | hidden)
        assert response.status_code == (403 if name in READ_ONLY else 302), forms_of(response)[0].errors
        after = stored.values().get()
        changed = {column for column in before if before[column] != after[column]} - {"changed_at"}
        assert changed == set()
        assert own._meta.model._base_manager.filter(pk=own.pk).values().get() == there
    with undone():
        response = planted.client("master").post(page, kept | stolen)
        assert [
            sign for sign in SIGNS[name](own) if sign in text_of(response) and sign not in map(str, stolen.values())
        ] == []
        for field in row._meta.concrete_fields:
            if field.is_relation and field.name in stolen and field.remote_field.model.__name__ not in SHARED:
                assert stored.values().get()[field.attname] == before[field.attname], field.name
        assert own._meta.model._base_manager.filter(pk=own.pk).values().get() == there


@pytest.mark.parametrize(("name", "child"), INLINES)
def test_children_of_another_row_are_not_reached(planted: Planted, name, child):
    """A formset with the primary key of somebody else's child is answered as one with a key that does not exist."""
    inline = next(entry for entry in REGISTERED[name].inlines if entry.model._meta.model_name == child)
    parent, stranger = planted.row(name, "here"), planted.row(name, "there")
    link = next(
        field for field in inline.model._meta.fields if field.remote_field and field.related_model is type(parent)
    )
    foreign = inline.model._base_manager.filter(**{link.name: stranger})[0]
    page, prefix = address(name, "change", parent.pk), link.remote_field.get_accessor_name()
    kept, before = typed(planted.client("master").get(page)), database()
    for chosen in (parent.pk, stranger.pk):
        answers = []
        for pk in (foreign.pk, MISSING):
            line = columns_of_child(foreign) | {inline.model._meta.pk.name: pk, link.name: chosen, "DELETE": "on"}
            posted = {f"{prefix}-{field}": value for field, value in {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1}.items()}
            posted |= {f"{prefix}-0-{field}": value for field, value in line.items()}
            with undone():
                response = planted.client("master").post(page, kept | posted)
                assert type(foreign)._base_manager.filter(pk=foreign.pk).values().get() == stored(foreign)
                answers.append((response.status_code, errors_of(response)))
        assert answers[0] == answers[1], chosen
    assert database() == before


def errors_of(response):
    return [str(form.errors) for form in forms_of(response)]


def columns_of_child(row):
    values = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
    return {name: f"{value}x" if name in {"name", "text"} else value for name, value in values.items() if value}


def stored(row):
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("name", sorted(TAKEN_THERE))
def test_what_another_government_has_taken_is_free_here(planted: Planted, name):
    """A code that is refused because a stranger uses it would tell that the stranger is there."""
    taken = TAKEN_THERE[name](planted)
    with undone():
        assert sent(planted, name, **taken).status_code == 302
        assert sent(planted, name, **taken).status_code == (302 if name == "workdays_calendarday" else 200)


OWNERS = {"agency", "root_path", "scope", "parent"}
GLOBAL = {("accounts_user", "username")}  # one log-in page for the installation


@pytest.mark.parametrize("name", sorted(ADDED))
def test_unique_columns_that_are_typed_are_unique_within_a_government(planted: Planted, name):
    """So a new constraint over the whole installation is noticed, whatever its message says."""
    model = REGISTERED[name].model
    offered = {field.name for form in forms_of(planted.client("master").get(address(name, "add"))) for field in form}
    alone = [
        {field.name} for field in model._meta.fields if field.unique and not field.primary_key and field.name in offered
    ]
    together = [set(constraint.fields) for constraint in model._meta.total_unique_constraints]
    for fields in [*alone, *(fields for fields in together if fields & offered)]:
        assert fields & OWNERS or {(name, field) for field in fields} <= GLOBAL or fields == {"scheme", "agency"}, (
            fields
        )


def test_a_user_name_that_is_taken_says_no_more(planted: Planted):
    """Log-in names are unique in the installation; that one is taken is told, whose it is and where is not."""
    taken = planted.people["other_clerk"].username
    for member in ("admin", "master"):
        data = ADDED["accounts_user"](planted) | {"username": taken}
        response = planted.client(member).post(address("accounts_user", "add"), data)
        form = forms_of(response)[0]
        assert list(form.errors) == ["username"]
        assert len(form.errors["username"]) == 1
        assert [sign for sign in planted.strange_to(member) if sign in text_of(response)] == []
        unknown = planted.client(member).post(address("accounts_user", "add"), data | {"username": "@ !"})
        assert list(forms_of(unknown)[0].errors) == ["username"]

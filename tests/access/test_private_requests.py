"""A request is the applicant's and the agency's alone: each text of it is looked for in every answer to others."""

import copy
import datetime as dt
import time
from collections.abc import Iterator

import pytest
import time_machine
from django.apps import apps
from django.core import signing
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.filing import SALT
from portal.notices.models import Notice
from portal.uploads.models import StoredFile
from requests_app.models import DisclosureRequest, Erasure
from tests.access.private import Planting
from tests.access.table import ADMIN, ANONYMOUS, MODELS, OFFICE, PERSONAL, PUBLIC, VERBS
from tests.access.world import build
from tests.cast import assemble

pytestmark = pytest.mark.django_db
OUTSIDERS = (ANONYMOUS, "citizen", "sibling_clerk", "other_clerk", "other_officer")
TABLE = PUBLIC | PERSONAL | OFFICE | ADMIN | VERBS
SILENT = {Erasure}  # what was erased when: no text of anybody's
SIGNING_OUT = {"accounts:logout", "admin:logout"}


def hanging_on_requests() -> list[type[models.Model]]:
    """Every model of the app whose rows belong to a request, directly or through one that does."""
    found, new = {DisclosureRequest}, True
    own = list(apps.get_app_config("requests_app").get_models())
    while new:
        new = {
            model
            for model in own
            if model not in found
            and any(
                field.is_relation and field.concrete and field.related_model in found for field in model._meta.fields
            )
        }
        found |= new
    return sorted(found - {DisclosureRequest}, key=lambda model: model.__name__)


def rows_of(model: type[models.Model], case: DisclosureRequest, seen: tuple = ()) -> models.QuerySet:
    """The rows of `model` that hang on `case`."""
    for field in model._meta.fields:
        if not field.is_relation or field.related_model in seen:
            continue
        if field.related_model is DisclosureRequest:
            return model._default_manager.filter(**{field.name: case})
        if field.related_model in hanging_on_requests() and field.related_model is not model:
            above = rows_of(field.related_model, case, (*seen, model))
            return model._default_manager.filter(**{f"{field.name}__in": above})
    return model._default_manager.none()


def texts_of(row: models.Model) -> set[str]:
    """What a person wrote in it, as far as it holds the mark."""
    values = [getattr(row, field.attname) for field in row._meta.fields if not field.is_relation]
    files = [getattr(row, field.name) for field in row._meta.fields if field.related_model is StoredFile]
    values += [file.name for file in files if file is not None]
    found = {str(value) for value in values if "priv-" in str(value).lower()}
    return {mark.lower() for text in found for mark in Planting.marks_in(text)}


@pytest.fixture(scope="module")
def planting(django_db_setup, django_db_blocker) -> Iterator[Planting]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Planting(build(assemble()))
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """The mark above orders a database; the transaction is the planting's own."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def marks(planting, django_db_blocker) -> set[str]:
    with django_db_blocker.unblock():
        found = set()
        for case in planting.cases:
            found |= texts_of(case)
            for model in hanging_on_requests():
                for row in rows_of(model, case):
                    found |= texts_of(row)
    return found


def test_every_kind_of_row_is_planted(planting, marks):
    """A model that is new and not planted would be looked for nowhere."""
    for model in set(hanging_on_requests()) - SILENT:
        planted = [row for case in planting.cases for row in rows_of(model, case)]
        assert planted, model.__name__
    assert len(marks) >= 20


def sides(planting: Planting):
    """The first government's objects, with those of the private cases in their place."""
    for case in planting.cases:
        side = copy.copy(planting.world.here)
        side.request = case
        for name, value in vars(planting.world.here).items():
            if isinstance(value, models.Model) and type(value) in hanging_on_requests():
                row = rows_of(type(value), case).first()
                if row is not None:
                    setattr(side, name, row)
        yield side


def text_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return (
        (content.decode(errors="replace") + str(response.headers)).lower().replace("<mark>", "").replace("</mark>", "")
    )


def leaks_in(response, marks: set[str], *, echo: str = "") -> set[str]:
    assert response.status_code < 500
    text = text_of(response).replace(echo.lower(), "") if echo else text_of(response)
    return {mark for mark in marks if mark in text}


@pytest.mark.parametrize("member", OUTSIDERS)
def test_no_address_shows_any_of_it(planting, marks, member):
    client, leaks, asked = planting.world.sessions.client(member), [], 0
    for side in sides(planting):
        for name, row in sorted(TABLE.items()):
            if name in SIGNING_OUT:
                continue
            address = reverse(name, kwargs=row.args(side))
            with transaction.atomic():
                answer = client.post(address) if row.method == "POST" else client.get(address, row.query)
                leaks += [(name, mark) for mark in leaks_in(answer, marks)]
                transaction.set_rollback(True)
            asked += 1
        for label in (label for label in MODELS if label.startswith("requests_app_")):
            for verb in ("change", "history", "delete"):
                answer = client.get(reverse(f"admin:{label}_{verb}", kwargs={"object_id": side.request.pk}))
                leaks += [(label, mark) for mark in leaks_in(answer, marks)]
    assert asked > 200
    assert leaks == []


@pytest.mark.parametrize("member", OUTSIDERS)
def test_no_search_finds_it(planting, marks, member):
    client, leaks = planting.world.sessions.client(member), []
    lists = [
        reverse(f"admin:{label}_changelist") for label in MODELS if label.startswith(("requests_app_", "oversight_"))
    ]
    for case in planting.cases:
        for word in (case.number, case.subject, case.name):
            for address in ["/search/", "/search/feed.atom", "/requests/", "/items/", "/my/requests/", *lists]:
                answer = client.get(address, {"q": word})
                leaks += [(address, mark) for mark in leaks_in(answer, marks, echo=word)]
            for address in ("items", "agencies", "entries", "topic-requests"):
                answer = client.get(f"/api/v1/{address}/", {"search": word})
                leaks += [(address, mark) for mark in leaks_in(answer, marks, echo=word)]
    assert leaks == []


def coded_addresses() -> list[str]:
    """Every public address that is opened with a receipt code."""
    return sorted(
        name
        for name in PUBLIC
        if name.startswith("requests_app:") and ("follow" in name or PUBLIC[name].method == "POST")
    )


def test_a_guessed_code_opens_nothing_and_soon_is_not_even_tried(planting, marks):
    client, statuses, leaks = Client(raise_request_exception=False), [], []
    for case in planting.cases:
        for guess in ("0000-0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", planting.code_of(case)[:-1] + "0", case.number):
            answer = client.post(reverse("requests_app:request_follow"), {"code": guess, "number": case.number})
            statuses.append(answer.status_code)
            leaks += leaks_in(answer, marks)
    assert leaks == []
    assert set(statuses[:5]) == {422}
    assert statuses[-1] == 429
    # not even the right one, until the quarter of an hour is over
    right = {"code": planting.code_of(planting.cases[0])}
    assert client.post(reverse("requests_app:request_follow"), right).status_code == 429
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16), tick=False):
        opened = client.post(reverse("requests_app:request_follow"), right)
        assert opened.status_code == 200
        assert leaks_in(opened, marks)  # the applicant does read it: the marks are there to be found


@pytest.mark.parametrize("name", coded_addresses())
def test_the_code_of_another_case_opens_nothing(planting, marks, name, own_cache):
    """Number of the private case, code of somebody else's; and a code that nobody has."""
    client, side = Client(raise_request_exception=False), next(sides(planting))
    address = reverse(name, kwargs=PUBLIC[name].args(side))
    for case in planting.cases:
        for code in (planting.world.here.request_code, "0000-0000-0000-0000", ""):
            sent = {"code": code, "number": case.number, "text": "补正", "is_sure": "on"}
            with transaction.atomic():
                assert leaks_in(client.post(address, sent), marks) == set()
                transaction.set_rollback(True)
        own_cache()


@pytest.mark.parametrize("member", ["citizen", "sibling_clerk", "other_clerk"])
def test_an_account_opens_only_its_own(planting, marks, member):
    client = planting.world.sessions.client(member)
    for side in sides(planting):
        for name, row in PERSONAL.items():
            if name.startswith("requests_app:") and "number" in row.args(side):
                address = reverse(name, kwargs=row.args(side))
                for answer in (client.get(address), client.post(address, {"text": "补正", "is_sure": "on"})):
                    assert answer.status_code in {404, 405}, (name, answer.status_code)
                    assert leaks_in(answer, marks) == set()


def test_a_form_that_was_sent_before_tells_nothing_of_what_it_said(planting, marks):
    """Whoever comes by an idempotency key may learn that it was used, and no more."""
    client = Client(raise_request_exception=False)
    case, opened = planting.cases[0], signing.dumps(int(time.time()) - 60, salt=SALT)
    sent = {
        "opened": opened, "key": planting.key_of(case), "agency": case.agency.code, "subject": "另一件事",
        "form_wanted": "electronic", "delivery": "online", "category": "c1", "name": "某人", "identity_kind": "other",
        "identity_number": "12345678", "phone": "13800000000",
    }  # fmt: skip
    answer = client.post(reverse("requests_app:request_new"), sent)
    assert answer.status_code == 409
    assert leaks_in(answer, marks) == set()


def test_notices_tell_the_number_to_the_people_of_the_case_alone(planting, marks):
    cast = planting.world.cast
    outside = {getattr(cast, name).pk for name in OUTSIDERS if name != ANONYMOUS}
    for notice in Notice.objects.all():
        text = f"{notice.title} {notice.body}".lower()
        if any(mark in text for mark in marks):
            assert notice.recipient_id is not None
            assert notice.recipient_id not in outside

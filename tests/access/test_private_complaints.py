"""A complaint is the complainant's and the hearers' alone: each word of it is looked for in every answer to the people
of the accused agency, and in every cell of the database.
"""

import copy
import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oversight import actions
from oversight.confidential import ConfidentialField
from oversight.models import Complaint, Identity
from tests.access.table import ADMIN, MODELS, OFFICE, PERSONAL, PUBLIC, VERBS
from tests.access.world import World, build
from tests.cast import assemble
from tests.oversight.test_confidential import every_cell

pytestmark = pytest.mark.django_db
ACCUSED = ("clerk", "head", "reviewer")
TABLE = PUBLIC | PERSONAL | OFFICE | ADMIN | VERBS
SIGNING_OUT = {"accounts:logout", "admin:logout"}
TOLD = {"ComplaintExtract"}  # what the office passes on in its own words, and what the agency says to it
NEUTRAL = "该单位已按要求整改。"


def mark(part: str) -> str:
    return f"CMPL-{part}-LPMC"


class Planting:
    """Complaints that hold everything a complaint can hold: a confidential one that was answered, joined, rated and
    published, and an anonymous one that is open.
    """

    def __init__(self, world: World) -> None:
        self.world, self.officer = world, world.cast.officer
        actions.set_terms(world.cast.county, by=self.officer, extension_days=5)
        with time_machine.travel(timezone.now() - dt.timedelta(days=4)):
            self.answered, self.joined = self._answered()
            self.open = self._filed("OPEN", Identity.ANONYMOUS)
            self._worked_on(self.open, "OPEN")
        self.cases = [self.answered, self.joined, self.open]
        for case in self.cases:
            case.refresh_from_db()
        self.extract = self.open.extracts.get()

    def _filed(self, name: str, identity: str) -> Complaint:
        return actions.submit_complaint(
            self.world.cast.bureau, key=f"{name}-key", kind="late", identity=identity, text=mark(f"{name}-text"),
            name=mark(f"{name}-name"), contact=mark(f"{name}-contact"),
        )[0]  # fmt: skip

    def _worked_on(self, case: Complaint, name: str) -> None:
        """Accepted, extended, written about by both sides, passed on and explained."""
        actions.accept(case, by=self.officer)
        actions.extend_complaint(case, by=self.officer, reason=mark(f"{name}-extension"))
        actions.write_to_office(case, text=mark(f"{name}-message"))
        actions.write_to_complainant(case, by=self.officer, text=mark(f"{name}-question"), asks=True)
        actions.write_to_office(case, text=mark(f"{name}-unread"))
        extract = actions.forward(case, by=self.officer, text=f"请说明{mark(f'{name}-extract')}")
        actions.explain(extract, by=self.world.cast.head, text=mark(f"{name}-explanation"))

    def _answered(self) -> tuple[Complaint, Complaint]:
        case, other = self._filed("ANSWERED", Identity.CONFIDENTIAL), self._filed("JOINED", Identity.CONFIDENTIAL)
        self._worked_on(case, "ANSWERED")
        actions.join(other, by=self.officer, first=case)
        actions.write_to_office(other, text=mark("JOINED-message"))
        actions.answer(case, by=self.officer, result=mark("ANSWERED-result"))
        actions.say_consent(case, may_publish=True)
        actions.rate_result(case, score=2, words=mark("ANSWERED-rating"))
        actions.publish_complaint_result(case, by=self.officer, summary=NEUTRAL)
        return case, other


def hanging_on_complaints() -> list[type[models.Model]]:
    """Every model whose rows belong to a complaint, and the complaint itself."""
    own = apps.get_app_config("oversight").get_models()
    return [
        model
        for model in own
        if model is Complaint or any(field.related_model is Complaint for field in model._meta.fields)
    ]


def rows_of(model: type[models.Model], planting: Planting) -> list[models.Model]:
    """The rows of `model` that belong to the planted complaints."""
    link = "pk" if model is Complaint else next(f.name for f in model._meta.fields if f.related_model is Complaint)
    return list(model._default_manager.filter(**{f"{link}__in": [case.pk for case in planting.cases]}))


def sealed_texts(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, ConfidentialField)]


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
def marks(planting, django_db_blocker) -> dict[str, set[str]]:
    """Every sealed text of the planted complaints, by the model that holds it, in small letters."""
    with django_db_blocker.unblock():
        found: dict[str, set[str]] = {}
        for model in hanging_on_complaints():
            texts = {getattr(row, name) for row in rows_of(model, planting) for name in sealed_texts(model)}
            found[model.__name__] = {text.lower().removeprefix("请说明") for text in texts if text}
        return found


def test_every_kind_of_row_and_every_text_is_planted(planting, marks):
    """A table or a text that is new and not planted would be looked for nowhere."""
    for model in hanging_on_complaints():
        rows = rows_of(model, planting)
        assert rows, model.__name__
        for name in sealed_texts(model):
            assert any("CMPL-" in getattr(row, name) for row in rows), f"{model.__name__}.{name}"
        loose = [f.name for f in model._meta.fields if isinstance(f, models.TextField) and f.name != "summary"]
        assert set(loose) == set(sealed_texts(model)), model.__name__
    assert sum(map(len, marks.values())) >= 16


def test_the_database_holds_no_word_of_it(planting, marks):
    stored = every_cell().lower()
    assert planting.answered.number.lower() in stored  # the search finds what is there
    assert NEUTRAL in stored
    assert [word for words in marks.values() for word in words if word in stored] == []


def client_of(planting: Planting, member: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(getattr(planting.world.cast, member), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return (content.decode(errors="replace") + str(response.headers)).lower().replace("<mark>", "")


def hidden_from(planting: Planting, marks: dict[str, set[str]], member: str) -> set[str]:
    """What a member may meet nowhere: every text and every number; but the head reads the extracts and explains."""
    words = {word for name, texts in marks.items() for word in texts if not (member == "head" and name in TOLD)}
    return words | {case.number.lower() for case in planting.cases}


@pytest.mark.parametrize("member", ACCUSED)
def test_no_address_shows_any_of_it_to_the_accused(planting, marks, member):
    client, hidden, leaks, asked = client_of(planting, member), hidden_from(planting, marks, member), [], 0
    for case in (planting.open, planting.answered):
        side = copy.copy(planting.world.here)
        side.complaint = side.heard = case
        side.asked = case.extracts.get()
        for name, row in sorted(TABLE.items()):
            if name in SIGNING_OUT or (case is planting.answered and "complaint" not in name):
                continue
            address = reverse(name, kwargs=row.args(side))
            with transaction.atomic():
                answer = client.post(address) if row.method == "POST" else client.get(address, row.query)
                text = text_of(answer).replace(address.lower(), "")  # an error page may name its own address
                leaks += [(name, word) for word in hidden if word in text]
                transaction.set_rollback(True)
            asked += 1
        for verb in ("change", "history", "delete"):
            text = text_of(client.get(reverse(f"admin:oversight_complaint_{verb}", kwargs={"object_id": case.pk})))
            leaks += [(verb, word) for word in hidden if word in text]
    assert asked > 200
    assert leaks == []


@pytest.mark.parametrize("member", ACCUSED)
def test_no_search_and_no_list_finds_it(planting, marks, member):
    client, hidden, leaks = client_of(planting, member), hidden_from(planting, marks, member), []
    lists = [reverse(f"admin:{label}_changelist") for label in MODELS if label.startswith("oversight_")]
    pages = ["/search/", "/search/feed.atom", "/items/", "/office/complaints/", "/complaints/results/", *lists]
    api = [f"/api/v1/{name}/" for name in ("items", "agencies", "entries", "topic-requests")]
    for word in (planting.answered.text, planting.open.number):
        for address in [*pages, *api]:
            text = text_of(client.get(address, {"q": word, "search": word})).replace(word.lower(), "")
            leaks += [(address, found) for found in hidden - {word.lower()} if found in text]
    assert leaks == []


def test_those_who_hear_do_read_it(planting, marks):
    """Or the tests above would look for what stands nowhere."""
    client = client_of(planting, "officer")
    text = "".join(text_of(client.get(case.get_absolute_url())) for case in planting.cases)
    assert {word for words in marks.values() for word in words if word not in text} == set()

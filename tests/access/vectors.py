"""What the tests of the vectors share: people who may do everything at home, and what they must never meet.

A vector is a way around the scoping of a list: a posted id, a filter, a history, an action. Each is tried for every
model of the admin, by everybody who is kept from its row, with the rightful reader reading the same row beside them.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.forms import BaseForm, BaseFormSet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalog.permissions import Permission as Catalog
from disclosure.permissions import Permission as Disclosure
from oversight import actions as oversight
from oversight.models import AssessmentScheme, Indicator, Mode
from oversight.permissions import Permission as Oversight
from portal.accounts.models import User
from portal.agencies.actions import grant
from portal.agencies.models import Agency, Kind, Tier
from portal.agencies.permissions import Permission as Tree
from portal.agencies.permissions import Role
from portal.agencies.scoped_admin import SharedAdmin
from portal.search.permissions import Permission as Search
from portal.uploads.permissions import Permission as Uploads
from requests_app.permissions import Permission as Requests
from tests.access.sessions import Sessions
from tests.access.table import MODELS, STAFF
from tests.access.world import World, build
from tests.cast import agency, assemble, person

EVERYTHING = Role(
    "everything",
    "everything",
    frozenset(p for enum_ in (Tree, Catalog, Disclosure, Requests, Oversight, Search, Uploads) for p in enum_),
)
"""With it nothing but the place where it is held stands between a person and a row."""

SECOND = {"other_clerk", "other_officer", "other_master"}
FIRST = STAFF - SECOND | {"master", "sibling_master", "root"}
HOSTS = {"here": "testserver", "there": "yuanshan.test"}
READERS = {"here": "master", "there": "other_master"}
MISSING = 987_654_321

# What tells of a row; its rightful reader finds at least one in the list, and one on the page.
SIGNS: dict[str, Callable[[Any], list[str]]] = {
    "accounts_user": lambda account: [account.full_name],
    "agencies_agency": lambda agency: [agency.name, agency.code],
    "audit_auditevent": lambda event: [event.hash, event.agency_name],
    "workdays_calendarday": lambda day: [day.name],
    "catalog_catalogentry": lambda entry: [entry.code],
    "catalog_duty": lambda duty: [duty.agency.name],
    "uploads_wordlist": lambda words: [words.agency.name, words.allowed],
    "search_synonymlist": lambda synonyms: [synonyms.agency.name, synonyms.groups],
    "catalog_entryoverride": lambda override: [override.agency.name],
    "catalog_withheldentry": lambda withheld: [withheld.title],
    "disclosure_item": lambda item: [item.title, item.index_no],
    "disclosure_consultation": lambda consultation: [consultation.item.title, consultation.item.index_no],
    "disclosure_survey": lambda survey: [survey.item.title, survey.item.index_no],
    "disclosure_gazetteissue": lambda issue: [issue.name],
    "disclosure_hearing": lambda hearing: [hearing.item.title, hearing.item.index_no],
    "disclosure_readergroup": lambda group: [group.name],
    "disclosure_reviewchain": lambda chain: [chain.agency.name],
    "requests_app_disclosurerequest": lambda case: [case.number, case.subject, case.name],
    "requests_app_replytemplate": lambda template: [template.title],
    "requests_app_proposal": lambda proposal: [proposal.subject],
    "requests_app_remedy": lambda remedy: [remedy.reference_number, remedy.body],
    "requests_app_retentionplan": lambda plan: [plan.agency.name],
    "requests_app_lettertemplate": lambda wording: [wording.agency.name, wording.text],
    "requests_app_topicrequest": lambda case: [case.number, case.title],
    "requests_app_satisfaction": lambda rating: [rating.words],
    "requests_app_transfer": lambda passed: [passed.number, passed.subject],
    "requests_app_looktally": lambda tally: [tally.agency.name],
    "oversight_complaint": lambda complaint: [complaint.number, complaint.text],
    "oversight_complaintterms": lambda terms: [terms.agency.name],
    "oversight_assessmentscheme": lambda scheme: [scheme.title],
    "oversight_assessment": lambda assessment: [assessment.scheme.title, assessment.agency.name],
    "oversight_reportterms": lambda terms: [terms.agency.name],
    "oversight_annualreport": lambda report: [report.agency.name],
}


def name_of(model: type[models.Model]) -> str:
    """As the admin's addresses name it."""
    return f"{model._meta.app_label}_{model._meta.model_name}"


REGISTERED = {name_of(model): page for model, page in admin.site._registry.items()}
OWNED = sorted(name for name, page in REGISTERED.items() if not isinstance(page, SharedAdmin))


@dataclass
class Planted:
    """The world with everybody signed in."""

    world: World
    people: dict[str, User]
    sessions: Sessions

    def client(self, member: str, host: str = "") -> Client:
        """A browser of its own in which `member` is signed in, by default on the site of their own government."""
        return self.sessions.client(member, headers={"host": host or HOSTS["there" if member in SECOND else "here"]})

    def side(self, name: str) -> SimpleNamespace:
        return getattr(self.world, name)

    def row(self, name: str, side: str) -> Any:
        """The row of a model that stands on a side."""
        return MODELS[name].object(self.side(side))

    def place(self, member: str) -> Agency | None:
        """The agency on which a member holds whatever they hold."""
        granted = self.people[member].agencyuserobjectpermission_set.first()
        return granted and granted.content_object

    def signs(self, side: str) -> set[str]:
        """Everything that tells of a row of one side."""
        return {sign for name in OWNED for sign in SIGNS[name](self.row(name, side))}

    def strange_to(self, member: str) -> set[str]:
        """What `member` must meet nowhere: every sign of the other government, every text that is not for them."""
        signs = self.signs("here" if member in SECOND else "there")
        if member not in STAFF:
            return signs
        return signs | {marker for marker, readers in self.world.markers.items() if member not in readers}


def plant() -> Planted:
    """Build both sides and let everybody in: the cast, and those who hold every permission on one place."""
    cast = assemble()
    world = build(cast)
    people = {name: user for name, user in cast.members().items() if name in STAFF}
    masters = {"master": cast.city, "sibling_master": cast.sibling, "other_master": cast.other_government}
    for name, place in masters.items():
        people[name] = person(name.replace("_", ""), f"全权{name}")
        grant(EVERYTHING, to=people[name], on=place, by=None)
    people["root"] = person("root", "超级用户")
    User.objects.filter(pk=people["root"].pk).update(is_superuser=True)
    _deepen(world)
    return Planted(world, people, Sessions(people))


def _deepen(world: World) -> None:
    """Rows below the rows, and what only the second government has: a scheme of another year for other agencies."""
    for side, officer in ((world.here, world.cast.officer), (world.there, world.cast.other_officer)):
        oversight.accept(side.complaint, by=officer)
        side.extract = oversight.forward(side.complaint, by=officer, text="请说明公开的时间。")
    scheme = AssessmentScheme(agency=world.there.government, year=2019, kind=Kind.TOWNSHIP, title="二〇一九年考核")
    lines = [Indicator(position=1, name="解读", weight=1, mode=Mode.SCORED)]
    world.there.old_scheme = oversight.save_scheme(scheme, by=world.cast.other_officer, indicators=lines)
    township = agency(world.there.government, "远山县云岭乡人民政府", "ys-yunling", Tier.TOWNSHIP, Kind.TOWNSHIP)
    world.there.township = township
    oversight.open_assessment(scheme, agency=township, by=world.cast.other_officer)
    for side in (world.here, world.there):
        for row in vars(side).values():
            if isinstance(row, models.Model):
                row.refresh_from_db()


SIBLING_SHARES = {"catalog_catalogentry"}  # the city's catalog holds for every agency below it


def attackers(name: str, side: str) -> list[str]:
    """Everybody who is kept from the row of a model on a side, those with every right elsewhere first."""
    if side == "there":
        return sorted(FIRST, key=lambda member: (member != "master", member))
    kept_out = SECOND | {"root"} | (STAFF - MODELS[name].views) | ({"sibling_master"} - (
        {"sibling_master"} if name in SIBLING_SHARES else set()
    ))  # fmt: skip
    return sorted(kept_out, key=lambda member: (member != "other_master", member))


def sides(name: str) -> Iterator[tuple[str, Any]]:
    """The sides, each with those who attack there."""
    for side in ("here", "there"):
        yield side, attackers(name, side)


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def database() -> dict[str, list[tuple]]:
    """Every row of every table, to compare before and after an attack."""
    everything = (model for model in apps.get_models() if model is not Session)
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in everything}


PASSING = re.compile(
    r'((csrfmiddlewaretoken|name="key|name="opened)" value|nonce)="[^"]*"|[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}'
)


def text_of(response: HttpResponse) -> str:
    """Body and headers, less what is new on every request."""
    assert response.status_code < 500, response
    content = b"".join(response.streaming_content) if response.streaming else response.content
    passing = {"Content-Security-Policy", "Content-Length", "Expires"}
    headers = {name: value for name, value in response.headers.items() if name not in passing}
    return PASSING.sub("~", content.decode(errors="replace") + str(sorted(headers.items())))


def address(name: str, page: str, *args: object) -> str:
    return reverse(f"admin:{name}_{page}", args=args)


def forms_of(response: HttpResponse) -> list[BaseForm]:
    """The forms of a page, those of its inlines among them."""
    found: list[BaseForm] = []
    if (context := response.context) is None:
        return found
    if context.get("adminform") is not None:
        found.append(context["adminform"].form)
    elif isinstance(context.get("form"), BaseForm):
        found.append(context["form"])
    for inline in context.get("inline_admin_formsets") or ():
        formset: BaseFormSet = inline.formset
        found += [formset.management_form, *formset.forms]
    return found


def typed(response: HttpResponse) -> dict[str, Any]:
    """What a browser would send if nothing on the page were changed."""
    sent = {}
    for form in forms_of(response):
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                sent[field.html_name] = _plain(value)
    return sent


def _plain(value: Any) -> Any:
    if value is True:
        return "on"
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value

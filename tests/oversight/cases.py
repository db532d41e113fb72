"""Cases in every state, made by the actions that make them in earnest."""

import datetime as dt
import uuid

import time_machine
from django.utils import timezone

from catalog.actions import assign_duty, fulfil
from catalog.models import Area, CatalogEntry, Duty
from oversight.actions import submit_complaint, take_in_complaint
from oversight.models import Complaint
from portal.accounts.models import User
from portal.agencies.actions import grant
from portal.agencies.models import Agency
from portal.agencies.roles import ROLES
from requests_app import actions as requests
from requests_app.models import DisclosureRequest
from tests.cast import Cast, person

ID_NUMBER = "11010519491231002X"


def days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def key() -> str:
    return uuid.uuid4().hex


def request_of(agency: Agency, *, days: int = 0, **content: str) -> DisclosureRequest:
    """A request filed `days` calendar days ago."""
    facts = {
        "name": "张三",
        "identity_kind": "id_card",
        "identity_number": "11010519491231002X",
        "phone": "13800000000",
    }
    with time_machine.travel(days_ago(days), tick=False):
        return requests.submit_request(
            agency, by=None, key=key(), **facts | {"subject": "低保名单的公开时间"} | content
        ).case


def answered_request(agency: Agency, clerk: User, head: User, *, days: int, taken: int) -> DisclosureRequest:
    """A request filed `days` ago and answered `taken` calendar days later."""
    case = request_of(agency, days=days)
    with time_machine.travel(days_ago(days - taken), tick=False):
        requests.register(case, by=clerk)
        requests.process(case, by=clerk)
        requests.record_search(case, by=clerk, places="档案室", terms="低保", result="查到一份")
        requests.decide(case, by=clerk, outcome="R3_1", text="现予公开。")
        requests.approve_decision(case, by=head)
    case.refresh_from_db()
    return case


def topic_of(agency: Agency, *, days: int) -> object:
    with time_machine.travel(days_ago(days), tick=False):
        return requests.submit_topic(agency, by=None, key=key(), title="公交线路调整方案").case


def entry_of(city: Agency, code: str) -> CatalogEntry:
    area, _made = Area.objects.get_or_create(number=1, defaults={"name": "重大建设项目", "name_en": "Major projects"})
    return CatalogEntry.objects.create(agency=city, code=code, area=area, level1="社会救助", level2=f"事项 {code}")


def overdue_duty(agency: Agency, entry: CatalogEntry, *, days: int = 3) -> Duty:
    return assign_duty(entry, agency=agency, by=None, first_due_on=timezone.localdate() - dt.timedelta(days=days))


def met_duty(agency: Agency, entry: CatalogEntry) -> Duty:
    duty = assign_duty(entry, agency=agency, by=None)
    fulfil(agency, entry, on=timezone.localdate())
    duty.refresh_from_db()
    return duty


def complaint_about(accused: Agency, *, days: int = 0, identity: str = "confidential", **content: str) -> Complaint:
    facts = {"kind": "late", "text": "公示栏三个月没有更新。", "name": "张三丰", "contact": "13912345678"}
    with time_machine.travel(days_ago(days), tick=False):
        return submit_complaint(accused, key=key(), identity=identity, **facts | content)[0]


def taken_in(cast: Cast, accused: Agency | None = None, **content: object) -> Complaint:
    """A complaint that the officer took in today."""
    facts: dict[str, object] = {
        "channel": "hotline", "received_on": timezone.localdate(), "kind": "late", "identity": "confidential",
        "text": "电话反映:公示栏没有更新。", "name": "张三丰", "contact": "13912345678",
    }  # fmt: skip
    return take_in_complaint(accused or cast.bureau, by=cast.officer, key=key(), **facts | content)[0]  # type: ignore[arg-type]


def staff(cast: Cast, username: str, role: str, on: Agency) -> User:
    """One more person with a role."""
    user = person(username, username)
    grant(ROLES[role], to=user, on=on, by=None)
    return user

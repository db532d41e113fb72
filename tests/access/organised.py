"""The organisation of the work in the planted world, and the part of the access table about it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from oversight import actions
from oversight.models import Bulletin
from tests.access.rows import MEMBERS, Row

READS = {"clerk", "head", "officer", "supervisor"}
LISTED = READS | {"sibling_clerk"}
OTHERS = {"other_clerk", "other_officer"}


def plant_work(world: Any, side: SimpleNamespace, name: str, officer: Any, clerk: Any) -> None:
    """A plan with its file, a submission, a draft and a published bulletin, somebody responsible."""
    readers = READS if name == "HERE" else OTHERS
    year, agency = timezone.localdate().year, side.agency
    text = world.mark(f"WORK-PLAN-{name}", for_=readers)
    side.work_plan = actions.file_plan(
        agency, by=clerk, year=year, kind="plan", title=text, file=_file(f"{text}文件", text)
    )
    actions.name_person(agency, by=clerk, year=year, duty="first", name="局长", post=f"局长{name}", phone="1")
    superior = side.work_plan.government
    printed = _filed(agency, officer, clerk, f"刊登的信息{name}")
    issue = actions.make_bulletin(superior, by=officer, title="政务公开简报", chosen=[printed])
    side.bulletin = actions.publish_bulletin(issue, by=officer)
    waiting = _filed(agency, officer, clerk, world.mark(f"SENT-IN-{name}", for_=readers))
    editorial = world.mark(f"EDITORIAL-{name}", for_={"officer"} if name == "HERE" else {"other_officer"})
    side.bulletin_draft = actions.make_bulletin(
        superior, by=officer, title="政务公开简报", editorial=editorial, chosen=[waiting]
    )


def _file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.txt", text.encode(), "text/plain")


def _filed(agency: Any, officer: Any, clerk: Any, title: str) -> Any:
    sent = actions.submit_information(agency, by=clerk, title=title, text=title, month=timezone.localdate())
    return actions.file_submission(sent, by=officer)


def grow(world: Any, name: str, unit: Any) -> None:
    """One more of each, of a unit that is new."""
    cast, year = world.cast, timezone.localdate().year
    actions.file_plan(unit, by=cast.clerk, year=year, kind="plan", title=name, file=_file(name, name))
    actions.name_person(unit, by=cast.clerk, year=year, duty="first", name=name, post=name, phone="1")
    chosen = [_filed(unit, cast.officer, cast.clerk, name)]
    bulletin = actions.make_bulletin(world.here.work_plan.government, by=cast.officer, title=name, chosen=chosen)
    actions.publish_bulletin(bulletin, by=cast.officer)


def working(place: Any, government: Any, *, officer: Any, clerk: Any) -> None:
    """Another agency that files, names and sends in, and an issue of the bulletin."""
    year = timezone.localdate().year
    plan = actions.file_plan(place, by=clerk, year=year, kind="plan", title="又一方案", file=_file("又", "又一方案"))
    actions.receive_plan(plan, by=officer)
    actions.name_person(place, by=clerk, year=year, duty="liaison", name="又一人", post="科员", phone="2")
    chosen = [_filed(place, officer, clerk, "又一信息")]
    actions.publish_bulletin(actions.make_bulletin(government, by=officer, title="又一简报", chosen=chosen), by=officer)


def _code(side: SimpleNamespace) -> dict[str, Any]:
    return {"code": side.agency.code}


def _issue(side: SimpleNamespace) -> dict[str, Any]:
    bulletin: Bulletin = side.bulletin
    return {"government": bulletin.agency.code, "year": bulletin.year, "number": bulletin.number}


def _step(side: SimpleNamespace) -> dict[str, Any]:
    return {"noun": "plans", "pk": side.work_plan.pk, "verb": "receive"}


ORGANISED_PUBLIC = {
    "oversight:organisation_public": Row(MEMBERS),
    "oversight:agency_persons": Row(MEMBERS, _code),
    "oversight:bulletin_list": Row(MEMBERS),
    "oversight:public_bulletin": Row(MEMBERS, _issue),
    "oversight:bulletin_word": Row(MEMBERS, _issue),
}
ORGANISED = {
    "oversight:organisation": Row(LISTED, query={"government": "qingtian"}, there=OTHERS),
    "oversight:organisation_list": Row(LISTED, lambda side: {"noun": "plans"}, there=OTHERS),
    "oversight:organisation_file": Row(LISTED, lambda side: {"noun": "plans"}, there=OTHERS),
    "oversight:organisation_agency": Row(READS, _code, there=OTHERS),
    "oversight:organisation_enter": Row(
        READS - {"supervisor"}, lambda side: _code(side) | {"noun": "persons"}, there=OTHERS
    ),
    "oversight:organisation_step": Row({"officer"}, _step),
    "oversight:work_file": Row(READS, lambda side: {"public_id": side.work_plan.file.public_id}, there=OTHERS),
    "oversight:bulletin_preview": Row({"officer"}, lambda side: {"pk": side.bulletin_draft.pk}),
}
LISTS = {
    "oversight:organisation", "oversight:organisation_list", "oversight:organisation_file",
    "oversight:organisation_public", "oversight:bulletin_list",
}  # fmt: skip

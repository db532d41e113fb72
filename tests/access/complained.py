"""Complaints that are heard and opinion cases in the planted world, and the part of the access table about them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from oversight import actions
from oversight.models import ComplaintExtract, ComplaintKind, Identity, PageReport
from oversight.models.complaints import Complaint
from tests.access.rows import MEMBERS, Row

OFFICER = {"officer"}
OWNER = {"clerk", "head"}
OTHERS = {"other_clerk", "other_officer"}
MENDERS = OWNER | OFFICER


def _number(side: SimpleNamespace) -> dict[str, Any]:
    return {"number": side.heard.number}


def _opinion(side: SimpleNamespace) -> dict[str, Any]:
    return {"government": side.government.code, "year": side.opinion.year, "serial": side.opinion.serial}


def _error(side: SimpleNamespace) -> dict[str, Any]:
    return {"number": side.page_error.number}


_VERBS = ("accept", "read", "write", "forward", "answer", "extend", "join", "close", "publish", "unpublish")
COMPLAINED_PUBLIC = {
    "oversight:complaint_new": Row(MEMBERS),
    "oversight:complaint_follow": Row(MEMBERS),
    "oversight:complaint_follow_write": Row(MEMBERS, method="POST"),
    "oversight:complaint_follow_consent": Row(MEMBERS, method="POST"),
    "oversight:complaint_follow_rate": Row(MEMBERS, method="POST"),
    "oversight:complaint_results": Row(MEMBERS),
    "oversight:page_report_new": Row(MEMBERS),
    "oversight:page_report_follow": Row(MEMBERS),
}
COMPLAINED = {
    "oversight:complaint_list": Row(OFFICER, there={"other_officer"}),
    "oversight:complaint_intake": Row(OFFICER, there={"other_officer"}),
    "oversight:complaint_detail": Row(OFFICER, _number),
    **{f"oversight:complaint_{verb}": Row(OFFICER, _number, method="POST") for verb in _VERBS},
    "oversight:extract_detail": Row({"head"}, lambda side: {"number": side.asked.number}, there=set()),
    "oversight:opinion_list": Row(OFFICER | OWNER | {"sibling_clerk"}, there=OTHERS),
    "oversight:opinion_new": Row(OFFICER, there={"other_officer"}),
    "oversight:opinion_detail": Row(OFFICER | OWNER, _opinion, there=OTHERS),
    **{f"oversight:opinion_{verb}": Row(OFFICER, _opinion, method="POST") for verb in ("assess", "evaluate", "drop")},
    **{
        f"oversight:opinion_{verb}": Row(OFFICER | OWNER, _opinion, method="POST", there=OTHERS)
        for verb in ("handle", "respond")
    },
}


COMPLAINED |= {
    "oversight:page_report_list": Row(MENDERS | {"sibling_clerk"}, there=OTHERS),
    "oversight:page_report_detail": Row(MENDERS, _error, there=OTHERS),
    **{
        f"oversight:page_report_{verb}": Row(MENDERS, _error, method="POST", there=OTHERS)
        for verb in ("accept", "answer", "pass_on")
    },
}


def plant_complained(world: Any, side: SimpleNamespace, name: str, officer: Any) -> None:
    """A complaint that was passed on and is written about, the result of another one, and an opinion case."""
    office = OFFICER if name == "HERE" else {"other_officer"}
    readers = office | (OWNER if name == "HERE" else {"other_clerk"})
    side.heard = taken_in(side.agency, officer, world.mark(f"HEARD-{name}", for_=office))
    asked = world.mark(f"ASKED-{name}", for_=office | ({"head"} if name == "HERE" else set()))
    side.asked = passed_on(side.heard, officer, asked)
    actions.write_to_office(side.heard, text=world.mark(f"WRITTEN-{name}", for_=office))
    published(side.agency, officer, f"已责令公开{name}")
    title = world.mark(f"SAID-{name}", for_=readers)
    side.opinion = assigned(side.government, officer, side.agency, title)
    side.page_error = reported(side.government, side.agency, world.mark(f"ERROR-{name}", for_=readers))


def taken_in(
    agency: Any, officer: Any, text: str, *, key: str = "", identity: str = Identity.CONFIDENTIAL
) -> Complaint:
    """A complaint by telephone, accepted."""
    named = {} if identity == Identity.ANONYMOUS else {"name": f"{text}-N", "contact": f"{text}-C"}
    complaint, _code = actions.take_in_complaint(
        agency, by=officer, key=f"in-{key or text}-{agency.code}", channel="hotline", received_on=timezone.localdate(),
        kind=ComplaintKind.LATE, identity=identity, text=text, **named,
    )  # fmt: skip
    return actions.accept(complaint, by=officer)


def passed_on(complaint: Complaint, officer: Any, text: str) -> ComplaintExtract:
    return actions.forward(complaint, by=officer, text=text)


def published(agency: Any, officer: Any, summary: str) -> Complaint:
    """An answered complaint whose result everybody reads."""
    case = taken_in(agency, officer, "没有按期公开", key=summary, identity=Identity.ANONYMOUS)
    case = actions.answer(case, by=officer, result="已处理。")
    actions.publish_complaint_result(case, by=officer, summary=summary)
    return case


def assigned(government: Any, officer: Any, owner: Any, title: str) -> Any:
    """An opinion case that `owner` has to answer."""
    case = actions.collect_opinion(
        government, by=officer, title=title, source="press", source_name="江河日报", summary=title,
        found_at=timezone.now() - dt.timedelta(hours=2), concerned=[owner],
    )  # fmt: skip
    return actions.assess_opinion(case, by=officer, level=3, owner=owner, text="涉及群众切身利益。")


def reported(government: Any, agency: Any, text: str) -> PageReport:
    """An error on the page of `agency`."""
    page = f"/agencies/{agency.code}/"
    report, _code = actions.report_page(
        government, key=f"error-{text}", page=page, kind="word", text=text, contact=text
    )
    return report


def grow(government: Any, agency: Any, officer: Any, name: str) -> None:
    """One more of each."""
    published(agency, officer, name)
    assigned(government, officer, agency, name)
    reported(government, agency, name)

"""The rows of what a city's agencies did besides publishing and answering (`bench/city_work_log.py`), in bulk."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from bench.city_ground import BATCH, City, save_clocks
from bench.city_log import CHINA
from bench.city_work_log import Found, Ordered
from disclosure.models import Consultation
from disclosure.models.interpretation import InterpretationPlan, Pairing
from oversight.models import (
    AnnualReport,
    Attendance,
    CheckAnswer,
    CheckedAgency,
    CheckForm,
    Course,
    EarlyWarning,
    Finding,
    OrderAnswer,
    OrderSeries,
    Rung,
    SpotCheck,
    StaffMember,
    Submission,
    SupervisionOrder,
    WorkTerms,
)
from oversight.states import FindingState, OrderState, ReportState, SpotCheckState

NOBODY = "0" * 64


def write_work(city: City) -> None:
    """Write everything that `city.log.work` says; the items are there already."""
    write_interpretations(city)
    write_consultations(city)
    write_orders(city)
    _findings(city)
    _warnings(city)
    _organisation(city)
    _reports(city)


def _bulk(rows: list[Any]) -> list[Any]:
    return type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH) if rows else rows


def write_interpretations(city: City) -> None:
    """The plan of every policy, and the texts that explain it."""
    by_number = {one.number: item for one, item in zip(city.log.published, city.items, strict=True)}
    plans, pairs = [], []
    for one in city.log.work.planned:
        said = {"responsible": "办公室"} if one.is_needed else {"not_needed_because": "仅作个别调整"}
        plans.append(InterpretationPlan(item=by_number[one.policy], by=city.clerk, **said))
        pairs += [
            Pairing(policy=by_number[one.policy], interpretation=by_number[text], by=city.clerk) for text in one.texts
        ]
    _bulk(plans)
    _bulk(pairs)


def write_consultations(city: City) -> None:
    """The window of every consultation, with its outcome."""
    by_number = {one.number: item for one, item in zip(city.log.published, city.items, strict=True)}
    said = {"basis": "年度计划", "background": "起草说明", "contact": "办公室", "phone": "0578-6220001"}
    _bulk(
        [
            Consultation(
                item=by_number[one.item], opens_at=one.opens_at, closes_at=one.closes_at, outcome_at=one.outcome_at,
                outcome_by=city.head if one.outcome_at else None, statement="未收到意见。" if one.outcome_at else "",
                **said,
            )
            for one in city.log.work.consulted
        ]
    )  # fmt: skip


def write_orders(city: City) -> list[SupervisionOrder]:
    """Every order of the city, waiting, answered or cancelled."""
    pairs, orders, last = [], [], Counter[int]()
    for one in city.log.work.ordered:
        agency, reason = city.agencies[one.agency], _("The office reads the answer.")
        begun = city.clock(agency.path, one.days, [("start", one.at, 0, "")])[0]
        steps = [("start", one.at, 0, ""), *([("pause", one.answered_at, 0, reason)] if one.answered_at else [])]
        if (ended := _order_state(city, one)).get("concluded_at"):
            steps.append(("stop", ended["concluded_at"], 0, ""))
        pairs.append(city.clock(agency.path, one.days, steps))
        last[one.at.year] += 1
        orders.append(
            SupervisionOrder(
                agency=agency, government=city.agencies[0], year=one.at.year, serial=last[one.at.year],
                title="补发公告", demand="请补发。", rung=Rung.ORDER, clock=pairs[-1][0], public_from=begun.due_at,
                issued_at=one.at, issued_by=city.head, **ended,
            )
        )  # fmt: skip
    save_clocks(pairs)
    for order in orders:
        order.clock_id = order.clock.pk
    _bulk([OrderSeries(government=city.agencies[0], year=year, last=number) for year, number in last.items()])
    _bulk(orders)
    _bulk(
        [
            OrderAnswer(
                order=order, text="已补发。", at=one.answered_at, by=city.clerk,
                is_late=one.answered_at > order.public_from,
            )
            for one, order in zip(city.log.work.ordered, orders, strict=True)
            if one.answered_at
        ]
    )  # fmt: skip
    return orders


def _order_state(city: City, one: Ordered) -> dict[str, Any]:
    if one.is_cancelled:
        at = (one.answered_at or one.at) + dt.timedelta(hours=1)
        return {"state": OrderState.CANCELLED, "concluded_at": at, "concluded_by": city.head, "result": "发错对象。"}
    return {"state": OrderState.ANSWERED if one.answered_at else OrderState.ISSUED}


def _findings(city: City) -> None:
    checks = _bulk([_check(city, at) for at in city.log.work.checked_at])
    drawn = {(one.check, one.agency) for one in city.log.work.found}
    rows = {
        key: CheckedAgency(
            spot_check=checks[key[0]], agency=city.agencies[key[1]], number=city.agencies[key[1]].code.upper(),
            name=city.agencies[key[1]].name, stratum="city", lot=NOBODY, place=place,
        )
        for place, key in enumerate(sorted(drawn), 1)
    }  # fmt: skip
    _bulk(list(rows.values()))
    at = city.log.work.checked_at[0] if checks else None
    forms = {key: CheckForm(checked_agency=row, side="office", filled_at=at, filled_by=city.head)
             for key, row in rows.items()}  # fmt: skip
    _bulk(list(forms.values()))
    answers = _bulk(
        [
            CheckAnswer(
                form=forms[one.check, one.agency], code=f"q{place}", verdict="fault", remark="公开指南里的电话打不通。"
            )
            for place, one in enumerate(city.log.work.found)
        ]
    )
    pairs = [_rectifying(city, one) for one in city.log.work.found]
    save_clocks(pairs)
    _bulk(
        [
            Finding(
                checked_agency=rows[one.check, one.agency], answer=answer, position=place, grade="minor",
                days=one.days, clock=clock,
                state=FindingState.RECTIFIED if one.rectified_at else FindingState.SENT,
                rectified_on=one.rectified_at.astimezone(CHINA).date() if one.rectified_at else None,
            )
            for place, (one, answer, (clock, _events)) in enumerate(
                zip(city.log.work.found, answers, pairs, strict=True), 1
            )
        ]
    )  # fmt: skip


def _check(city: City, at: dt.datetime) -> SpotCheck:
    day = at.astimezone(CHINA).date()
    return SpotCheck(
        agency=city.agencies[0], year=day.year, serial=1, title="政务公开抽查", basis="年度工作要点", agency_count=60,
        item_count=0, since=day - dt.timedelta(days=365), until=day, state=SpotCheckState.SENT, secret="0",
        commitment=NOBODY, word="20261126", witness="吴监督", frame="-", frame_hash=NOBODY, planned_at=at,
        planned_by=city.head, drawn_at=at, drawn_by=city.head, sent_at=at,
    )  # fmt: skip


def _rectifying(city: City, one: Found) -> Any:
    steps = [("start", city.log.work.checked_at[one.check], 0, "")]
    steps += [("stop", one.rectified_at, 0, "")] if one.rectified_at else []
    return city.clock(city.agencies[one.agency].path, one.days, steps)


def _warnings(city: City) -> None:
    _bulk(
        [
            EarlyWarning(
                agency=city.agencies[one.agency], number=f"YJ{number:06d}", rule="duty-due",
                subject_type="catalog.duty", subject_key=f"past-{number}", title="事项逾期", grade=one.grade,
                is_confidential=one.is_confidential, opened_at=one.at, due_on=one.at.astimezone(CHINA).date(),
                **_closing(city, one.closing, one.at + dt.timedelta(days=1)),
            )
            for number, one in enumerate(city.log.work.warned, 1)
        ]
    )  # fmt: skip


def _closing(city: City, closing: str, at: dt.datetime) -> dict[str, Any]:
    if not closing:
        return {}
    by = {"closed_by": city.head, "closing_note": "已核实"} if closing == "withdrawn" else {}
    return {"state": "closed", "closing": closing, "closed_at": at, **by}


def _organisation(city: City) -> None:
    work, places = city.log.work, city.log.places
    for terms in work.terms:
        WorkTerms.objects.create(
            agency=city.agencies[terms.agency], since=terms.since, quotas=terms.quotas,
            training_months=terms.training_months,
        )  # fmt: skip
    _bulk(
        [
            Submission(
                agency=city.agencies[agency], government=city.agencies[places[agency].above or 0], month=month,
                title=f"工作信息{number}", text="正文。", by=city.clerk,
            )
            for number, (agency, month) in enumerate(work.sent, 1)
        ]
    )  # fmt: skip
    courses = _bulk(
        [Course(agency=city.agencies[0], title="业务培训", planned_on=day, held_on=day) for day in work.held_on]
    )
    people = _bulk(
        [
            StaffMember(
                agency=city.agencies[one.agency], name=f"人员{number}", joined_on=one.joined_on, left_on=one.left_on
            )
            for number, one in enumerate(work.members, 1)
        ]
    )
    _bulk(
        [
            Attendance(course=courses[number], person=person, by=city.clerk)
            for one, person in zip(work.members, people, strict=True)
            for number in one.courses
        ]
    )


def _reports(city: City) -> None:
    noon = dt.time(12, tzinfo=CHINA)
    _bulk(
        [
            AnnualReport(
                agency=city.agencies[agency], year=2023, state=ReportState.PUBLISHED, sha256=NOBODY,
                frozen_at=dt.datetime.combine(day, noon), published_at=dt.datetime.combine(day, noon),
            )
            for agency, day in city.log.work.reported.items()
        ]
    )  # fmt: skip

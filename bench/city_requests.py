"""The requests of a seeded city, with everything that hangs on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from bench.city_ground import BATCH, HOUR, City, save_clocks
from bench.city_log import CHINA, Asked
from portal.accounts.models import User
from portal.workdays.models import Clock
from requests_app.actions.intake import REPLY_LIMIT
from requests_app.actions.timing import OPINION_LIMIT
from requests_app.models import (
    Addressee,
    Consultation,
    Decision,
    DisclosureRequest,
    Ending,
    Extension,
    Opinion,
    Satisfaction,
    SearchRecord,
    Stage,
    Supplement,
)
from requests_app.outcomes import Outcome
from requests_app.remedies import standard_remedies
from requests_app.states import DecisionState, StageName, State

REASONS = {  # what the actions note beside an event of the clock, by what was waited for
    ("pause", "supplement"): "supplement asked for",
    ("restart", "supplement"): "supplement received",
    ("pause", "opinion"): "opinion asked for",
    ("resume", "opinion"): "opinions received",
}


def write_requests(city: City, asked: list[Asked]) -> list[DisclosureRequest]:
    """Every request with stages, search, decision and ending, and what it waited for."""
    pairs, rows = [], []
    for one in asked:
        agency = city.agencies[one.agency]
        pairs.append(
            city.clock(
                agency.path, REPLY_LIMIT,
                [(step.what, step.at, step.units, _reason(step.what, one.waits_for)) for step in one.happened],
            )
        )  # fmt: skip
    save_clocks(pairs)
    for one, (clock, _events) in zip(asked, pairs, strict=True):
        rows.append(_request(city, one, clock))
    DisclosureRequest.objects.bulk_create(rows, batch_size=BATCH)
    cases = list(zip(asked, rows, strict=True))
    stages = [stage for one, row in cases for stage in _stages(city, one, row)]
    Stage.objects.bulk_create(stages, batch_size=BATCH)
    given = [(one, row) for one, row in cases if one.outcome and not one.is_withdrawn]
    SearchRecord.objects.bulk_create(
        [
            SearchRecord(
                request=row, places="档案室", terms="低保", result="查到一份", at=one.ended_at - 2 * HOUR, by=city.clerk
            )  # type: ignore[operator]
            for one, row in given
        ],
        batch_size=BATCH,
    )
    decisions = Decision.objects.bulk_create([_decision(city, one, row) for one, row in given], batch_size=BATCH)
    of = {decision.request_id: decision for decision in decisions}
    Ending.objects.bulk_create(
        [_ending(one, row, of.get(row.pk)) for one, row in cases if one.outcome], batch_size=BATCH
    )
    _waited_for(city, cases)
    Satisfaction.objects.bulk_create(
        [
            Satisfaction(agency=row.agency, request=row, score=one.rated[0], on=one.rated[1])
            for one, row in cases
            if one.rated
        ],
        batch_size=BATCH,
    )
    return rows


def _reason(what: str, waits_for: str) -> str:
    if what == "extend":
        return "需要补充检索"
    return _(REASONS[what, waits_for]) if (what, waits_for) in REASONS else ""


def state_of(one: Asked) -> str:
    """Where a request stands, from what happened last."""
    if one.outcome:
        ended = State.WITHDRAWN if one.is_withdrawn else State.ANSWERED
        return State.ARCHIVED if one.is_archived else ended
    if one.happened[-1].what == "pause":
        return State.SUPPLEMENTING if one.waits_for == "supplement" else State.CONSULTING
    return State.PROCESSING


def _request(city: City, one: Asked, clock: Clock) -> DisclosureRequest:
    agency = city.agencies[one.agency]
    is_answered = bool(one.outcome) and not one.is_withdrawn
    return DisclosureRequest(
        agency=agency, root_path=agency.root_path, number=f"{agency.code.upper()}-YSQ-{one.at.year}-{one.number:05d}",
        clock=clock, filed_at=one.at, received_on=one.at.astimezone(CHINA).date(), channel=one.channel,
        category=one.category, name="张三", identity_kind="id_card", identity_number="11010519491231002X",
        phone="13800000000", subject="低保名单的公开时间", state=state_of(one), handler=city.clerk,
        answered_at=one.ended_at if is_answered else None,
        working_days=max(clock.total - clock.days_left(), 0) if is_answered else None,
        **city.receipt(f"request-{one.number}"),
    )  # fmt: skip


def _stages(city: City, one: Asked, row: DisclosureRequest) -> list[Stage]:
    entered: list[tuple[StageName, dt.datetime, User | None]] = [
        (StageName.RECEIVE, one.at, None if one.channel == "online" else city.clerk),
        (StageName.REGISTER, one.at + HOUR, city.clerk),
        (StageName.PROCESS, one.at + 2 * HOUR, city.clerk),
    ]
    entered += [(StageName.PROCESS, step.at, city.clerk) for step in one.happened if step.what == "restart"]
    if one.ended_at and not one.is_withdrawn:
        entered += [(StageName.REVIEW, one.ended_at - HOUR, city.clerk), (StageName.REPLY, one.ended_at, city.head)]
    if one.ended_at and one.is_archived:
        entered.append((StageName.ARCHIVE, one.ended_at + 24 * HOUR, city.clerk))
    return [Stage(request=row, name=name, at=at, by=by) for name, at, by in entered]


def _decision(city: City, one: Asked, row: DisclosureRequest) -> Decision:
    outcome = Outcome(one.outcome)
    return Decision(
        request=row, state=DecisionState.APPROVED, outcome=outcome, article=outcome.article,
        grounds="经查，理由如下。" if outcome.needs_grounds else "", text="现予答复。",
        remedies=standard_remedies(row.agency), author=city.clerk,
        drafted_at=one.ended_at - HOUR, reviewer=city.head, reviewed_at=one.ended_at,  # type: ignore[operator]
    )  # fmt: skip


def _ending(one: Asked, row: DisclosureRequest, decision: Decision | None) -> Ending:
    ending = Ending(request=row, outcome=one.outcome, at=one.ended_at, decision=decision)
    if decision is not None:
        ending.working_days, ending.is_on_time = row.working_days, one.ended_at <= row.clock.due_at  # type: ignore[operator]
    return ending


def _waited_for(city: City, cases: list[tuple[Asked, DisclosureRequest]]) -> None:
    supplements, extensions, letters, pairs = [], [], [], []
    for one, row in cases:
        at = {step.what: step.at for step in one.happened}
        if one.waits_for == "supplement" and "pause" in at:
            supplements.append(_supplement(city, row, at))
        if one.waits_for == "opinion" and "pause" in at:
            steps = [("start", at["pause"], 0, "")] + ([("stop", at["resume"], 0, "")] if "resume" in at else [])
            pairs.append(city.clock(row.agency.path, OPINION_LIMIT, steps))
            letters.append(_consultation(city, row, pairs[-1][0], at))
        extensions += [_extension(city, one, row, step.units) for step in one.happened if step.what == "extend"]
    save_clocks(pairs)
    for letter in letters:
        letter.clock_id = letter.clock.pk
    for model, rows in ((Supplement, supplements), (Extension, extensions), (Consultation, letters)):
        model.objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]


def _supplement(city: City, row: DisclosureRequest, at: dict[str, dt.datetime]) -> Supplement:
    asked, received = at["pause"], at.get("restart")
    return Supplement(
        request=row, points="请写明年度", respond_by=asked.astimezone(CHINA).date() + dt.timedelta(days=15),
        asked_at=asked, asked_by=city.clerk, received_at=received, text="2025年" if received else "",
    )  # fmt: skip


def _consultation(city: City, row: DisclosureRequest, clock: Clock, at: dict[str, dt.datetime]) -> Consultation:
    received = at.get("resume")
    return Consultation(
        request=row, addressee=Addressee.THIRD_PARTY, party="某公司", letter="请函复意见。", clock=clock,
        asked_at=at["pause"], asked_by=city.clerk, opinion=Opinion.CONSENT if received else "", received_at=received,
    )  # fmt: skip


def _extension(city: City, one: Asked, row: DisclosureRequest, units: int) -> Extension:
    step = next(step for step in one.happened if step.what == "extend")
    until = one.happened[: one.happened.index(step) + 1]
    steps: Callable[[int], list[Any]] = lambda end: [(s.what, s.at, s.units, "") for s in until[:end]]  # noqa: E731
    before, after = (city.clock(row.agency.path, REPLY_LIMIT, steps(end))[0].due_on for end in (-1, len(until)))
    return Extension(
        request=row, days=units, reason="需要补充检索", due_before=before, due_after=after, at=step.at, by=city.head
    )

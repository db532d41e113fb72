"""The longer phrases of letters: what a row of the case says in a sentence of its own."""

from __future__ import annotations

from requests_app.letter_subject import Subject
from requests_app.letter_words import article_in_words, day, day_of, in_words
from requests_app.models import (
    Decision,
    DisclosureRequest,
    Extension,
    OwnDate,
    ReasonsNotice,
    Responsible,
    SearchRecord,
    Supplement,
)
from requests_app.outcomes import Outcome


def contacts(request: DisclosureRequest) -> str:
    return "，".join(contact for contact in (request.phone, request.email, request.address) if contact)


def searched(record: SearchRecord) -> str:
    return f"{day_of(record.at)}，{record.places}（{record.terms}）：{record.result}"


def supplemented(asked: Supplement) -> str:
    received = f"，{day_of(asked.received_at)}收到补正" if asked.received_at else ""
    return f"{day_of(asked.asked_at)}告知补正{received}"


def reasons(asked: ReasonsNotice) -> str:
    given = f"，{day_of(asked.given_at)}收到申请人说明的理由" if asked.given_at else ""
    return f"{day_of(asked.asked_at)}要求说明理由{given}"


def found_wanting(about: Subject) -> str:
    """Why an excessive request is not processed: article 35 lets nobody be refused who was not asked before."""
    if about.decision is None or not about.is_refused_as_excessive or (asked := about.reasons) is None:
        return ""
    what = "该申请" if about.decision.outcome == Outcome.EXCESSIVE else "有关事项"
    because = (
        f"你（单位）于{day_of(asked.given_at)}作出说明。经审查，本机关认为申请理由不合理"
        if asked.given_at
        else f"你（单位）至{day(asked.respond_by)}期限届满未说明理由"
    )
    return (
        "你（单位）申请公开政府信息的数量、频次明显超过合理范围，"
        f"本机关于{day_of(asked.asked_at)}书面要求你（单位）说明理由，{because}，决定对{what}不予处理。"
    )


def later_day(later: Extension | OwnDate) -> str:
    return day(later.due_on if isinstance(later, OwnDate) else later.due_after)


def consented(later: Extension | OwnDate) -> str:
    if isinstance(later, OwnDate):
        return "你（单位）的申请理由合理，但是无法在条例第三十三条规定的期限内答复，本机关确定延迟答复的合理期限，"
    return f"经本机关政府信息公开工作机构负责人同意，答复期限延长{later.days}个工作日，"


def lengthened(later: Extension | OwnDate) -> str:
    by = "" if isinstance(later, OwnDate) else f"延长{later.days}个工作日，"
    return f"{by}由{day(later.due_before)}延至{later_day(later)}"


def matters(about: Subject) -> str:
    lines = [
        f"（{in_words(ruling.matter.number)}）{ruling.matter.subject}：{ruling.get_outcome_display()}"
        + (f"（条例{article_in_words(ruling.article)}）" if ruling.article else "")
        for ruling in about.rulings
    ]
    return "\n".join(["各事项处理决定如下：", *lines]) if lines else ""


def withheld(decision: Decision) -> str:
    return "；".join(f"{part.what}（{part.ground.name}）" for part in decision.withheld.select_related("ground"))


def published(decision: Decision) -> str:
    return f"{decision.item.title}（索引号：{decision.item.index_no}）" if decision.item else ""


def named(responsible: Responsible) -> str:
    return f"{responsible.name}（联系方式：{responsible.contact}）"

"""What stands in a letter: the placeholders of its template, each filled from the case when the template names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from requests_app import letter_phrases as phrases
from requests_app.letter_subject import Subject
from requests_app.letter_words import article_in_words, day, day_of
from requests_app.models import (
    Addressee,
    Consultation,
    Decision,
    DisclosureRequest,
    Extension,
    OwnDate,
    Supplement,
)

# What an action says beside the case: its keyword, and the placeholder that it fills.
SAID = {
    "matters": "事项",
    "reason": "理由",
    "respond_by": "期限",
    "amount": "收费金额",
    "rate": "收费标准",
    "payment": "缴费方式",
}

_WHY_ASKED = {
    Addressee.THIRD_PARTY: ("公开该政府信息可能损害第三方合法权益。", "第三十二条"),
    Addressee.CO_MAKER: ("该政府信息由两个以上行政机关共同制作。", "第三十四条"),
}


def values_of(
    request: DisclosureRequest,
    *,
    number: str = "",
    addressee: str = "",
    shows_identity: bool = False,
    supplement: Supplement | None = None,
    extension: Extension | OwnDate | None = None,
    consultation: Consultation | None = None,
    decision: Decision | None = None,
    **said: Any,
) -> Mapping[str, str]:
    """Every placeholder with its text, empty where the case has nothing to say.

    Rows that are not given are the latest of the case, looked up for the first placeholder that needs them. `said` are
    the keywords of `SAID`. The identity number is masked unless `shows_identity`. Always in the installation's
    language: letters are kept.
    """
    about = Subject(request, number, addressee, shows_identity, supplement, extension, consultation, decision)
    return _Values(about, {SAID[name]: _plain(value) for name, value in said.items()})


class _Values(Mapping[str, str]):
    """The text of each of `PLACEHOLDERS`, put together once, when it is asked for."""

    def __init__(self, about: Subject, said: dict[str, str]) -> None:
        self._about = about
        self._known = dict.fromkeys(SAID.values(), "") | said

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            with translation.override(settings.LANGUAGE_CODE):
                self._known[name] = _OF_THE_CASE[name](self._about)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PLACEHOLDERS)

    def __len__(self) -> int:
        return len(PLACEHOLDERS)


def _plain(value: object) -> str:
    return day(value) if isinstance(value, dt.date) else str(value)


Text = Callable[[Subject], str]


def _case(tell: Callable[[DisclosureRequest], str]) -> Text:
    return lambda about: tell(about.request)


def _row(name: str, tell: Callable[[Any], str]) -> Text:
    """What `tell` says of the row of the case with this name; nothing if the case has none."""

    def text(about: Subject) -> str:
        row = getattr(about, name)
        return "" if row is None else tell(row)

    return text


_OF_THE_CASE: Mapping[str, Text] = {
    "文号": lambda about: about.number,
    "收件人": lambda about: about.addressee or about.request.name,
    "日期": lambda _about: day(timezone.localdate()),
    "机关": _case(lambda request: request.agency.name),
    "机关简称": _case(lambda request: request.agency.short_name),
    "机关地址": _case(lambda request: request.agency.address),
    "机关电话": _case(lambda request: request.agency.phone),
    "办公时间": _case(lambda request: request.agency.office_hours),
    "受理编号": _case(lambda request: request.number),
    "申请内容": _case(lambda request: request.subject),
    "具体描述": _case(lambda request: request.description),
    "申请日期": _case(lambda request: day_of(request.filed_at)),
    "收到日期": _case(lambda request: day(request.received_on)),
    "答复期限": _case(lambda request: day(request.clock.due_on)),
    "申请途径": _case(lambda request: request.get_channel_display()),
    "提供形式": _case(lambda request: request.get_form_wanted_display()),
    "获取途径": _case(lambda request: request.get_delivery_display()),
    "办理状态": _case(lambda request: request.get_state_display()),
    "答复日期": _case(lambda request: day_of(request.answered_at)),
    "发出文书": _case(
        lambda request: "\n".join(f"{one.get_form_display()} {one.number}" for one in request.letters.all())
    ),
    "申请人": _case(lambda request: request.name),
    "申请人类别": _case(lambda request: request.get_category_display()),
    "证件名称": _case(lambda request: request.get_identity_kind_display()),
    "证件号码": lambda about: about.request.identity_number if about.shows_identity else about.request.masked_identity,
    "联系电话": _case(lambda request: request.phone),
    "电子邮箱": _case(lambda request: request.email),
    "通信地址": _case(lambda request: request.address),
    "申请人联系方式": _case(phrases.contacts),
    "经办人": _case(lambda request: request.handler.full_name if request.handler else ""),
    "检索情况": _case(lambda request: "\n".join(map(phrases.searched, request.searches.all()))),
    "补正内容": _row("supplement", lambda asked: asked.points),
    "补正期限": _row("supplement", lambda asked: day(asked.respond_by)),
    "补正情况": _row("supplement", phrases.supplemented),
    "说明理由情况": _row("reasons", phrases.reasons),
    "申请人理由": _row("reasons", lambda asked: asked.reasons),
    "理由认定": phrases.found_wanting,
    "延期依据": _row("extension", lambda later: "第三十五条" if isinstance(later, OwnDate) else "第三十三条第二款"),
    "延期决定": _row("extension", phrases.consented),
    "延期天数": _row("extension", lambda later: "" if isinstance(later, OwnDate) else str(later.days)),
    "延期理由": _row("extension", lambda later: later.reason),
    "原答复期限": _row("extension", lambda later: day(later.due_before)),
    "延期后期限": _row("extension", phrases.later_day),
    "延期情况": lambda about: "；".join(map(phrases.lengthened, about.later_days)),
    "征求意见对象": _row("consultation", lambda asked: asked.party),
    "征求意见内容": _row("consultation", lambda asked: asked.letter),
    "征求意见缘由": _row("consultation", lambda asked: _WHY_ASKED[Addressee(asked.addressee)][0]),
    "征求意见依据": _row("consultation", lambda asked: _WHY_ASKED[Addressee(asked.addressee)][1]),
    "征求意见日期": _row("consultation", lambda asked: day_of(asked.asked_at)),
    "意见期限": _row("consultation", lambda asked: day(asked.clock.due_on)),
    "第三方意见": _row("consultation", lambda asked: asked.opinion_text),
    "征求意见情况": lambda about: "\n".join(
        f"{one.party}：{one.get_opinion_display() or '待反馈'}" for one in about.consultations
    ),
    "决定": _row("decision", lambda decision: decision.get_outcome_display()),
    "依据条款": _row("decision", lambda decision: article_in_words(decision.article)),
    "分项决定": phrases.matters,
    "不予公开部分": _row("decision", phrases.withheld),
    "事实和理由": _row("decision", lambda decision: decision.grounds),
    "答复内容": _row("decision", lambda decision: decision.text),
    "公开信息": _row("decision", phrases.published),
    "负责公开机关": _row("responsible", phrases.named),
    "救济途径": _row("decision", lambda decision: decision.remedies),
    "拟稿人": _row("decision", lambda decision: decision.author.full_name),
    "审核人": _row("decision", lambda decision: decision.reviewer.full_name if decision.reviewer else ""),
    "审核日期": _row("decision", lambda decision: day_of(decision.reviewed_at)),
}

PLACEHOLDERS = (*_OF_THE_CASE, *SAID.values())
"""Every name that a template may put in curly brackets, in the order in which they are offered."""

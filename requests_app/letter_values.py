"""What stands in a letter: the placeholders of its template, filled from the case as it is now."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from requests_app.models import (
    Addressee,
    Consultation,
    Decision,
    DisclosureRequest,
    Extension,
    OwnDate,
    Responsible,
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

_OF_THE_CASE = """
文号 收件人 日期 机关 机关简称 机关地址 机关电话 办公时间
受理编号 申请内容 具体描述 申请日期 收到日期 答复期限 申请途径 提供形式 获取途径 办理状态 答复日期 发出文书
申请人 申请人类别 证件名称 证件号码 联系电话 电子邮箱 通信地址 申请人联系方式
经办人 检索情况 补正内容 补正期限 补正情况 延期依据 延期决定 延期天数 延期理由 原答复期限 延期后期限 延期情况
征求意见对象 征求意见内容 征求意见缘由 征求意见依据 征求意见日期 意见期限 第三方意见 征求意见情况
决定 依据条款 分项决定 不予公开部分 事实和理由 答复内容 公开信息 负责公开机关 救济途径 拟稿人 审核人 审核日期
"""
PLACEHOLDERS = (*_OF_THE_CASE.split(), *SAID.values())
"""Every name that a template may put in curly brackets, in the order in which they are offered."""

_DIGITS = "〇一二三四五六七八九"
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
) -> dict[str, str]:
    """Every placeholder with its text, empty where the case has nothing to say.

    Rows that are not given are the latest of the case. `said` are the keywords of `SAID`. The identity number is
    masked unless `shows_identity`. Always in the installation's language: letters are kept.
    """
    with translation.override(settings.LANGUAGE_CODE):
        values = (
            dict.fromkeys(PLACEHOLDERS, "") | _of_case(request) | _of_applicant(request, shows_identity=shows_identity)
        )
        values |= {"文号": number, "收件人": addressee or request.name, "日期": day(timezone.localdate())}
        values |= _of_supplement(supplement or Supplement.objects.filter(request=request).first())
        values |= _of_extension(extension or Extension.objects.filter(request=request).first())
        values |= _of_consultations(request, consultation)
        values |= _of_decision(decision or Decision.objects.filter(request=request).last())
        return values | {SAID[name]: _plain(value) for name, value in said.items()}


def day(date: dt.date | None) -> str:
    """A day as official letters write it; nothing for None."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def article_in_words(article: str) -> str:
    """`36(1)(2)` as 第三十六条第(一)项、第(二)项."""
    found = re.fullmatch(r"(\d{1,2})((?:\(\d\))*)", article)
    if found is None:
        return article
    points = "、".join(f"第（{_in_words(int(point))}）项" for point in re.findall(r"\d", found[2]))
    return f"第{_in_words(int(found[1]))}条{points}"


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return front + (_DIGITS[ones] if ones else "")


def _plain(value: object) -> str:
    return day(value) if isinstance(value, dt.date) else str(value)


def _of_case(request: DisclosureRequest) -> dict[str, str]:
    agency = request.agency
    answered = request.answered_at and timezone.localdate(request.answered_at)
    return {
        "机关": agency.name,
        "机关简称": agency.short_name,
        "机关地址": agency.address,
        "机关电话": agency.phone,
        "办公时间": agency.office_hours,
        "受理编号": request.number,
        "申请内容": request.subject,
        "具体描述": request.description,
        "申请日期": day(timezone.localdate(request.filed_at)),
        "收到日期": day(request.received_on),
        "答复期限": day(request.clock.due_on),
        "申请途径": request.get_channel_display(),
        "提供形式": request.get_form_wanted_display(),
        "获取途径": request.get_delivery_display(),
        "办理状态": request.get_state_display(),
        "答复日期": day(answered),
        "经办人": request.handler.full_name if request.handler else "",
        "检索情况": "\n".join(
            f"{day(timezone.localdate(search.at))}，{search.places}（{search.terms}）：{search.result}"
            for search in request.searches.all()
        ),
        "发出文书": "\n".join(f"{letter.get_form_display()} {letter.number}" for letter in request.letters.all()),
    }


def _of_applicant(request: DisclosureRequest, *, shows_identity: bool) -> dict[str, str]:
    contacts = (request.phone, request.email, request.address)
    return {
        "申请人": request.name,
        "申请人类别": request.get_category_display(),
        "证件名称": request.get_identity_kind_display(),
        "证件号码": request.identity_number if shows_identity else request.masked_identity,
        "联系电话": request.phone,
        "电子邮箱": request.email,
        "通信地址": request.address,
        "申请人联系方式": "，".join(contact for contact in contacts if contact),
    }


def _of_supplement(asked: Supplement | None) -> dict[str, str]:
    if asked is None:
        return {}
    received = f"，{day(timezone.localdate(asked.received_at))}收到补正" if asked.received_at else ""
    return {
        "补正内容": asked.points,
        "补正期限": day(asked.respond_by),
        "补正情况": f"{day(timezone.localdate(asked.asked_at))}告知补正{received}",
    }


def _of_extension(extension: Extension | OwnDate | None) -> dict[str, str]:
    if extension is None:
        return {}
    if isinstance(extension, OwnDate):
        return _of_own_date(extension)
    return {
        "延期依据": "第三十三条第二款",
        "延期决定": f"经本机关政府信息公开工作机构负责人同意，答复期限延长{extension.days}个工作日，",
        "延期天数": str(extension.days),
        "延期理由": extension.reason,
        "原答复期限": day(extension.due_before),
        "延期后期限": day(extension.due_after),
        "延期情况": f"延长{extension.days}个工作日，由{day(extension.due_before)}延至{day(extension.due_after)}",
    }


def _of_own_date(own: OwnDate) -> dict[str, str]:
    return {
        "延期依据": "第三十五条",
        "延期决定": "你（单位）的申请理由合理，但是无法在条例第三十三条规定的期限内答复，"
        "本机关确定延迟答复的合理期限，",
        "延期理由": own.reason,
        "原答复期限": day(own.due_before),
        "延期后期限": day(own.due_on),
        "延期情况": f"由{day(own.due_before)}延至{day(own.due_on)}",
    }


def _of_consultations(request: DisclosureRequest, asked: Consultation | None) -> dict[str, str]:
    every = list(request.consultations.select_related("clock"))
    asked = asked or (every[-1] if every else None)
    if asked is None:
        return {}
    why, article = _WHY_ASKED[Addressee(asked.addressee)]
    return {
        "征求意见对象": asked.party,
        "征求意见内容": asked.letter,
        "征求意见缘由": why,
        "征求意见依据": article,
        "征求意见日期": day(timezone.localdate(asked.asked_at)),
        "意见期限": day(asked.clock.due_on),
        "第三方意见": asked.opinion_text,
        "征求意见情况": "\n".join(f"{one.party}：{one.get_opinion_display() or '待反馈'}" for one in every),
    }


def _of_decision(decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {}
    item = decision.item
    reviewed = decision.reviewed_at and timezone.localdate(decision.reviewed_at)
    return {
        "决定": decision.get_outcome_display(),
        "依据条款": article_in_words(decision.article),
        "分项决定": _of_matters(decision),
        "不予公开部分": "；".join(
            f"{part.what}（{part.ground.name}）" for part in decision.withheld.select_related("ground")
        ),
        "负责公开机关": _responsible(decision.request),
        "事实和理由": decision.grounds,
        "答复内容": decision.text,
        "公开信息": f"{item.title}（索引号：{item.index_no}）" if item else "",
        "救济途径": decision.remedies,
        "拟稿人": decision.author.full_name,
        "审核人": decision.reviewer.full_name if decision.reviewer else "",
        "审核日期": day(reviewed),
    }


def _of_matters(decision: Decision) -> str:
    lines = [
        f"（{_in_words(ruling.matter.number)}）{ruling.matter.subject}：{ruling.get_outcome_display()}"
        + (f"（条例{article_in_words(ruling.article)}）" if ruling.article else "")
        for ruling in decision.rulings.select_related("matter")
    ]
    return "\n".join(["各事项处理决定如下：", *lines]) if lines else ""


def _responsible(request: DisclosureRequest) -> str:
    named = Responsible.objects.filter(request=request).first()
    return f"{named.name}（联系方式：{named.contact}）" if named else ""

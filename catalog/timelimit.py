"""Reading the time limits that governments write into their catalogs.

A text is cut into clauses, and each clause has to be understood as a whole: a number with its unit and the event it
runs from, or a pace. A clause that leaves a remainder makes the whole text `NOT_UNDERSTOOD`: it is kept as written and
flagged, never guessed. No event named is read as `UNSTATED`, not as the statutory one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from catalog.limits import Cadence, Reading, Trigger
from portal.workdays.vocabulary import Unit

MAX_LENGTH = 300


class Limit(NamedTuple):
    """One limit: `number` of `unit` after `trigger`, or a `cadence`; `about` is the part of the entry it is for."""

    trigger: str = ""
    number: int | None = None
    unit: str = ""
    cadence: str = ""
    about: str = ""


class Understood(NamedTuple):
    """What a text was read as."""

    reading: Reading
    limits: tuple[Limit, ...] = ()


_INFORMATION = r"(?:该|所述)?(?:政府|公开事项)?信息"
_FORMING = r"(?:形成|变更|产生|制定|制作|获取|或者|或|及|和|、|\((?:形成|变更|、)+\))+"
_PEOPLE = r"本级人民代表大会(?:或(?:者)?其常务委员会)?"
TRIGGERS: tuple[tuple[str, Trigger], ...] = (
    (rf"(?:{_INFORMATION})?{_FORMING}(?:{_INFORMATION})?", Trigger.FORMED),
    (r"(?:自?作出(?:行政)?决定|(?:在)?决定作出)", Trigger.DECIDED),
    (r"收到申请", Trigger.REQUESTED),
    (rf"{_PEOPLE}批准", Trigger.APPROVED),
    (r"(?:分配)?结果确定", Trigger.DETERMINED),
    (r"收到征地批准文件", Trigger.RECEIVED),
    (r"实地启动拟征收土地工作", Trigger.STARTED),
    (r"拟征收土地现状调查结束", Trigger.ENDED),
    (r"(?:突发)?事件发生", Trigger.OCCURRED),
)
# What the limit is about, before the event: a kind of information that catalogs name, and nothing else.
_ABOUT = (
    r"(?:(?:其他)?(?:相关|结果|执法决定)信息|除处罚决定外其他内容|(?:行政)?处罚决定|行政处罚"
    r"|行政许可(?:、|和)行政处罚(?:事项)?|(?:突发)?事件信息)"
)
_START = r"(?:自|从|在|于)?"
_SINCE = r"(?:之日起|之日|之后|后|起|时)?"
_PLACE = r"(?:在村公示栏)"
_PUBLISH = rf"(?:及时|予以|应当|主动|向社会|{_PLACE})*(?:公开|公示|发布|公布)?"
_UNITS = {"工作日": Unit.WORKING_DAY, "日": Unit.CALENDAR_DAY, "天": Unit.CALENDAR_DAY, "小时": Unit.HOUR}
_UNITS |= {"自然日": Unit.CALENDAR_DAY}
_COUNT = r"(?P<number>\d{1,3})个?(?P<unit>工作日|自然日|小时|日|天)"
_EVENT = "|".join(f"(?P<t{place}>{pattern})" for place, (pattern, _trigger) in enumerate(TRIGGERS))
NUMBERED = re.compile(rf"(?P<about>{_ABOUT}(?=.))?{_START}(?:{_EVENT})?{_SINCE},?{_COUNT}(?:以?内)?,?{_PUBLISH}")
DISPLAYED = re.compile(rf"公示(?:期)?(?:不少于|为)?{_COUNT}")
AT_EVENT = re.compile(rf"(?P<about>{_ABOUT}(?=.))?{_START}(?:{_EVENT})时,?{_PUBLISH}")
PACES: tuple[tuple[str, Cadence], ...] = (
    (r"实时", Cadence.AT_ONCE),
    (r"(?:按|根据|随)(?:工作|项目|工程)?进展(?:情况)?(?:及时)?", Cadence.ON_PROGRESS),
    (r"及时", Cadence.PROMPT),
    (r"(?:保持)?(?:长期|常年)(?:公开)?(?:\(动态调整\))?", Cadence.PERMANENT),
    (r"(?:每月|按月)(?:至少)?(?:更新)?(?:1次)?", Cadence.MONTHLY),
    (r"(?:每季度?|按季度?)(?:至少)?(?:更新)?(?:1次)?", Cadence.QUARTERLY),
    (r"(?:每半年|半年)(?:至少)?(?:更新)?(?:1次)?", Cadence.HALF_YEARLY),
    (r"(?:每年|按年|年度)(?:至少)?(?:更新)?(?:1次)?", Cadence.YEARLY),
    (r"随采购公告(?:、采购文件)?", Cadence.WITH_PROCUREMENT),
    (r"(?:同|与)政策文件同步", Cadence.WITH_POLICY),
    (r"法律、?法规(?:对\S{1,10})?另有规定的,?从其规定", Cadence.OTHER_LAW),
)
PACED = tuple((re.compile(rf"(?P<about>{_ABOUT}(?=.))?{pattern}{_PUBLISH}"), cadence) for pattern, cadence in PACES)
_RESERVATION = re.compile(r"(法律、?法规(?:对[^;,]{1,10})?另有规定的),(从其规定)")
_CHINESE = str.maketrans("一二两三四五六七八九", "1223456789")


def read(text: str) -> Understood:
    """Read the text of a time limit. Never raises: blank is NOT_STATED, anything unknown is NOT_UNDERSTOOD."""
    plain = _plain(text[: MAX_LENGTH + 1])
    if not plain:
        return Understood(Reading.NOT_STATED)
    if len(plain) > MAX_LENGTH:
        return Understood(Reading.NOT_UNDERSTOOD)
    limits: list[Limit] = []
    for clause in filter(None, re.split(r"[;。]", plain)):
        read_clause = _clause(clause)
        if not read_clause:
            return Understood(Reading.NOT_UNDERSTOOD)
        limits += read_clause
    return Understood(Reading.STATED, tuple(limits)) if limits else Understood(Reading.NOT_UNDERSTOOD)


def _plain(text: str) -> str:
    """One spelling: half-width signs, Arabic figures, no blanks."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("法律法规", "法律、法规")
    text = _RESERVATION.sub(r"\1\2", text)
    return re.sub(r"[一二两三四五六七八九]?十?[一二两三四五六七八九]?(?=个?工作日|日内|天内|小时|次)", _figure, text)


def _figure(match: re.Match[str]) -> str:
    figure = match[0]
    if "十" not in figure:
        return figure.translate(_CHINESE)
    tens, ones = figure.split("十")
    return f"{tens.translate(_CHINESE) or '1'}{ones.translate(_CHINESE) or '0'}"


def _clause(clause: str) -> list[Limit]:
    """The limits of one clause: read whole, or else cut at its commas; empty if a part is not understood."""
    if (whole := _part(clause)) is not None:
        return [whole]
    parts = [_part(part) for part in clause.split(",") if part]
    return [part for part in parts if part is not None] if None not in parts else []


def _part(part: str) -> Limit | None:
    if match := DISPLAYED.fullmatch(part):
        return Limit(number=int(match["number"]), unit=_UNITS[match["unit"]], cadence=Cadence.DISPLAYED)
    for pattern, cadence in PACED:
        if match := pattern.fullmatch(part):
            return Limit(cadence=cadence, about=match["about"] or "")
    if match := AT_EVENT.fullmatch(part):
        return Limit(trigger=_trigger(match), cadence=Cadence.AT_EVENT, about=match["about"] or "")
    if (match := NUMBERED.fullmatch(part)) and int(match["number"]):
        number, unit = int(match["number"]), _UNITS[match["unit"]]
        return Limit(trigger=_trigger(match), number=number, unit=unit, about=match["about"] or "")
    return None


def _trigger(match: re.Match[str]) -> Trigger:
    found = (trigger for place, (_pattern, trigger) in enumerate(TRIGGERS) if match[f"t{place}"])
    return next(found, Trigger.UNSTATED)

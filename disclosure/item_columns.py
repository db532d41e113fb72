"""Columns of a file of items: their headers with what other systems call them, and how a cell is read.

The headers are Chinese whatever language the reader works in: files travel between offices.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Stage
from disclosure.headed_table import named
from disclosure.models import Attribute, Audience, Kind, Salience, Subject
from portal.refusals import Refused

FIRST_YEAR, LAST_YEAR = 1949, 2100
LANGUAGES = ("zh-hans", "en")
_DATE = re.compile(
    r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)


class ItemColumn(NamedTuple):
    """A column: the field of the item form it fills, its header, and other headers that are understood."""

    field: str
    header: str
    names: str = ""
    help: str | Promise = ""
    choices: Any = None
    is_required: bool = False
    is_date: bool = False


_DAY_HELP = gettext_lazy("Such as 2026-01-02, 2026/1/2 or 2026年1月2日.")
COLUMNS = (
    ItemColumn(
        "external_no",
        "外部编号",
        "原编号 原系统编号 外部ID 系统编号 编号 ID external_no",
        gettext_lazy("The number in the system before, at most 100 characters; the same number is the same item."),
        is_required=True,
    ),
    ItemColumn(
        "agency",
        "机构代码",
        "单位 发布机构 发布单位 机构 公开主体 机构名称 agency",
        gettext_lazy("Code or name of an agency you write for; blank: the one chosen with the file."),
    ),
    ItemColumn("title", "标题", "名称 信息标题 信息名称 title", is_required=True),
    ItemColumn(
        "body",
        "正文",
        "内容 信息内容 正文内容 body",
        gettext_lazy("Plain text, one line for each paragraph, or HTML."),
        is_required=True,
    ),
    ItemColumn("summary", "摘要", "概述 内容概述 信息摘要 summary"),
    ItemColumn("kind", "体裁", "体裁分类 文种 kind", gettext_lazy("Blank: a notice."), Kind),
    ItemColumn("subject", "主题", "主题分类 subject", choices=Subject),
    ItemColumn("keywords", "关键词", "主题词 关键字 keywords", gettext_lazy("Separated by spaces.")),
    ItemColumn(
        "entry",
        "目录事项",
        "目录编码 事项编码 公开事项 公开事项编码 entry",
        gettext_lazy("Code of the entry in the catalog."),
    ),
    ItemColumn(
        "attribute",
        "公开属性",
        "公开方式 公开类型 attribute",
        gettext_lazy("Decided at the source; never blank."),
        Attribute,
        is_required=True,
    ),
    ItemColumn(
        "ground",
        "不公开理由",
        "不予公开理由 不公开依据 不予公开依据 不公开理由/依据 ground",
        gettext_lazy("Code, article or name of the ground in the negative list; only for what is not disclosed."),
    ),
    ItemColumn("ground_note", "不公开事实", "不予公开事实 依据说明 不公开说明 ground_note"),
    ItemColumn("doc_number", "发文字号", "文号 文件编号 doc_number"),
    ItemColumn("source_name", "来源", "信息来源 来源单位 source_name"),
    ItemColumn("source_url", "来源网址", "来源地址 原文网址 source_url"),
    ItemColumn("doc_date", "成文日期", "印发日期 制发日期 doc_date", _DAY_HELP, is_date=True),
    ItemColumn("effective_on", "生效日期", "施行日期 实施日期 effective_on", _DAY_HELP, is_date=True),
    ItemColumn("valid_until", "废止日期", "失效日期 有效期至 valid_until", _DAY_HELP, is_date=True),
    ItemColumn("stage", "五公开阶段", "五公开 五公开环节 公开环节 stage", choices=Stage),
    ItemColumn("audience", "受众", "公开对象 公开范围 audience", gettext_lazy("Blank: everyone."), Audience),
    ItemColumn("readers", "读者群体", "特定群体 readers", gettext_lazy("Name of the group; only for a named group.")),
    ItemColumn(
        "salience",
        "关注类型",
        "三个最 最关注最密切最易腐败 salience",
        gettext_lazy("Several with 、 between."),
        Salience,
    ),
)
BY_FIELD = {column.field: column for column in COLUMNS}
ALIASES: Mapping[str, Mapping[str, str]] = {
    "attribute": {"主动": "proactive", "依申请": "on_request", "不公开": "withheld", "不予公开": "withheld"},
    "audience": {"全社会": "everyone", "社会公众": "everyone", "所有人": "everyone", "特定群体": "group"},
    "stage": {"决策": "decision", "执行": "execution", "管理": "management", "服务": "service", "结果": "result"},
}
"""What files write for a choice besides its label."""


FIELDS = {named(name): column.field for column in COLUMNS for name in (column.header, *column.names.split())}


def label(choice: Any) -> str:
    """The Chinese label of a choice, as the template offers it."""
    with translation.override(LANGUAGES[0]):
        return str(choice.label)


@lru_cache(maxsize=16)
def _values(field: str) -> dict[str, str]:
    column = BY_FIELD[field]
    known = {named(name): value for name, value in ALIASES.get(field, {}).items() if value in column.choices.values}
    for choice in column.choices:
        known[named(choice.value)] = choice.value
        for language in LANGUAGES:
            with translation.override(language):
                known[named(str(choice.label))] = choice.value
    return known


def chosen(field: str, cell: str) -> str:
    """The value that `cell` names, by label or by value. Raises Refused."""
    value = _values(field).get(named(cell))
    if value is None:
        words = {"cell": cell[:40], "choices": "、".join(label(choice) for choice in BY_FIELD[field].choices)}
        raise Refused(_("“%(cell)s” is not one of: %(choices)s.") % words, field=field)
    return value


def several(field: str, cell: str) -> list[str]:
    """The values that `cell` names, with 、 or a comma or semicolon between. Raises Refused."""
    return [chosen(field, part) for part in re.split(r"[、,，;；]", cell) if part.strip()]


def day(field: str, cell: str) -> dt.date:
    """The day that `cell` names, in any of the usual spellings. Raises Refused."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    try:
        year, month, number = (int(part) for part in found.groups() if part)  # type: ignore[union-attr]
        if FIRST_YEAR <= year <= LAST_YEAR:
            return dt.date(year, month, number)
    except (AttributeError, ValueError):
        pass
    raise Refused(_("“%(cell)s” is not a date like 2026-03-05.") % {"cell": cell[:40]}, field=field)


def reader_of(column: ItemColumn) -> Callable[[str, str], Any] | None:
    """How a cell of the column is read; None if it is text or names a row of the database."""
    if column.field == "salience":
        return several
    if column.choices is not None:
        return chosen
    return day if column.is_date else None

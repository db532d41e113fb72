"""Which column is what: the headers that governments write over their catalogs, in one or several rows."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from catalog.spreadsheet import Row

MAX_HEADER_DEPTH = 3
SEARCHED_ROWS = 20

_NAMES = {
    "code": "code 编码 事项编码 目录编码 公开事项编码 编号 事项编号 代码",
    "area": "area 领域 试点领域 公开领域 重点领域 所属领域 领域名称",
    "level1": "level1_item level1 一级事项 一级公开事项 公开一级事项 一级目录 公开类别 事项类别",
    "level2": "level2_item level2 二级事项 二级公开事项 公开二级事项 二级目录 公开事项 事项名称 公开事项名称",
    "level3": "level3_item level3 三级事项 三级公开事项 三级目录",
    "content_elements": "content_elements 公开内容 公开内容要素 内容要素 公开要素 主要内容",
    "legal_basis": "legal_basis 公开依据 依据 法律依据 政策依据 公开法律依据",
    "time_limit": "time_limit 公开时限 时限 公开时间 公开期限",
    "subject": "subject 公开主体 公开责任主体 责任主体 发布主体 公开单位 责任单位 责任部门 主体",
    "channels": "channels 公开渠道和载体 公开渠道与载体 公开渠道及载体 公开渠道 公开载体 渠道和载体 公开平台",
    "audience": "audience 公开对象 对象",
    "mode": "mode 公开方式 方式 公开属性",
    "levels": "level levels 公开层级 层级 公开级别",
    "stage": "stage 五公开 五公开环节 公开环节 公开阶段",
    "source_url": "source_url 来源网址 来源地址 网址 链接",
    "note": "row_note note 备注",
}
HEADERS = {name: field for field, names in _NAMES.items() for name in names.split()}
IGNORED = frozenset({"序号", "no", "no."})
"""A running number says nothing of the entry and changes with every insertion."""

TICKS = {
    "audience": {
        "全社会": "全社会",
        "社会公众": "全社会",
        "特定群体": "特定群体",
        "特定群众": "特定群体",
        "特定对象": "特定群体",
    },
    "mode": {
        "主动": "主动",
        "主动公开": "主动",
        "依申请": "依申请",
        "依申请公开": "依申请",
        "不予公开": "不予公开",
    },
    "levels": {
        "省级": "省级",
        "市级": "市级",
        "市": "市级",
        "州级": "州级",
        "县级": "县级",
        "县": "县级",
        "区级": "县级",
        "县区级": "县级",
        "区县级": "县级",
        "乡级": "乡级",
        "乡": "乡级",
        "镇": "乡级",
        "镇级": "乡级",
        "乡镇级": "乡级",
        "乡镇": "乡级",
        "村级": "村级",
        "村": "村级",
    },
}
"""Sub-columns that hold tick marks: field → header → the value that a tick stands for."""

_PARENTS = frozenset({"公开事项", *(name for field in TICKS for name in _NAMES[field].split())})


class Column(NamedTuple):
    """One column: the field it fills; for a tick column the value that a tick adds; the header for reports."""

    field: str
    tick: str
    header: str


class Header(NamedTuple):
    """Where a header was found: the columns, and the index of the first row of data below it."""

    columns: list[Column]
    first: int

    def fields(self) -> set[str]:
        return {column.field for column in self.columns}


def plain(label: str) -> str:
    """A header as it is compared: half-width, no blanks, nothing in brackets."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)).lower()
    return re.sub(r"\([^()]*\)|[【\[][^\]】]*[\]】]|[“”\"'*:]", "", text)


def find_header(rows: list[Row]) -> Header | None:
    """The header: the first of the upper rows that, with the rows of sub-headers below it, names three fields."""
    for start in range(min(SEARCHED_ROWS, len(rows))):
        depth = 1
        while depth < MAX_HEADER_DEPTH and start + depth < len(rows) and _continues(rows, start, start + depth):
            depth += 1
        columns = _columns([row.cells for row in rows[start : start + depth]])
        if len({column.field for column in columns} - {"", "extra"}) >= 3:
            return Header(columns, start + depth)
    return None


def _continues(rows: list[Row], start: int, below: int) -> bool:
    """True if row `below` is a row of sub-headers: every cell is a header, or repeats the one merged from above."""
    upper, lower = rows[start].cells, rows[below].cells
    known = 0
    for place, cell in enumerate(lower):
        above = upper[place] if place < len(upper) else ""
        if not cell or cell == above:
            continue
        if not _is_header(cell):
            return False
        known += 1
    return known >= 1


def _is_header(cell: str) -> bool:
    label = plain(cell)
    return label in HEADERS or any(label in ticks for ticks in TICKS.values())


def _columns(rows: list[list[str]]) -> list[Column]:
    width = max(len(row) for row in rows)
    return [_column(_path(rows, place)) for place in range(width)]


def _path(rows: list[list[str]], place: int) -> list[str]:
    """The labels over a column, top first; a blank over a labelled cell takes the label to its left."""
    path: list[str] = []
    for depth, row in enumerate(rows):
        label = row[place] if place < len(row) else ""
        if (
            not label
            and depth < len(rows) - 1
            and any(place < len(lower) and lower[place] for lower in rows[depth + 1 :])
        ):
            label = next((cell for cell in reversed(row[:place]) if cell), "")
            label = label if plain(label) in _PARENTS else ""
        if label and label not in path:
            path.append(label)
    return path


def _column(path: list[str]) -> Column:
    if not path:
        return Column("", "", "")
    label, parents = plain(path[-1]), [plain(parent) for parent in path[:-1]]
    header = "·".join(path)
    for field, ticks in TICKS.items():
        if label in ticks and (not parents or HEADERS.get(parents[-1]) == field or parents[-1] not in HEADERS):
            return Column(field, ticks[label], header)
    if label in HEADERS:
        return Column(HEADERS[label], "", header)
    if label in IGNORED:
        return Column("", "", header)
    if parents and parents[-1] in HEADERS and HEADERS[parents[-1]] not in TICKS:
        return Column(HEADERS[parents[-1]], "", header)
    return Column("extra", "", header)

"""Columns of a file of stages: their headers with what other systems call them, and how a cell is read.

The headers are Chinese whatever language the reader works in: files travel between offices.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.fields import NO, YES
from disclosure.headed_table import named
from disclosure.item_columns import LANGUAGES, day, label
from oversight.models import Outcome
from oversight.models.power_cases import OUTCOME_WORDS
from oversight.powers.flows import money
from oversight.powers.parties import Party
from portal.refusals import Refused
from requests_app.intake_columns import IntakeColumn as Column

_TIME = re.compile(r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$")

COLUMNS = (
    Column(
        "outside_number", "案件编号", "业务系统编号 外部编号 案号 办件编号 outside_number",
        gettext_lazy("The number in your own system; rows with the same number are one case."), is_required=True,
    ),
    Column("item", "职权编码", "事项编码 权力编码 item", gettext_lazy("Code of the power."), is_required=True),
    Column("party_kind", "当事人类型", "相对人类型 party_kind", choices=Party, blank=Party.ORGANISATION),
    Column("party_name", "当事人", "相对人 申请人 行政相对人名称 party_name", is_required=True),
    Column("party_number", "证件号码", "统一社会信用代码 证件号 party_number"),
    Column("matter", "案由", "申请事项 案件名称 matter", is_required=True),
    Column("stage", "环节", "办理环节 stage", gettext_lazy("As the flow of the power names it."), is_required=True),
    Column(
        "at", "进入时间", "时间 办理时间 at", gettext_lazy("Such as 2026-01-02 or 2026-01-02 15:30."), is_required=True
    ),
    Column("officer", "经办人", "承办人 officer"),
    Column("note", "说明", "备注 note"),
    Column(
        "outcome", "决定结果", "结果 outcome", gettext_lazy("In the row of the stage that decides."), choices=Outcome
    ),
    Column("text", "决定内容", "处罚内容 许可内容 text"),
    Column("degree", "裁量档次", "档次 degree"),
    Column("amount", "数额", "金额 罚款金额 amount"),
    Column("reason", "超出基准理由", "理由 reason"),
    Column("is_major", "重大案件", "是否重大 is_major", gettext_lazy("是 or 否.")),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
FIELDS = {named(name): column.field for column in COLUMNS for name in (column.header, *column.names.split())}


def value_of(column: Column, cell: str) -> Any:
    """What `cell` says. Raises Refused(field=...)."""
    if not cell:
        if column.is_required:
            raise Refused(_("This cell must not be empty."), field=column.field)
        return {"amount": None, "is_major": False}.get(column.field, column.blank)
    if column.field == "at":
        return moment(cell)
    if column.field == "amount":
        return amount(cell)
    if column.field == "is_major":
        return _yes_or_no(cell)
    return _chosen(column, cell) if column.choices is not None else cell


def moment(cell: str) -> dt.datetime:
    """A day with its time in China, or its first moment. Raises Refused(field="at")."""
    date = day("at", cell)
    found = _TIME.search(cell.strip())
    try:
        time = dt.time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else dt.time.min
    except ValueError:
        raise Refused(_("“%(cell)s” is no time.") % {"cell": cell[:40]}, field="at") from None
    return timezone.make_aware(dt.datetime.combine(date, time))


def amount(cell: str) -> Decimal:
    """Raises Refused(field="amount")."""
    try:
        return money(cell)
    except ValueError:
        raise Refused(_("“%(cell)s” is no amount.") % {"cell": cell[:40]}, field="amount") from None


def _yes_or_no(cell: str) -> bool:
    if cell not in {YES, NO}:
        raise Refused(_("“%(cell)s” is neither 是 nor 否.") % {"cell": cell[:40]}, field="is_major")
    return cell == YES


def _chosen(column: Column, cell: str) -> str:
    known = {named(choice.value): choice.value for choice in column.choices}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {named(str(choice.label)): choice.value for choice in column.choices}
            if column.choices is Outcome:
                known |= {named(str(words)): outcome for (_kind, outcome), words in OUTCOME_WORDS.items()}
    if (value := known.get(named(cell))) is None:
        words = {"cell": cell[:40], "choices": "、".join(label(choice) for choice in column.choices)}
        raise Refused(_("“%(cell)s” is not one of: %(choices)s.") % words, field=column.field)
    return value

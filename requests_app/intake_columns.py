"""Columns of a file of requests on paper: their headers with what registers call them, and how a cell is read.

The headers are Chinese whatever language the reader works in: files travel between offices.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.headed_table import named
from disclosure.item_columns import LANGUAGES, day, label
from portal.refusals import Refused
from requests_app.models import Applicant, Channel, Delivery, FormWanted, IdentityKind


class IntakeColumn(NamedTuple):
    """A column: the field of the intake it fills, its header, and other headers that are understood.

    `blank` is what an empty cell stands for; a column with choices and without it must be filled in.
    """

    field: str
    header: str
    names: str = ""
    help: str | Promise = ""
    choices: Any = None
    is_required: bool = False
    blank: str = ""


COLUMNS = (
    IntakeColumn(
        "external_no",
        "登记簿编号",
        "外部编号 原编号 登记号 编号 序号 external_no",
        gettext_lazy("The number in the office's own register; the same number is taken in once."),
        is_required=True,
    ),
    IntakeColumn("channel", "收到方式", "提交方式 渠道 来件方式 channel", choices=Channel, is_required=True),
    IntakeColumn(
        "received_on",
        "收到日期",
        "收件日期 收到申请日期 received_on",
        gettext_lazy("Such as 2026-01-02, 2026/1/2 or 2026年1月2日."),
        is_required=True,
    ),
    IntakeColumn("category", "申请人类别", "申请人类型 category", choices=Applicant, blank=Applicant.PERSON),
    IntakeColumn("name", "申请人", "姓名 申请人姓名 姓名或者名称 name", is_required=True),
    IntakeColumn(
        "identity_kind", "证件类型", "证件名称 identity_kind", choices=IdentityKind, blank=IdentityKind.ID_CARD
    ),
    IntakeColumn("identity_number", "证件号码", "证件号 身份证号 identity_number", is_required=True),
    IntakeColumn(
        "phone", "联系电话", "电话 手机 phone", gettext_lazy("Phone, e-mail or postal address: one is needed.")
    ),
    IntakeColumn("email", "电子邮箱", "邮箱 电子邮件 email"),
    IntakeColumn("address", "通信地址", "邮寄地址 地址 address"),
    IntakeColumn("subject", "所需信息", "申请内容 所需政府信息 信息名称 subject", is_required=True),
    IntakeColumn("description", "补充说明", "内容描述 其他特征描述 description"),
    IntakeColumn("form_wanted", "提供形式", "形式要求 form_wanted", choices=FormWanted, blank=FormWanted.PAPER),
    IntakeColumn("delivery", "获取方式", "送达方式 获取信息的方式 delivery", choices=Delivery, is_required=True),
)
BY_FIELD = {column.field: column for column in COLUMNS}
FIELDS = {named(name): column.field for column in COLUMNS for name in (column.header, *column.names.split())}


def choices_of(column: IntakeColumn) -> list[Any]:
    """What a paper request may say there: it never came online."""
    return [choice for choice in column.choices if choice != Channel.ONLINE]


def value_of(column: IntakeColumn, cell: str) -> str | dt.date:
    """What `cell` says, read as the intake form would. Raises Refused(field=...)."""
    if not cell:
        if column.is_required:
            raise Refused(_("This cell must not be empty."), field=column.field)
        return column.blank
    if column.field == "received_on":
        return day(column.field, cell)
    if column.choices is None:
        return cell
    value = _known(column).get(named(cell))
    if value is None:
        words = {"cell": cell[:40], "choices": "、".join(label(choice) for choice in choices_of(column))}
        raise Refused(_("“%(cell)s” is not one of: %(choices)s.") % words, field=column.field)
    return value


def _known(column: IntakeColumn) -> dict[str, str]:
    known = {}
    for choice in choices_of(column):
        known[named(choice.value)] = choice.value
        for language in LANGUAGES:
            with translation.override(language):
                known[named(str(choice.label))] = choice.value
    return known

"""Columns as plain data: what a cell may hold, how it is written, and what of it citizens see.

A set of rows keeps the columns it was made with, so a published list reads the same after the catalog has changed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from catalog.models.field import ContentField, FieldType

TEXT_LIMIT, LONG_LIMIT = 500, 5000
MONEY_DECIMALS = 2
YES, NO = "是", "否"
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, Z, S, V
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_NATURAL = re.compile(r"自然人|个人|公民")
_PERSON_NAME = re.compile(r"^[\u3400-\u9fff*]{2,4}$|^[\u3400-\u9fff]{1,12}[·\u2022][\u3400-\u9fff·\u2022]{1,20}$")
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?$")


class BadCell(ValueError):
    """A cell that cannot stand; `str()` is the sentence."""


class Column(NamedTuple):
    """A content field as it was when rows were made with it."""

    key: str
    label: str
    type: str = FieldType.TEXT
    is_required: bool = False
    is_key: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 0
    help: str = ""

    @property
    def header(self) -> str:
        """The label with its unit, as it stands over the column."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def is_number(self) -> bool:
        return self.type == FieldType.NUMBER

    @property
    def is_long(self) -> bool:
        return self.type == FieldType.LONG_TEXT

    def facts(self) -> dict[str, Any]:
        return self._asdict() | {"choices": list(self.choices), "type": str(self.type)}


def columns_from(facts: Iterable[Mapping[str, Any]]) -> list[Column]:
    """Columns out of what `facts` kept of them."""
    return [Column(**{**fact, "choices": tuple(fact["choices"])}) for fact in facts]


def columns_of(fields: Iterable[ContentField]) -> list[Column]:
    """The columns that `fields` make now."""
    return columns_from(field.facts() for field in fields)


def cleaned(column: Column, cell: object) -> str:
    """`cell` as it is stored: one spelling for every value. Raises BadCell."""
    text = str(cell or "").replace("\x00", "").strip()
    if not text:
        if column.is_required:
            raise BadCell(_("This cell must not be empty."))
        return ""
    return _CLEANERS[FieldType(column.type)](column, text)


def _text(column: Column, text: str) -> str:
    limit = LONG_LIMIT if column.type == FieldType.LONG_TEXT else TEXT_LIMIT
    if len(text) > limit:
        raise BadCell(_("At most %(limit)d characters are possible here.") % {"limit": limit})
    return text


def _number(column: Column, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise BadCell(_("“%(cell)s” is not a number.") % {"cell": text[:40]}) from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise BadCell(_("“%(cell)s” is not a number.") % {"cell": text[:40]})
    rounded = value.quantize(Decimal(1).scaleb(-column.decimals))
    if rounded != value:
        raise BadCell(_("At most %(decimals)d decimals are possible here.") % {"decimals": column.decimals})
    spelled = str(abs(rounded) if rounded == 0 else rounded)
    for _place in range(column.decimals - MONEY_DECIMALS):  # 万元 to six decimals: 1.50, not 1.500000
        spelled = spelled.removesuffix("0")
    return spelled


def _date(column: Column, text: str) -> str:
    found = _DATE.match(unicodedata.normalize("NFKC", text))
    try:
        return dt.date(*(int(part) for part in found.groups())).isoformat()  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise BadCell(_("“%(cell)s” is not a date like 2026-03-05.") % {"cell": text[:40]}) from None


def _choice(column: Column, text: str) -> str:
    if text not in column.choices:
        words = {"cell": text[:40], "choices": "、".join(column.choices)}
        raise BadCell(_("“%(cell)s” is not one of: %(choices)s.") % words)
    return text


def _yes_no(column: Column, text: str) -> str:
    for value, words in (
        (YES, {"是", "有", "yes", "y", "true", "1", "√"}),
        (NO, {"否", "无", "no", "n", "false", "0"}),
    ):
        if text.lower() in words:
            return value
    raise BadCell(_("Write 是 or 否."))


def _credit_code(column: Column, text: str) -> str:
    code = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    if len(code) != 18 or any(sign not in _CODE_SIGNS for sign in code) or not _has_check_sign(code):
        raise BadCell(_("“%(cell)s” is not a unified social credit code of 18 characters.") % {"cell": text[:40]})
    return code


def _has_check_sign(code: str) -> bool:
    total = sum(_CODE_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _CODE_SIGNS[(31 - total % 31) % 31] == code[17]


def _id_number(column: Column, text: str) -> str:
    number = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    if "*" in number and re.fullmatch(r"[0-9*]{15}|[0-9*]{17}[0-9X*]", number):
        return number  # masked before it came here
    if not re.fullmatch(r"\d{17}[\dX]", number) or not _is_id(number):
        raise BadCell(_("This is not an identity number of 18 characters."))
    return number


def _is_id(number: str) -> bool:
    total = sum(int(sign) * weight for sign, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17]


def _url(column: Column, text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise BadCell(_("The address must begin with http:// or https://.")) from None
    return text


_CLEANERS: dict[FieldType, Callable[[Column, str], str]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.NAME: _text,
    FieldType.ID_NUMBER: _id_number,
    FieldType.URL: _url,
}


def shown(columns: Iterable[Column], cells: Mapping[str, str]) -> dict[str, str]:
    """`cells` as citizens may see them: identity numbers and names of natural persons masked."""
    columns = list(columns)
    return {column.key: _shown(column, cells.get(column.key, ""), columns, cells) for column in columns}


def _shown(column: Column, cell: str, columns: list[Column], cells: Mapping[str, str]) -> str:
    if column.type == FieldType.ID_NUMBER:
        return cell and f"{cell[:3]}{'*' * (len(cell) - 4)}{cell[-1]}"
    if column.type == FieldType.NAME and cell and _is_natural(cell, columns, cells):
        return cell[0] + "*" * (len(cell) - 1)
    return cell


def _is_natural(name: str, columns: list[Column], cells: Mapping[str, str]) -> bool:
    """What the row itself says of the party decides (行政相对人类别); where it says nothing, the shape of the name."""
    said = [cells.get(column.key, "") for column in columns if column.type == FieldType.CHOICE]
    if any(_NATURAL.search(value) for value in said):
        return True
    if any("法人" in value or "个体工商户" in value for value in said):
        return False
    return bool(_PERSON_NAME.match(name))

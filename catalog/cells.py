"""From the cells of one row to the fields of an entry, with one sentence for each cell that cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple, cast

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from catalog.columns import Column
from catalog.models import Area, CatalogEntry, Mode, Stage

TICKED = frozenset(["√", "✓", "✔", "■", "●", "☑", "☒", "是", "1", "y", "yes", "v", "true"])
UNTICKED = frozenset(["□", "○", "〇", "☐", "否", "0", "n", "no", "×", "x", "-", "–", "—", "/", "无", "false"])
MODES = {
    "主动": Mode.PROACTIVE,
    "主动公开": Mode.PROACTIVE,
    "依申请": Mode.ON_REQUEST,
    "依申请公开": Mode.ON_REQUEST,
    "主动;依申请": Mode.BOTH,
    "不予公开": Mode.WITHHELD,
}
STAGES = {
    "决策": Stage.DECISION,
    "执行": Stage.EXECUTION,
    "管理": Stage.MANAGEMENT,
    "服务": Stage.SERVICE,
    "结果": Stage.RESULT,
}
MAX_TEXT = 5000
"""Characters that a cell without a limit of its own may hold."""
_AROUND = " ;\uff1b\n"
_BOXED = re.compile(r"([■☑√●□☐○])\s*([^■☑√●□☐○]+)")


class Problem(NamedTuple):
    """What is wrong, or worth knowing, about a row: `row` as the spreadsheet numbers it, None for the whole file."""

    row: int | None
    sentence: str
    column: str = ""
    sheet: str = ""


class Areas:
    """Areas by every name that catalogs print for them."""

    def __init__(self) -> None:
        self._known: dict[str, Area] = {}
        for area in Area.objects.public():
            for name in (area.name, *area.aliases):
                self._known[_name(name)] = area

    def named(self, text: str) -> Area | None:
        """The area called `text`, with or without “领域” and a title around it; None if there is none."""
        name = _name(text)
        return self._known.get(name) or self._known.get(
            re.sub(r"(?:领域)?(?:基层政务公开)?(?:标准)?(?:目录)?$", "", name)
        )


def _name(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class RowReader:
    """Reads the rows under one header; collects a Problem for every cell that cannot be taken."""

    def __init__(self, columns: list[Column], areas: Areas, *, sheet: str) -> None:
        self.columns = columns
        self.areas = areas
        self.sheet = sheet
        self.sheet_area = areas.named(sheet)
        self.problems: list[Problem] = []

    def read(self, number: int, cells: list[str]) -> dict[str, object]:
        """The fields of the entry in row `number`; `extras` holds every column that is no field."""
        self.number = number
        fields, extras = self._gather(cells)
        area = self._area(fields.pop("area", ""))
        fields["mode"] = self._choice("mode", fields.get("mode", ""), MODES)
        stage = fields.get("stage", "").removesuffix("公开")
        fields["stage"] = self._choice("stage", stage, STAGES)
        third = fields.pop("level3", "")
        if third and third != fields.get("level2"):
            fields["level2"] = "/".join(part for part in (fields.get("level2"), third) if part)
        fields["channels"] = self._channels(fields.get("channels", ""), extras)
        if not fields.get("level1") and not fields.get("level2"):
            self._problem(_("The level-1 and the level-2 item are both missing."), "level1")
        self._check(fields)
        return {**fields, "area": area, "extras": extras}

    def _gather(self, cells: list[str]) -> tuple[dict[str, str], dict[str, str]]:
        """The cells put together by field: tick columns to a list of values, everything else as it stands."""
        fields: dict[str, str] = {}
        extras: dict[str, str] = {}
        for column, cell in zip(self.columns, cells, strict=False):
            if not cell:
                continue
            if column.tick:
                value = self._ticked(column, cell)
                fields[column.field] = ";".join(part for part in (fields.get(column.field), value) if part)
            elif column.field == "extra":
                extras[column.header] = cell
            elif column.field:
                known = fields.get(column.field)
                fields[column.field] = f"{known};{cell}" if known and known != cell else cell
        if len(cells) > len(self.columns):
            self._problem(_("The row has more cells than the header has columns."), "")
        return fields, extras

    def _ticked(self, column: Column, cell: str) -> str:
        mark = unicodedata.normalize("NFKC", cell).strip().lower()
        if mark in TICKED:
            return column.tick
        if mark in UNTICKED:
            return ""
        if column.tick == "特定群体":  # catalogs name the group instead of ticking
            return f"特定群体({cell})"
        sentence = _("“%(cell)s” is no tick mark; use √ or leave the cell empty.") % {"cell": cell[:20]}
        self._problem(sentence, column.header)
        return ""

    def _area(self, text: str) -> Area | None:
        if not text and self.sheet_area is not None:
            return self.sheet_area
        if not text:
            self._problem(_("The area is missing."), "area")
            return None
        area = self.areas.named(text)
        if area is None:
            self._problem(_("There is no area called “%(area)s”.") % {"area": text[:40]}, "area")
        return area

    def _choice(self, field: str, text: str, known: Mapping[str, str]) -> str:
        if not text:
            return ""
        plain = re.sub(r"[;、,/\s]+", ";", unicodedata.normalize("NFKC", text))
        if plain not in known:
            self._problem(_("“%(cell)s” is not known here.") % {"cell": text[:20]}, field)
        return known.get(plain, "")

    def _channels(self, text: str, extras: dict[str, str]) -> str:
        """“■ required □ optional” as two lists; a cell without boxes stays as it is."""
        boxes = _BOXED.findall(text)
        required = [name.strip(_AROUND) for box, name in boxes if box in "■☑√●"]
        if not required:
            return text
        if optional := [name.strip(_AROUND) for box, name in boxes if box not in "■☑√●"]:
            extras["□"] = ";".join(optional)
        return ";".join(required)

    def _check(self, fields: dict[str, str]) -> None:
        """Over-long and malformed cells become problems."""
        for name, value in fields.items():
            model_field = cast("models.Field", CatalogEntry._meta.get_field(name))
            limit = model_field.max_length or MAX_TEXT
            if len(value) > limit:
                sentence = _("%(length)s characters are too many; at most %(limit)s fit.")
                self._problem(sentence % {"length": len(value), "limit": limit}, name)
                continue
            try:
                model_field.run_validators(value)
            except ValidationError as error:
                self._problem(error.messages[0], name)

    def _problem(self, sentence: str, column: str) -> None:
        self.problems.append(Problem(self.number, sentence, label_of(column), self.sheet))


def label_of(column: str) -> str:
    """What a column is called in reports: the field's own name, or the header as the file has it."""
    try:
        return str(CatalogEntry._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return column

"""Reference rows that come with the product: the areas and the coded grounds for withholding."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table in `catalog/data/`."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def load_areas(area: Any) -> None:
    """Bring the rows of model `area` (any state of it) to what `areas.csv` says."""
    for row in rows_of("areas.csv"):
        facts: dict[str, object] = {name: row[name] for name in ("name", "name_en", "ministry", "words")}
        facts |= {"aliases": [name for name in row["aliases"].split(";") if name], "is_pilot": row["is_pilot"] == "1"}
        area.objects.update_or_create(number=int(row["number"]), defaults=facts)


def load_grounds(ground: Any) -> None:
    """Bring the rows of model `ground` (any state of it) to what `negative_grounds.csv` says."""
    for row in rows_of("negative_grounds.csv"):
        facts: dict[str, object] = {name: row[name] for name in ("article", "name", "name_en", "text", "exception")}
        facts["is_discretionary"] = row["is_discretionary"] == "1"
        ground.objects.update_or_create(code=row["code"], defaults=facts)


def load_templates(template: Any, line: Any, area: Any) -> None:
    """Bring the rows of models `template` and `line` to what `templates.csv` and `templates/*.csv` say."""
    areas = {row.number: row for row in area.objects.all()}
    known = {(row.template_id, row.position): row for row in line.objects.all()}
    for row in rows_of("templates.csv"):
        facts = {name: row[name] for name in ("name", "name_en", "tier", "kind", "source")}
        head, _made = template.objects.update_or_create(code=row["code"], defaults=facts)
        for text in rows_of(f"templates/{row['code']}.csv"):
            place = (head.pk, int(text["position"]))
            wanted = line(template=head, position=place[1], **_line_facts(text, areas))
            wanted.pk = known[place].pk if place in known else None
            if wanted.pk is None or _differs(wanted, known[place]):
                wanted.save()


def _line_facts(text: dict[str, str], areas: dict[int, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: text[name] for name in ("group", "name", "content", "basis", "time_limit", "audience")
    }
    return facts | {"is_internal": text["is_internal"] == "1", "area": areas[int(text["area"])]}


def _differs(one: Any, other: Any) -> bool:
    return any(getattr(one, field.attname) != getattr(other, field.attname) for field in one._meta.concrete_fields)

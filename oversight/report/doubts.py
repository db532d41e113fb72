"""What makes one wonder: the text against the tables, values that an agency of this kind cannot have, copied tables.

None of it is wrong for certain, so a person decides. That texts agree with tables and that a township makes no
regulations is what offices check; the copied table and the leap are our own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from oversight.report.asked import Figures, Found
from oversight.report.claims import AGREES_WITH
from oversight.report.scheme import name_of, outcomes, rows
from portal.agencies.models import Kind, Tier
from requests_app.tables import TOTAL

UNFILLED = "【待填写】"
MAKES_REGULATIONS = frozenset({Tier.PROVINCE, Tier.CITY})
PUBLISHED_KINDS = frozenset({"org_info", "news", "budget", "work_report", "policies", "notices", "other"})
COPIED_FROM, LEAP, LEAP_FROM = 3, 10, 10  # requests; below, two years are alike or far apart by chance


def possible_stock(figures: Figures) -> Found:
    for line in ("regulations", "normative"):
        now, issued, ended = (f"T2.{line}.{key}" for key in ("in_force", "issued", "ended"))
        if figures.has(now, issued, ended) and figures.at(now) + figures.at(ended) < figures.at(issued):
            words = {"cell": name_of(now), "now": figures.at(now), "least": figures.at(issued) - figures.at(ended),
                     "issued": figures.at(issued), "ended": figures.at(ended)}  # fmt: skip
            sentence = _(
                "%(cell)s says %(now)s, but %(issued)s were issued and %(ended)s repealed this year: at least "
                "%(least)s should be in force."
            )
            yield (now, issued, ended), figures.at(now), figures.at(issued) - figures.at(ended), sentence % words


def regulations(figures: Figures) -> Found:
    if figures.kind == Kind.GOVERNMENT and figures.tier in MAKES_REGULATIONS:
        return
    for cell in figures.cells:
        if cell.startswith("T2.regulations.") and (number := figures.at(cell)) > 0:
            sentence = _(
                "%(cell)s says %(number)s, but regulations are made by governments of provinces and of cities "
                "with districts only. Is this a normative document?"
            )
            yield (cell,), number, 0, sentence % {"cell": name_of(cell, figures.form), "number": number}


def text(figures: Figures) -> Found:
    for claim in figures.claims:
        sums = [cells for one in AGREES_WITH[claim.key] if figures.has(*(cells := _cells(figures, one)))]
        if sums and all(figures.at(*cells) != claim.number for cells in sums):
            words = {"words": claim.words or claim.number, "table": figures.at(*sums[0]), "number": claim.number,
                     "cell": _named(figures, sums[0])}  # fmt: skip
            sentence = _("The text says “%(words)s” (%(number)s), %(cell)s says %(table)s.")
            yield sums[0], claim.number, figures.at(*sums[0]), sentence % words


def _cells(figures: Figures, names: Iterable[str]) -> tuple[str, ...]:
    """The single cells behind lines of table 3 (in the column of totals; a heading means its lines) and cells."""
    headings = {row.code for row in rows(figures.form) if row.is_heading}
    found: list[str] = []
    for name in names:
        lines = [one for one in outcomes(figures.form) if one.startswith(f"{name}_")] if name in headings else [name]
        found += [name] if name.startswith("T") else [f"{line}.{TOTAL}" for line in lines]
    return tuple(found)


def _named(figures: Figures, cells: tuple[str, ...]) -> str:
    if len(cells) == 1:
        return name_of(cells[0], figures.form)
    row = cells[0].rpartition(".")[0]
    heading = row.rpartition("_")[0]
    labels = {one.code: one.label for one in rows(figures.form)}
    is_heading = heading.startswith("R3_") and all(cell.startswith(f"{heading}_") for cell in cells)
    return str(labels[heading]) if is_heading else " + ".join(name_of(cell, figures.form) for cell in cells)


def published_kinds(figures: Figures) -> Found:
    whole = figures.said.get("published_total")
    parts = {key: number for key, number in figures.said.items() if key in PUBLISHED_KINDS}
    if whole is not None and parts and sum(parts.values()) != whole:
        sentence = _("The text says that %(whole)s texts were published; the kinds it names add up to %(sum)s.")
        yield (), whole, sum(parts.values()), sentence % {"whole": whole, "sum": sum(parts.values())}


def copied(figures: Figures) -> Found:
    table = {cell: number for cell, number in figures.cells.items() if cell.startswith("R")}
    if figures.before is None or figures.at("R1.c7") < COPIED_FROM:
        return
    if table and all(figures.before.get(cell) == number for cell, number in table.items()):
        sentence = _("Table 3 is the same as last year's in every cell. Was last year's report copied?")
        yield ("R1.c7",), figures.at("R1.c7"), figures.before["R1.c7"], sentence


def leap(figures: Figures) -> Found:
    if figures.before is None or "R1.c7" not in figures.before or not figures.has("R1.c7"):
        return
    now, before = figures.at("R1.c7"), figures.before["R1.c7"]
    if min(now, before) >= LEAP_FROM and max(now, before) >= LEAP * min(now, before):
        sentence = _("Requests received: %(now)s after %(before)s last year. Is a digit too many or too few?")
        yield ("R1.c7",), now, before, sentence % {"now": now, "before": before}


def unfilled(figures: Figures) -> Found:
    for text in figures.texts.values():
        if count := text.count(UNFILLED):
            yield (), count, 0, _("The text still has places to fill in: “%(words)s”.") % {"words": UNFILLED}


def missing(figures: Figures) -> Found:
    if figures.missing:
        names = "、".join(figures.missing)
        sentence = _("%(number)s agencies below have no frozen report and are not added up: %(names)s.")
        yield (), len(figures.missing), 0, sentence % {"number": len(figures.missing), "names": names}

"""The rules of a report as data, and asking them: of a report of ours, or of figures from anywhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from oversight.report import agreement, doubts
from oversight.report.asked import Figures, Finding, Level, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "balance",
        gettext_lazy("Received + carried over from last year = results + carried over into next year, in each column."),
        Level.ERROR, agreement.balance,
    ),
    Rule(
        "results", gettext_lazy("Total of results = sum of its lines, in each column."),
        Level.ERROR, agreement.results,
    ),
    Rule(
        "columns", gettext_lazy("Total of a line of table 3 = sum of the six columns of applicants."),
        Level.ERROR, agreement.columns,
    ),
    Rule(
        "remedies", gettext_lazy("Each total of table 4 = sum of its four results."),
        Level.ERROR, agreement.remedies,
    ),
    Rule(
        "carried_in", gettext_lazy("Carried over from last year = what last year's report carried over, per column."),
        Level.ERROR, agreement.carried_in,
    ),
    Rule(
        "carried_out", gettext_lazy("Carried over into next year = what next year's report took over, per column."),
        Level.ERROR, agreement.carried_out,
    ),
    Rule(
        "in_force", gettext_lazy("Now in force = in force last year + issued − repealed."),
        Level.ERROR, agreement.in_force,
    ),
    Rule("unfilled", gettext_lazy("Nothing of the text is left to be filled in."), Level.ERROR, doubts.unfilled),
    Rule("text", gettext_lazy("Figures of the text = figures of the tables."), Level.WARNING, doubts.text),
    Rule(
        "published_kinds", gettext_lazy("Texts published = sum of the kinds that the text names."),
        Level.WARNING, doubts.published_kinds,
    ),
    Rule(
        "regulations", gettext_lazy("Regulations are made by provinces and cities with districts only."),
        Level.WARNING, doubts.regulations,
    ),
    Rule(
        "possible_stock", gettext_lazy("At least what was issued and not repealed is in force."),
        Level.WARNING, doubts.possible_stock,
    ),
    Rule("copied", gettext_lazy("Table 3 is not last year's."), Level.WARNING, doubts.copied),
    Rule("leap", gettext_lazy("Requests received are not ten times, or a tenth of, last year's."), Level.WARNING,
         doubts.leap),
    Rule("missing", gettext_lazy("Every agency below has a frozen report."), Level.WARNING, doubts.missing),
)  # fmt: skip


def findings(figures: Figures) -> list[Finding]:
    """Whatever does not agree, errors first, each in the order of the rules."""
    found = [
        Finding(rule.key, rule.level, cells, left, right, sentence)
        for rule in RULES
        for cells, left, right, sentence in rule.find(figures)
    ]
    return sorted(found, key=lambda one: one.level != Level.ERROR)

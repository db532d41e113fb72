"""The report of an import in sentences, for the command line and the workbench."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.cells import Problem
from catalog.importer import Report


def sentence_of(problem: Problem) -> str:
    """One line for one problem: where, and what."""
    where = [problem.sheet] if problem.sheet else []
    if problem.row is not None:
        where.append(_("row %(row)s") % {"row": problem.row})
    if problem.column:
        where.append(problem.column)
    place = ", ".join(where)
    return _("%(place)s: %(sentence)s") % {"place": place, "sentence": problem.sentence} if place else problem.sentence


def summary_of(report: Report) -> str:
    """The figures of the report in one line."""
    if not report.is_clean:
        return _("Nothing was changed: %(errors)s problems.") % {"errors": len(report.errors)}
    figures = {name: getattr(report, name) for name in ("rows", "created", "changed", "unchanged", "lost")}
    if report.is_dry_run:
        return (
            _("%(rows)s rows: %(created)s would be new, %(changed)s changed, %(unchanged)s unchanged, %(lost)s lost.")
            % figures
        )
    return _("%(rows)s rows: %(created)s new, %(changed)s changed, %(unchanged)s unchanged, %(lost)s lost.") % figures

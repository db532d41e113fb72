"""Many items out of one file: the whole file or nothing, each row by the actions that a clerk's own hand calls."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.cells import Problem
from catalog.models import KeptUpload
from catalog.spreadsheet import MAX_BYTES
from disclosure.actions.gate import inspect
from disclosure.actions.writing import draft, revise, submit
from disclosure.item_import import Line, Report, read_items
from disclosure.models import ImportedItem, Item, Version
from disclosure.permissions import Permission
from disclosure.readiness import obstacles
from disclosure.states import State
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.remembering import remembering

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_SUBMITTED = 500
"""Rows of a file that may be submitted at once: each is examined again and told to its reviewers, within a request."""
IN_HAND = frozenset({State.DRAFT, State.RETURNED})
"""States in which a text is still its writers' own."""


@dataclass
class Step:
    """What is to happen with one row; `known` is what it made before, `version` the draft it would change.

    `is_stuck`: something stands in the way of submitting what it would make.
    """

    line: Line
    known: ImportedItem | None
    version: Version | None
    verb: str
    is_stuck: bool = False


class RowRefused(Exception):
    """Carries the refusal of a row out of the transaction, which it undoes."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def import_items(
    file: IO[bytes],
    *,
    agency: Agency,
    by: User,
    submits: bool = False,
    dry_run: bool = False,
    plan: str | None = None,
    upload: KeptUpload | None = None,
) -> Report:
    """Begin an item for every new row of `file`, and change the draft of every row that was changed since.

    Rows are known by agency and external number: the same file again changes nothing. A row whose item is no longer
    in its writers' hands cannot be changed. Any error, in any row, leaves everything as it was; so does `dry_run`.
    `submits` hands in what nothing stands in the way of; obstacles are warnings and leave a draft. With `plan`, that
    of a preview, nothing is done if it would be anything else than what was previewed. `upload`, the kept file, goes
    with the import, which therefore happens once. Raises NotAllowed.
    """
    require(by, Permission.EDIT_ITEM, on=agency)
    report = Report(is_dry_run=dry_run)
    name = str(getattr(file, "name", "") or "").rsplit("/", 1)[-1]
    content = file.read(MAX_BYTES + 1)
    try:
        lines = read_items(io.BytesIO(content), agency=agency, by=by, report=report)
        steps = _foreseen(lines, report, submits=submits, plan=plan)
        if report.is_clean and not dry_run:
            with transaction.atomic():
                _claim(upload)
                _write_all(steps, report, by=by, submits=submits)
                if report.created + report.changed:
                    _record(report, agency, by=by, name=name, digest=hashlib.sha256(content).hexdigest())
    except RowRefused as refused:
        report = Report(is_dry_run=dry_run, rows=report.rows, errors=[refused.problem])
    except Refused as refusal:
        report.errors.append(Problem(None, str(refusal)))
    report.errors.sort(key=lambda problem: problem.row or 0)
    return report


def confirm_items(upload: KeptUpload, *, by: User, submits: bool, plan: str) -> Report:
    """Import exactly the previewed bytes and forget them. Of two confirmations at once the later one imports nothing.

    What was not imported is kept, to be confirmed again within the day. Raises NotAllowed.
    """
    file = io.BytesIO(bytes(upload.content))
    file.name = upload.name
    return import_items(file, agency=upload.agency, by=by, submits=submits, plan=plan, upload=upload)


def _foreseen(lines: Sequence[Line], report: Report, *, submits: bool, plan: str | None) -> list[Step]:
    """What is to be done, and what would stand in the way, found before anything is locked or written."""
    if submits and len(lines) > MOST_SUBMITTED:
        words = {"rows": MOST_SUBMITTED}
        raise Refused(_("At most %(rows)s rows can be submitted at once; split the file or import drafts.") % words)
    steps = _steps(lines, report)
    report.plan = _plan(steps, submits=submits)
    if not report.is_clean:
        return steps
    if plan is not None and plan != report.plan:
        raise _overtaken()
    with remembering():
        for step in steps:
            _foresee(step, report)
    verbs = [step.verb for step in steps]
    report.created, report.changed = verbs.count("draft"), verbs.count("revise")
    report.unchanged = len(verbs) - report.created - report.changed
    report.submitted = sum(submits and _is_writing(step) and not step.is_stuck for step in steps)
    return steps


def _write_all(foreseen: Sequence[Step], report: Report, *, by: User, submits: bool) -> None:
    """Do what was foreseen, one import into an agency at a time. Raises Refused if that would be something else now."""
    lines = [step.line for step in foreseen]
    own = Agency.objects.filter(pk__in={line.agency.pk for line in lines}).order_by("pk")
    list(own.select_for_update(no_key=True))  # who writes an item of the agency by hand need not wait
    steps = _steps(lines, Report(is_dry_run=False))
    if _plan(steps, submits=submits) != report.plan:
        raise _overtaken()
    for step, before in zip(steps, foreseen, strict=True):
        step.is_stuck = before.is_stuck
        _write(step, by=by, submits=submits)


def _claim(upload: KeptUpload | None) -> None:
    if upload is not None and not KeptUpload.objects.filter(pk=upload.pk).delete()[0]:
        raise Refused(_("This file has been imported already."))


def _overtaken() -> Refused:
    return Refused(_("Something has changed since the preview. Nothing was imported; preview the file again."))


def _is_writing(step: Step) -> bool:
    return step.verb in {"draft", "revise"}


def _steps(lines: Sequence[Line], report: Report) -> list[Step]:
    rows = ImportedItem.objects.numbered({line.external_no for line in lines})
    known = {(row.agency_id, row.external_no): row for row in rows}
    return [_step(line, known.get((line.agency.pk, line.external_no)), report) for line in lines]


def _step(line: Line, known: ImportedItem | None, report: Report) -> Step:
    if known is None:
        return Step(line, None, None, "draft")
    if known.row_hash == line.hash:
        return Step(line, known, None, "")
    version = known.item.newest()
    differing = [name for name, value in line.content.items() if getattr(version, name) != value]
    if not differing:
        return Step(line, known, version, "same")
    if known.item.state not in IN_HAND:
        words = {"index_no": known.item.index_no, "state": known.item.get_state_display()}
        sentence = _("%(index_no)s is not a draft any more (%(state)s); change it by hand.") % words
        report.errors.append(line.problem(sentence, "external_no"))
    elif version.hash != known.version_hash:
        words = {"index_no": known.item.index_no}
        sentence = _("%(index_no)s was changed by hand since; what the file says replaces that.") % words
        report.warnings.append(line.problem(sentence, "external_no"))
    return Step(line, known, version, "revise")


def _plan(steps: Sequence[Step], *, submits: bool) -> str:
    facts = [
        (step.line.number, step.verb, step.line.agency.pk, step.line.hash, step.version.hash if step.version else "")
        for step in steps
    ]
    return hashlib.sha256(repr((submits, facts)).encode()).hexdigest()


def _foresee(step: Step, report: Report) -> None:
    """Say what would stand in the way of the row, before there is a row of it."""
    if not _is_writing(step):
        return
    version = step.version or Version(item=Item(agency=step.line.agency), number=1)
    for name, value in step.line.content.items():
        setattr(version, name, value)
    if version.pk is not None:
        version.hash = version.fingerprint()
    found = obstacles(version)
    report.warnings += [step.line.problem(obstacle.sentence, obstacle.field) for obstacle in found]
    step.is_stuck = bool(found)


def _write(step: Step, *, by: User, submits: bool) -> None:
    line = step.line
    try:
        if step.verb == "draft":
            item = draft(agency=line.agency, by=by, **line.content)
        elif step.known is not None and step.version is not None:
            item = revise(step.known.item, by=by, seen=step.version.hash, **line.content)
        else:
            return
        _remember(step, item, item.newest())
        if not _is_writing(step):
            return
        if step.is_stuck:
            inspect(item, by=by)  # what the gate found stands beside the draft when it is opened
        elif submits:
            submit(item, by=by)
    except (Refused, IntegrityError) as error:
        sentence = str(error) if isinstance(error, Refused) else _("This number has been imported in the meantime.")
        raise RowRefused(line.problem(sentence, getattr(error, "field", None))) from error


def _remember(step: Step, item: Item, version: Version) -> None:
    known = step.known or ImportedItem(agency=step.line.agency, external_no=step.line.external_no, item=item)
    known.row_hash, known.version_hash = step.line.hash, version.hash
    known.save()


def _record(report: Report, agency: Agency, *, by: User, name: str, digest: str) -> None:
    figures = {key: getattr(report, key) for key in ("rows", "created", "changed", "unchanged", "submitted")}
    record(Event.ITEMS_IMPORTED, by=by, agency=agency, subject=agency, after={"file": name, "sha256": digest} | figures)

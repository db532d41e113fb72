"""Stages out of a file: all of it or nothing, each case by `take_in`; a dry run does the same and undoes it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import KeptUpload
from oversight.actions.power_decisions import Decision
from oversight.actions.power_intake import Report, ReportedStep, take_in
from oversight.models import Source
from oversight.permissions import Permission
from oversight.powers.reading import Line, by_case, read_stages
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

OF_DECISION = ("outcome", "text", "degree", "amount", "reason", "is_major")


@dataclass
class StageImport:
    """What a file would do, or did. With a fault anywhere nothing was written."""

    lines: list[Line] = field(default_factory=list)
    error: str = ""
    """Why the file as a whole cannot be taken."""

    @property
    def is_clean(self) -> bool:
        return not self.error and not any(line.faults for line in self.lines)

    @property
    def fresh(self) -> list[Line]:
        """Rows that change something."""
        return [line for line in self.lines if not line.is_known]


def preview_stages(content: bytes, *, agency: Agency, by: User) -> StageImport:
    """What `import_stages` would do; nothing is written. Raises NotAllowed."""
    require(by, Permission.RUN_POWER, on=agency)
    try:
        lines = read_stages(io.BytesIO(content))
    except Refused as refusal:
        return StageImport(error=str(refusal))
    with transaction.atomic():
        _take_all(lines, agency, by=by)
        transaction.set_rollback(True)
    return StageImport(lines)


@transaction.atomic
def import_stages(upload: KeptUpload, *, by: User) -> StageImport:
    """Take in a previewed file. What was taken in before changes nothing. Raises NotAllowed."""
    require(by, Permission.RUN_POWER, on=upload.agency)
    content = bytes(upload.content)
    found = StageImport(read_stages(io.BytesIO(content)))
    _take_all(found.lines, upload.agency, by=by)
    if not found.is_clean:
        transaction.set_rollback(True)
        return found
    KeptUpload.objects.filter(pk=upload.pk).delete()
    facts = {"file": upload.name, "sha256": hashlib.sha256(content).hexdigest(), "rows": len(found.lines)}
    record(Event.POWER_CASES_IMPORTED, by=by, agency=upload.agency, subject=upload.agency, after=facts)
    return found


def _take_all(lines: Sequence[Line], agency: Agency, *, by: User) -> None:
    for rows in by_case(lines).values():
        if not any(line.faults for line in rows):
            _take(rows, agency, by=by)


def _take(rows: Sequence[Line], agency: Agency, *, by: User) -> None:
    try:
        taken = take_in(agency, _report(rows), by=by, source=Source.FILE)
    except Refused as refusal:
        rows[0].fault(str(refusal), refusal.field)
        return
    for line in rows:
        line.case, line.is_known = taken.case.number, taken.is_known


def _report(rows: Sequence[Line]) -> Report:
    said = rows[0].content
    decided = [line.content for line in rows if line.content["outcome"]]
    if any(one[name] != decided[0][name] for one in decided for name in OF_DECISION):
        raise Refused(_("The rows of this case say two decisions."), field="outcome")
    steps = [
        ReportedStep(line.content["stage"], line.content["at"], line.content["officer"], line.content["note"])
        for line in rows
    ]
    decision = Decision(**{name: decided[0][name] for name in OF_DECISION}) if decided else None
    return Report(
        said["outside_number"], said["item"], said["party_kind"], said["party_name"], said["matter"],
        said["party_number"], steps, decision,
    )  # fmt: skip

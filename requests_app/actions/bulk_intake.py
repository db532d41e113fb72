"""Many requests on paper out of one file: the whole file or nothing, each row by `submit_request`."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import KeptUpload
from catalog.spreadsheet import MAX_BYTES
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.intake import Filed, checked_request, submit_request
from requests_app.intake_file import Line, read_requests
from requests_app.models import ImportedRequest
from requests_app.permissions import Permission

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass
class Intake:
    """What a file would do, or did. A fault anywhere: nothing is written. `filed` holds codes that are shown once."""

    lines: list[Line] = field(default_factory=list)
    filed: list[tuple[Line, Filed]] = field(default_factory=list)
    error: str = ""
    """Why the file as a whole cannot be taken."""

    @property
    def is_clean(self) -> bool:
        return not self.error and not any(line.faults for line in self.lines)

    @property
    def fresh(self) -> list[Line]:
        """Rows that no file has filed before."""
        return [line for line in self.lines if not line.known_as]


def preview_requests(file: IO[bytes], *, agency: Agency, by: User) -> Intake:
    """Read the file and check every row as if it were filed; nothing is written. Raises NotAllowed."""
    require(by, Permission.HANDLE_REQUEST, on=agency)
    try:
        lines = read_requests(io.BytesIO(file.read(MAX_BYTES + 1)))
    except Refused as refusal:
        return Intake(error=str(refusal))
    _recognise(lines, agency)
    for line in lines:
        _check(line, agency, by)
    return Intake(lines)


def import_requests(upload: KeptUpload, *, by: User) -> Intake:
    """File every new row of a previewed file, once; rows whose number was taken in before are left as they are.

    The receipt codes are in the answer and nowhere else. Raises NotAllowed.
    """
    content = bytes(upload.content)
    intake = preview_requests(io.BytesIO(content), agency=upload.agency, by=by)
    if not intake.is_clean:
        return intake
    try:
        with transaction.atomic():
            _file_all(intake, upload, by=by, digest=hashlib.sha256(content).hexdigest())
    except Refused as refusal:
        return Intake(intake.lines, error=str(refusal))
    return intake


def _file_all(intake: Intake, upload: KeptUpload, *, by: User, digest: str) -> None:
    agency = Agency.objects.select_for_update(no_key=True).get(pk=upload.agency_id)
    if not KeptUpload.objects.filter(pk=upload.pk).delete()[0]:
        raise Refused(_("This file has been imported already."))
    _recognise(intake.lines, agency)  # somebody else may have been faster
    for line in intake.fresh:
        # a key of chance: who knows the number of the register must not know the receipt code
        filed = submit_request(agency, by=by, key=uuid.uuid4().hex, **line.content)
        ImportedRequest.objects.create(
            agency=agency, external_no=line.external_no, request=filed.case, row_hash=line.hash
        )
        intake.filed.append((line, filed))
    if any(line.faults for line in intake.lines):
        raise Refused(_("Something has changed since the preview. Nothing was imported; preview the file again."))
    facts = {"file": upload.name, "sha256": digest, "rows": len(intake.lines), "filed": len(intake.filed)}
    record(Event.REQUESTS_IMPORTED, by=by, agency=agency, subject=agency, after=facts)


def _recognise(lines: Sequence[Line], agency: Agency) -> None:
    """Name the request of each row that was taken in before; another text under the same number is a fault."""
    known = {
        row.external_no: row
        for row in ImportedRequest.objects.numbered({line.external_no for line in lines}).filter(agency=agency)
    }
    for line in lines:
        row = known.get(line.external_no)
        line.known_as = row.request.number if row else ""
        if row is not None and row.row_hash != line.hash and not line.faults:
            sentence = _("This number was taken in as %(number)s with another text.") % {"number": line.known_as}
            line.fault(sentence, "external_no")


def _check(line: Line, agency: Agency, by: User) -> None:
    if line.faults or line.known_as:
        return
    try:
        checked_request(agency, by=by, **line.content)
    except Refused as refusal:
        line.fault(str(refusal), refusal.field)

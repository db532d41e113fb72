"""Files of an answer: taken in, boxed, blackened, proved, released with the answer, the original removed in time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.uploads.actions import discard, store
from portal.uploads.gate import personal
from portal.uploads.gate.finding import Passage
from portal.uploads.names import display_name
from portal.uploads.redaction import running
from requests_app.actions.locking import locked
from requests_app.models import Decision, DisclosureRequest, RedactionBox, ReleasedFile
from requests_app.outcomes import Outcome
from requests_app.permissions import Permission
from requests_app.release_states import PREPARING, ReleaseState

if TYPE_CHECKING:
    from portal.accounts.models import User

MAX_FILES = 30  # of one answer


@transaction.atomic
def add_file(request: DisclosureRequest, upload: UploadedFile, *, by: User, name: str = "") -> ReleasedFile:
    """Take in a PDF or a picture that is to be released with the answer; its words are kept out of the database.

    `name` is what the applicant will see instead of the file's own, which may tell what the boxes hide. Raises
    NotAllowed, Refused(field="file" or "name"): another type, damaged, protected, more than 200 pages, a name with
    personal data.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = _prepared(request)
    if ReleasedFile.objects.filter(request=request).count() >= MAX_FILES:
        raise Refused(_("An answer holds at most %(count)s files.") % {"count": MAX_FILES}, field="file")
    stored = store(upload, agency=request.agency, by=by, is_read=False)
    if stored.content_type not in {known.content_type for known in running.TAKEN}:
        raise Refused(_("Only PDF, PNG and JPEG can be blackened. Save the document as PDF first."), field="file")
    file = ReleasedFile.objects.create(
        request=request,
        name=_name(name, stored),
        pages=_pages(stored),
        original=stored,
        original_sha256=stored.sha256,
        original_until=_kept_until(),
        uploaded_by=by,
    )
    after = {"file": str(file.public_id), "name": file.name, "sha256": file.original_sha256}
    record(Event.RELEASE_FILE_ADDED, by=by, agency=request.agency, subject=request, after=after)
    return file


def _name(given: str, stored: running.StoredFile) -> str:
    """The name of what goes out, which is a PDF. Raises Refused(field="name") if it holds a personal number."""
    stem = (given.strip() or stored.name).removesuffix(f".{stored.extension}").removesuffix(".pdf")
    name = display_name(f"{stem}.pdf")
    if any(personal.scan(Passage("name", name))):
        raise Refused(_("The name of the file holds personal data. Give it another name."), field="name")
    return name


def _pages(stored: running.StoredFile) -> running.Sizes:
    try:
        count, sizes = running.sizes(stored)
    except running.Unworkable as error:
        raise Refused(
            _("The file cannot be opened. Print it to PDF, or scan it again, and upload that."), field="file"
        ) from error
    if count > running.MAX_PAGES:
        words = _("The file has %(count)s pages; divide it into files of at most %(most)s.")
        raise Refused(words % {"count": count, "most": running.MAX_PAGES}, field="file")
    return sizes


def _kept_until() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=settings.ORIGINALS_KEPT_DAYS)


@transaction.atomic
def remove_file(file: ReleasedFile, *, by: User) -> None:
    """Take a file that has not gone out off the case, with everything that was made of it. NotAllowed, Refused."""
    file = changeable(file, by)
    before = {"file": str(file.public_id), "name": file.name, "sha256": file.original_sha256}
    contents = [stored for stored in (file.original, file.output) if stored is not None]
    file.delete()
    for stored in contents:
        discard(stored)
    record(Event.RELEASE_FILE_REMOVED, by=by, agency=file.agency, subject=file.request, before=before)


@transaction.atomic
def remove_original(file: ReleasedFile) -> bool:
    """Remove an original whose time has run out; its name, sha256 and the time remain. False if there is none."""
    row = ReleasedFile.objects.select_for_update(of=("self",)).select_related("request__agency").get(pk=file.pk)
    original = row.original
    if original is None:
        return False
    row.original, row.original_removed_at = None, timezone.now()
    row.save(update_fields=["original", "original_removed_at"])
    discard(original)
    after = {"file": str(row.public_id), "name": row.name, "sha256": row.original_sha256}
    record(Event.RELEASE_ORIGINAL_REMOVED, by=None, agency=row.agency, subject=row.request, after=after)
    return True


def check_files(request: DisclosureRequest, outcome: str) -> list[ReleasedFile]:
    """The files that go out with an answer of this outcome. Raises Refused: not proved, or not fitting the outcome."""
    files = list(ReleasedFile.objects.select_for_update().filter(request=request, decision=None))
    if not files:
        return []
    if outcome not in {Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED}:
        raise Refused(_("With this outcome nothing is released: take the files off the case."), field="outcome")
    unproved = next((file for file in files if file.state != ReleaseState.VERIFIED), None)
    if unproved is not None:
        raise Refused(_("“%(name)s” is not blackened and proved yet.") % {"name": unproved.name})
    if outcome == Outcome.DISCLOSED and RedactionBox.objects.filter(file__in=files).exists():
        raise Refused(_("Parts of the files are blackened: this is disclosure in part (article 37)."), field="outcome")
    return files


def release_files(request: DisclosureRequest, decision: Decision) -> list[str]:
    """Let the files out with the approved answer, inside its transaction; return their sha256 for its record.

    The originals are kept for `settings.ORIGINALS_KEPT_DAYS` from now on. Raises Refused.
    """
    files = check_files(request, decision.outcome)
    for file in files:
        file.decision, file.original_until = decision, _kept_until()
        file.save(update_fields=["decision", "original_until"])
    return [file.output.sha256 for file in files if file.output is not None]


def _prepared(request: DisclosureRequest) -> DisclosureRequest:
    """The case, held, while its files may be changed."""
    request = locked(request)
    if request.state not in PREPARING:
        raise Refused(_("Files are changed while the answer is prepared, not while it is reviewed or after it."))
    return request


def changeable(file: ReleasedFile, by: User) -> ReleasedFile:
    """The file, held, while it may be changed."""
    require(by, Permission.HANDLE_REQUEST, on=file.request)
    request = _prepared(file.request)
    held = ReleasedFile.objects.select_for_update(of=("self",)).select_related("original", "output")
    row = held.filter(pk=file.pk).first()
    if row is None:
        raise Refused(_("This file has been taken off the case."))
    if row.decision_id is not None:
        raise Refused(_("This file has gone out with an answer."))
    row.request = request
    if row.state == ReleaseState.ORDERED:
        raise Refused(_("The file is being blackened; wait a minute."))
    return row

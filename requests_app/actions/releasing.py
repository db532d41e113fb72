"""Files of an answer: taken in, boxed, blackened, proved, released with the answer, the original removed in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import NegativeGround
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance
from portal.uploads.actions import discard, store
from portal.uploads.redaction import running
from requests_app.actions.locking import locked
from requests_app.models import Decision, DisclosureRequest, RedactionBox, ReleasedFile
from requests_app.models.release import WHOLE
from requests_app.outcomes import Outcome
from requests_app.permissions import Permission
from requests_app.release_states import PREPARING, RELEASE_TABLE, ReleaseState

if TYPE_CHECKING:
    from portal.accounts.models import User

MAX_FILES = 30  # of one answer
MAX_BOXES = 2000  # of one file
MAX_OUTPUT = 150 * 1024 * 1024  # bytes: pictures of 200 scanned pages


class Area(NamedTuple):
    """A box to be drawn: the page from 1, the rest in ten-thousandths of it."""

    page: int
    left: int
    top: int
    width: int
    height: int


@transaction.atomic
def add_file(request: DisclosureRequest, upload: UploadedFile, *, by: User) -> ReleasedFile:
    """Take in a PDF or a picture that is to be released with the answer; its words are kept out of the database.

    Raises NotAllowed, Refused(field="file"): another type, damaged, protected, more than 200 pages.
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
        name=stored.name,
        pages=_pages(stored),
        original=stored,
        original_sha256=stored.sha256,
        original_until=_kept_until(),
        uploaded_by=by,
    )
    after = {"file": str(file.public_id), "name": file.name, "sha256": file.original_sha256}
    record(Event.RELEASE_FILE_ADDED, by=by, agency=request.agency, subject=request, after=after)
    return file


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
def draw_boxes(file: ReleasedFile, *, by: User, areas: Iterable[Area], ground: NegativeGround) -> list[RedactionBox]:
    """Draw boxes with the ground for which their parts are withheld; a box that is there already stays as it is.

    What was blackened before is thrown away. Raises NotAllowed, Refused.
    """
    file = _changeable(file, by)
    boxes = [_box(file, area, ground, by) for area in dict.fromkeys(areas)]
    if not boxes:
        raise Refused(_("No box was drawn."))
    if file.boxes.count() + len(boxes) > MAX_BOXES:
        raise Refused(_("One file holds at most %(count)s boxes.") % {"count": MAX_BOXES})
    RedactionBox.objects.bulk_create(boxes, ignore_conflicts=True)
    _as_boxed(file)
    after = {"file": str(file.public_id), "boxes": [list(box.placed) for box in boxes], "ground": ground.code}
    record(Event.RELEASE_BOXES_DRAWN, by=by, agency=file.agency, subject=file.request, after=after)
    return boxes


def _box(file: ReleasedFile, area: Area, ground: NegativeGround, by: User) -> RedactionBox:
    """`area` as far as it lies on its page."""
    left, top = max(area.left, 0), max(area.top, 0)
    width, height = min(area.left + area.width, WHOLE) - left, min(area.top + area.height, WHOLE) - top
    if not 1 <= area.page <= len(file.pages) or width < 1 or height < 1:
        raise Refused(_("This box lies outside of the page."))
    return RedactionBox(
        file=file, page=area.page, left=left, top=top, width=width, height=height, ground=ground, drawn_by=by
    )


@transaction.atomic
def erase_boxes(file: ReleasedFile, *, by: User, boxes: Iterable[int]) -> ReleasedFile:
    """Take away the boxes with these primary keys. Raises NotAllowed, Refused."""
    file = _changeable(file, by)
    gone = list(file.boxes.filter(pk__in=list(boxes)))
    if not gone:
        raise Refused(_("Choose the boxes to take away."))
    file.boxes.filter(pk__in=[box.pk for box in gone]).delete()
    _as_boxed(file)
    before = {"file": str(file.public_id), "boxes": [list(box.placed) for box in gone]}
    record(Event.RELEASE_BOXES_ERASED, by=by, agency=file.agency, subject=file.request, before=before)
    return file


def _as_boxed(file: ReleasedFile) -> None:
    """Boxes have changed: what was made of the old ones must not go out."""
    outdated = file.output
    advance(file, "box", RELEASE_TABLE)
    file.output, file.verified_at, file.faults = None, None, ""
    file.save(update_fields=["state", "output", "verified_at", "faults"])
    if outdated is not None:
        discard(outdated)


@transaction.atomic
def order_blackening(file: ReleasedFile, *, by: User) -> ReleasedFile:
    """Have the file blackened within a minute; without boxes it is still turned into pictures, which hold nothing else.

    Raises NotAllowed, Refused.
    """
    file = _changeable(file, by)
    before = advance(file, "order", RELEASE_TABLE)
    file.ordered_at, file.ordered_by, file.faults = timezone.now(), by, ""
    file.save(update_fields=["state", "ordered_at", "ordered_by", "faults"])
    after = {"file": str(file.public_id), "state": file.state, "boxes": file.boxes.count()}
    record(
        Event.RELEASE_ORDERED, by=by, agency=file.agency, subject=file.request, before={"state": before}, after=after
    )
    return file


def blacken(file: ReleasedFile) -> ReleasedFile | None:
    """Blacken an ordered file and prove the result; None if another process was faster or the file is gone.

    Not in one transaction: it may take minutes, and nothing is locked meanwhile. Boxes of an ordered file are not
    changed, so what is made is what is proved.
    """
    boxes = [box.placed for box in file.boxes.all()]
    content, faults = b"", ["unworkable"]
    if file.original is not None:
        try:
            content = running.blacken(file.original, boxes)
            faults = running.prove(content, sizes=file.pages, boxes=boxes)
        except running.Unworkable:
            faults = ["unworkable"]
    if len(content) > MAX_OUTPUT:
        faults = ["large"]
    return _settle(file, content, faults)


@transaction.atomic
def _settle(file: ReleasedFile, content: bytes, faults: list[str]) -> ReleasedFile | None:
    """Keep what was made if it is proved, or what is wrong with it."""
    held = ReleasedFile.objects.select_for_update(of=("self",)).select_related("request__agency", "ordered_by")
    row = held.filter(pk=file.pk, state=ReleaseState.ORDERED, ordered_at=file.ordered_at).first()
    if row is None:
        return None
    if faults:
        before = advance(row, "fail", RELEASE_TABLE)
        row.faults = " ".join(faults)
    else:
        before = advance(row, "verify", RELEASE_TABLE)
        upload = SimpleUploadedFile(clean_name(row), content, "application/pdf")
        row.output = store(upload, agency=row.agency, by=row.ordered_by, is_read=False, most=MAX_OUTPUT)
        row.verified_at = timezone.now()
    row.save(update_fields=["state", "faults", "output", "verified_at"])
    after = {"file": str(row.public_id), "state": row.state, "faults": faults}
    if row.output is not None:
        after["sha256"] = row.output.sha256
    event = Event.RELEASE_FAILED if faults else Event.RELEASE_VERIFIED
    record(event, by=row.ordered_by, agency=row.agency, subject=row.request, before={"state": before}, after=after)
    return row


def clean_name(file: ReleasedFile) -> str:
    """The name of what goes out: that of the original, which is a PDF now."""
    return f"{file.name.rpartition('.')[0]}.pdf"


@transaction.atomic
def remove_file(file: ReleasedFile, *, by: User) -> None:
    """Take a file that has not gone out off the case, with everything that was made of it. NotAllowed, Refused."""
    file = _changeable(file, by)
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


def _changeable(file: ReleasedFile, by: User) -> ReleasedFile:
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

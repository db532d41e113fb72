"""Boxes on files of an answer, and what is made of both: drawn, ordered, blackened and proved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import NegativeGround
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance
from portal.uploads.actions import discard, store
from portal.uploads.redaction import running
from requests_app.actions.releasing import changeable
from requests_app.models import RedactionBox, ReleasedFile
from requests_app.models.release import WHOLE
from requests_app.outcomes import SEVERABLE
from requests_app.release_states import RELEASE_TABLE, ReleaseState

if TYPE_CHECKING:
    from portal.accounts.models import User

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
def draw_boxes(file: ReleasedFile, *, by: User, areas: Iterable[Area], ground: NegativeGround) -> list[RedactionBox]:
    """Draw boxes with the ground for which their parts are withheld; a box that is there already stays as it is.

    What was blackened before is thrown away. Raises NotAllowed, Refused.
    """
    file = changeable(file, by)
    if ground.code not in SEVERABLE:
        raise Refused(_("This is no ground for leaving out a part (articles 14 to 16)."), field="ground")
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
    file = changeable(file, by)
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
    file = changeable(file, by)
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
        upload = SimpleUploadedFile(row.name, content, "application/pdf")
        row.output = store(upload, agency=row.agency, by=row.ordered_by, is_read=False, most=MAX_OUTPUT)
        row.verified_at = timezone.now()
    row.save(update_fields=["state", "faults", "output", "verified_at"])
    after = {"file": str(row.public_id), "state": row.state, "faults": faults}
    if row.output is not None:
        after["sha256"] = row.output.sha256
    event = Event.RELEASE_FAILED if faults else Event.RELEASE_VERIFIED
    record(event, by=row.ordered_by, agency=row.agency, subject=row.request, before={"state": before}, after=after)
    return row

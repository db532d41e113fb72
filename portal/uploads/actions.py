"""Taking files in, and reading their text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.refusals import Refused
from portal.uploads import names, reading, recognition
from portal.uploads.gate import inspection
from portal.uploads.gate.finding import Finding
from portal.uploads.gate.words import Vocabulary
from portal.uploads.models import Inspection, StoredFile, TextState

if TYPE_CHECKING:
    from portal.accounts.models import User

GATE_RULES = 1  # raise it when the gate learns something: files are looked at again


@transaction.atomic
def store(
    upload: UploadedFile, *, agency: Agency, by: User | None, is_read: bool = True, most: int | None = None
) -> StoredFile:
    """Keep `upload` as a private file of `agency` and return its row; its text is read within a minute.

    `is_read=False` keeps its words out of the database. Raises Refused (field "file") if it is empty, larger than
    `most` bytes (`settings.MAX_UPLOAD_BYTES`), of another type than its name says, or able to act by itself. Asks for
    no permission: it belongs to the caller's action, which also records it.
    """
    if not upload.size:
        raise Refused(_("The file is empty."), field="file")
    most = most or settings.MAX_UPLOAD_BYTES
    if upload.size > most:
        raise Refused(_("The file is larger than %(limit)s.") % {"limit": filesizeformat(most)}, field="file")
    name = names.display_name(upload.name or "")
    found = recognition.recognise(upload, name)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored = StoredFile(
        agency=agency,
        name=name,
        size=upload.size,
        content_type=found.content_type,
        sha256=digest.hexdigest(),
        uploaded_by=by,
        text_state=TextState.WAITING if is_read and found.has_text else TextState.NONE,
    )
    stored.file.save(name, upload, save=False)
    stored.save(force_insert=True)
    return stored


@transaction.atomic
def discard(stored: StoredFile) -> None:
    """Remove the row of `stored` now and its content on commit; the caller's action has let go of it and records it."""
    storage, path = stored.file.storage, str(stored.file.name)
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path))


def extract_text(stored: StoredFile) -> StoredFile:
    """Read the text of `stored`, in a child process with limits, and keep it; what was read before stays as it is.

    Not in one transaction: reading may take half a minute, and nothing is locked meanwhile.
    """
    try:
        text = reading.text_of(stored)
    except reading.Unreadable:
        text = None
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if row.text_state == TextState.WAITING:
            row.text = text or ""
            row.text_state = TextState.FAILED if text is None else TextState.DONE if text.strip() else TextState.NONE
            row.text_extracted_at = timezone.now()
            row.save(update_fields=["text", "text_state", "text_extracted_at"])
    return row


def inspected(stored: StoredFile, vocabulary: Vocabulary, known: frozenset[str]) -> list[Finding]:
    """What the gate finds in `stored`: as kept, or looked at now. Writes nothing."""
    kept = stored.inspections.filter(basis=_basis(vocabulary, known)).first()
    return kept.found() if kept is not None else inspection.inspect(stored, vocabulary, known)


def keep_inspection(stored: StoredFile, vocabulary: Vocabulary, known: frozenset[str]) -> Inspection:
    """Look at `stored` now, in a child process with limits, unless it was looked at with the same words before."""
    basis = _basis(vocabulary, known)
    kept = stored.inspections.filter(basis=basis).first()
    if kept is None:
        found = [list(finding) for finding in inspection.inspect(stored, vocabulary, known)]
        kept, _created = Inspection.objects.get_or_create(file=stored, basis=basis, defaults={"findings": found})
    return kept


def _basis(vocabulary: Vocabulary, known: frozenset[str]) -> str:
    """Whatever decides a finding besides the file: words, telephones of the offices, and the rules themselves."""
    text = f"{GATE_RULES}\n{vocabulary.digest}\n{sorted(known)}"
    return hashlib.sha256(text.encode()).hexdigest()

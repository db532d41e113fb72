"""Files that an applicant sends along."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.uploads.actions import store
from requests_app.models import LARGEST_ENCLOSURE, MOST_ENCLOSURES, DisclosureRequest, Enclosure


def enclose(request: DisclosureRequest, uploads: Sequence[UploadedFile]) -> list[Enclosure]:
    """Keep `uploads` with `request`, inside the transaction of the action that takes them in.

    The trail gets to know their digests, never their names. Raises Refused(field="enclosures") for more than five
    files of one request, one of more than 10 MiB, or one that `portal.uploads` does not take.
    """
    if not uploads:
        return []
    last = Enclosure.objects.filter(request=request).count()
    require_few(last + len(uploads))
    kept = []
    for position, upload in enumerate(uploads, start=last + 1):
        require_small(upload)
        try:
            stored = store(upload, agency=request.agency, by=None)
        except Refused as refusal:
            raise Refused(f"{upload.name}: {refusal}", field="enclosures") from refusal
        kept.append(Enclosure.objects.create(request=request, file=stored, position=position))
        facts = {"enclosure": position, "sha256": stored.sha256}
        record(Event.FILE_ATTACHED, by=None, agency=request.agency, subject=request, after=facts)
    return kept


def require_few(number: int) -> None:
    """Raise Refused if a request would come to have more than five enclosures."""
    if number > MOST_ENCLOSURES:
        raise Refused(_("At most %(limit)d files can be attached.") % {"limit": MOST_ENCLOSURES}, field="enclosures")


def require_small(upload: UploadedFile) -> None:
    """Raise Refused if `upload` has more than 10 MiB."""
    if (upload.size or 0) > LARGEST_ENCLOSURE:
        sentence = _("%(name)s is larger than 10 megabytes.") % {"name": upload.name}
        raise Refused(sentence, field="enclosures")

"""Files that an applicant sends along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.uploads.actions import store
from requests_app.models import LARGEST_ENCLOSURE, MOST_ENCLOSURES, DisclosureRequest, Enclosure

if TYPE_CHECKING:
    from portal.accounts.models import User


def enclose(
    request: DisclosureRequest,
    uploads: Sequence[UploadedFile],
    *,
    by: User | None = None,
    with_supplement: bool = False,
) -> list[Enclosure]:
    """Keep `uploads` with `request`, inside the transaction of the action that takes them in.

    `by` is the clerk who takes in what came on paper. The trail gets to know their digests, never their names.
    Raises Refused(field="enclosures") for more than five files of one occasion, one of more than 10 MiB, or one that
    `portal.uploads` does not take.
    """
    if not uploads:
        return []
    kept = Enclosure.objects.filter(request=request)
    last = kept.count()
    require_few(kept.filter(with_supplement=with_supplement).count() + len(uploads))
    return [
        _keep(request, upload, position, by=by, with_supplement=with_supplement)
        for position, upload in enumerate(uploads, start=last + 1)
    ]


def _keep(
    request: DisclosureRequest, upload: UploadedFile, position: int, *, by: User | None, with_supplement: bool
) -> Enclosure:
    require_small(upload)
    try:
        stored = store(upload, agency=request.agency, by=by)
    except Refused as refusal:
        raise Refused(f"{upload.name}: {refusal}", field="enclosures") from refusal
    enclosure = Enclosure.objects.create(
        request=request, file=stored, position=position, with_supplement=with_supplement
    )
    facts = {"enclosure": position, "sha256": stored.sha256}
    record(Event.FILE_ATTACHED, by=by, agency=request.agency, subject=request, after=facts)
    return enclosure


def require_few(number: int) -> None:
    """Raise Refused if more than five files would come to be enclosed on one occasion."""
    if number > MOST_ENCLOSURES:
        raise Refused(_("At most %(limit)d files can be attached.") % {"limit": MOST_ENCLOSURES}, field="enclosures")


def require_small(upload: UploadedFile) -> None:
    """Raise Refused if `upload` has more than 10 MiB."""
    if (upload.size or 0) > LARGEST_ENCLOSURE:
        sentence = _("%(name)s is larger than 10 megabytes.") % {"name": upload.name}
        raise Refused(sentence, field="enclosures")

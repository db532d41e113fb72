"""Writing: draft, revise, attach, detach, submit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.drafts import open_draft, save_shown, seal
from disclosure.actions.gate import examine
from disclosure.actions.locking import locked, newest_as_seen
from disclosure.content import checked
from disclosure.letters import tell_reviewers
from disclosure.models import Contribution, IndexSeries, Item, Occasion, ReviewChain, Version, VersionFile
from disclosure.permissions import Permission
from disclosure.readiness import require_ready
from disclosure.states import TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance
from portal.uploads.actions import store
from portal.uploads.models import StoredFile

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_FILES = 30


@transaction.atomic
def draft(*, agency: Agency, by: User, title: str, body: str, key: str | None = None, **metadata: Any) -> Item:
    """Begin an item of `agency` and return it with its index number.

    `metadata`: entry, kind, attribute, doc_number, doc_date, source_name, source_url. `body` is HTML, sanitised here,
    or plain text. The same `key` (a UUID, of one form) begins one item only, however often it is sent.
    Raises NotAllowed, and Refused beside the field that will not do.
    """
    require(by, Permission.EDIT_ITEM, on=agency)
    if not agency.is_active:
        raise Refused(_("This agency has ended; another one answers for it."), field="agency")
    content = checked({"title": title, "body": body, **metadata}, agency=agency)
    series = _series(agency)
    if key is not None and (before := Item.objects.filter(agency=agency, draft_key=key).first()) is not None:
        return before
    text = content.pop("body")
    item = Item.objects.create(agency=agency, index_no=_next_number(series), draft_key=key, **content)
    version = Version(item=item, number=1, body=text, author=by, **content)
    seal(version, by=by)
    facts = {"index_no": item.index_no, "title": item.title} | version.traced()
    record(Event.ITEM_DRAFTED, by=by, agency=agency, subject=item, after=facts)
    return item


@transaction.atomic
def revise(item: Item, *, by: User, seen: str | None = None, **content: Any) -> Item:
    """Change the text or metadata of the newest version; what is public stays as it is.

    A draft is edited in place. What was submitted, sent back, approved or published is kept, and a new version begins.
    Any edit leaves earlier approvals behind. `seen` is the hash of the version that was edited. Nothing changed:
    nothing happens. Raises NotAllowed, Refused.
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    content = checked(content, agency=item.agency)
    changed = {name: value for name, value in content.items() if getattr(version, name) != value}
    if not changed:
        return item
    version, before = open_draft(item, version, by=by)
    for name, value in changed.items():
        setattr(version, name, value)
    seal(version, by=by)
    save_shown(item, version)
    record(
        Event.ITEM_REVISED,
        by=by,
        agency=item.agency,
        subject=item,
        before={"state": before},
        after=version.traced() | {"changed": sorted(changed)},
    )
    return item


@transaction.atomic
def attach(item: Item, upload: UploadedFile, *, by: User) -> StoredFile:
    """Attach a file to the newest version (a new draft begins where `revise` would begin one) and return it.

    The same content is attached once. Raises NotAllowed, Refused(field="file").
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    version = item.newest()
    there = version.attachments.filter(file__sha256=_digest(upload)).select_related("file").first()
    if there is not None:
        return there.file
    if version.attachments.count() >= MOST_FILES:
        raise Refused(_("At most %(limit)d files can be attached.") % {"limit": MOST_FILES}, field="file")
    stored = store(upload, agency=item.agency, by=by)
    version, _before = open_draft(item, version, by=by)
    last = version.attachments.order_by("-position").values_list("position", flat=True).first() or 0
    VersionFile.objects.create(version=version, file=stored, position=last + 1)
    seal(version, by=by)
    save_shown(item, version)
    facts = version.traced() | {"file": stored.name, "sha256": stored.sha256}
    record(Event.FILE_ATTACHED, by=by, agency=item.agency, subject=item, after=facts)
    return stored


@transaction.atomic
def detach(item: Item, stored: StoredFile, *, by: User) -> Item:
    """Take a file off the newest version; versions that were submitted or public keep it. Not attached: nothing."""
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    version = item.newest()
    if not version.attachments.filter(file=stored).exists():
        return item
    version, _before = open_draft(item, version, by=by)
    version.attachments.filter(file=stored).delete()
    seal(version, by=by)
    save_shown(item, version)
    facts = {"version": version.number, "file": stored.name, "sha256": stored.sha256}
    record(Event.FILE_DETACHED, by=by, agency=item.agency, subject=item, before=facts, after=version.traced())
    return item


@transaction.atomic
def submit(item: Item, *, by: User, seen: str | None = None) -> Item:
    """Hand the newest version to the reviewers, who are told. From now on its text does not change.

    Raises NotAllowed, and Refused if it is not a draft.
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    before = advance(item, "submit", TABLE)
    examine(version, Occasion.SUBMISSION, by=by)
    require_ready(version)
    version.submitted_at = timezone.now()
    version.steps, version.same_signer = ReviewChain.objects.passage(item.agency, version.kind)
    version.save(update_fields=["submitted_at", "steps", "same_signer"])
    item.step, item.asked_of = version.steps[0], None
    item.save(update_fields=["state", "step", "asked_of", "changed_at"])
    Contribution.objects.get_or_create(version=version, person=by)
    facts = {"state": item.state} | version.traced()
    record(Event.ITEM_SUBMITTED, by=by, agency=item.agency, subject=item, before={"state": before}, after=facts)
    tell_reviewers(item, version)
    return item


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _series(agency: Agency) -> IndexSeries:
    """The agency's numbers of this year, locked: two drafts begun at once get two numbers."""
    year = timezone.localdate().year
    IndexSeries.objects.get_or_create(agency=agency, year=year)
    return IndexSeries.objects.select_for_update(of=("self",)).select_related("agency").get(agency=agency, year=year)


def _next_number(series: IndexSeries) -> str:
    series.last += 1
    series.save(update_fields=["last"])
    return f"{series.agency.code}-{series.year}-{series.last:05d}"

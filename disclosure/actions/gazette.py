"""Making an issue of the gazette: begun, arranged, published once under the next number, and fixed from then on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.actions.channels import enter_channel
from disclosure.models import GazetteEntry, GazetteIssue, GazetteSection, GazetteSeries, Item, Outlet
from disclosure.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_SECTIONS = 20
MOST_ENTRIES = 100


def usual_sections() -> list[str]:
    """The sections that an issue begins with, in the portal's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return [
            _("Documents of the government"),
            _("Documents of the government office"),
            _("Documents of departments"),
            _("Appointments and removals"),
            _("Chronicle"),
        ]


@transaction.atomic
def begin_issue(
    agency: Agency, *, by: User, cover_on: dt.date, title: str = "", sections: Sequence[str] | None = None
) -> GazetteIssue:
    """Begin an issue of a government's gazette; `sections` default to the usual ones. Raises NotAllowed, Refused."""
    require(by, Permission.MAKE_GAZETTE, on=agency)
    if not agency.is_government:
        raise Refused(_("Only a government has a gazette."), field="agency")
    issue = GazetteIssue.objects.create(agency=agency, title=" ".join(title.split()), cover_on=cover_on, begun_by=by)
    names = _set_sections(issue, usual_sections() if sections is None else sections)
    facts = {"title": issue.name, "cover_on": cover_on, "sections": names}
    record(Event.GAZETTE_BEGUN, by=by, agency=agency, subject=issue, after=facts)
    return issue


@transaction.atomic
def change_issue(
    issue: GazetteIssue, *, by: User, cover_on: dt.date, title: str, sections: Sequence[str]
) -> GazetteIssue:
    """Change cover and sections of an unpublished issue. A section that holds texts is not dropped.

    Raises NotAllowed, Refused.
    """
    issue = _open(issue, by)
    before = {"title": issue.title, "cover_on": issue.cover_on, "sections": _names(issue)}
    issue.title, issue.cover_on = " ".join(title.split()), cover_on
    issue.save(update_fields=["title", "cover_on"])
    after = {"title": issue.title, "cover_on": cover_on, "sections": _set_sections(issue, sections)}
    if before != after:
        record(Event.GAZETTE_ARRANGED, by=by, agency=issue.agency, subject=issue, before=before, after=after)
    return issue


@transaction.atomic
def add_items(issue: GazetteIssue, *, by: User, items: Sequence[Item], section: GazetteSection) -> list[GazetteEntry]:
    """Put public items at the end of a section, each with the text that is public now.

    One that stands in the issue already stays where it is. Raises NotAllowed, Refused: for what is not public, not of
    this government, or printed before in the same version.
    """
    issue = _open(issue, by)
    _require_own(issue, section)
    there = set(issue.entries.values_list("item_id", flat=True))
    if len(there | {item.pk for item in items}) > MOST_ENTRIES:
        raise Refused(_("An issue holds %(most)d texts at most.") % {"most": MOST_ENTRIES}, field="items")
    wanted = Item.objects.public().under(issue.agency).filter(pk__in=[item.pk for item in items])
    public = {item.pk: item for item in wanted.select_related("live_version")}
    position, made = section.entries.count(), []
    for item in items:
        if item.pk in there:
            continue
        if item.pk not in public:
            raise Refused(_("Only what is public, and of this government, is printed in its gazette."), field="items")
        _require_unprinted(issue, public[item.pk])
        position += 1
        made.append(_entered(issue, section, public[item.pk], position))
    _arranged(issue, by, "added", made)
    return made


@transaction.atomic
def remove_entry(entry: GazetteEntry, *, by: User) -> GazetteIssue:
    """Take a text out of an unpublished issue; taken out already: nothing. Raises NotAllowed, Refused."""
    issue = _open(entry.issue, by)
    present = issue.entries.filter(pk=entry.pk).first()
    if present is not None:
        _arranged(issue, by, "removed", [present])
        section = present.section
        present.delete()
        _number(section)
    return issue


@transaction.atomic
def move_entry(entry: GazetteEntry, *, by: User, up: bool) -> GazetteIssue:
    """Let a text change places with its neighbour in the section; at the end of it: nothing."""
    issue = _open(entry.issue, by)
    present = _present(issue, entry)
    row = list(present.section.entries.all())
    here = row.index(present)
    there = here - 1 if up else here + 1
    if 0 <= there < len(row):
        row[here], row[there] = row[there], row[here]
        _number(present.section, row)
        _arranged(issue, by, "moved up" if up else "moved down", [present])
    return issue


@transaction.atomic
def place_entry(entry: GazetteEntry, *, by: User, section: GazetteSection) -> GazetteIssue:
    """Put a text at the end of another section of the same issue."""
    issue = _open(entry.issue, by)
    _require_own(issue, section)
    present = _present(issue, entry)
    if present.section_id != section.pk:
        left = present.section
        present.section, present.position = section, section.entries.count() + 1
        present.save(update_fields=["section", "position"])
        _number(left)
        _arranged(issue, by, f"to {section.name}", [present])
    return issue


@transaction.atomic
def renew_entry(entry: GazetteEntry, *, by: User) -> GazetteIssue:
    """Take the text that is public today, after the item was corrected. Raises NotAllowed, Refused if none is."""
    issue = _open(entry.issue, by)
    present = _present(issue, entry)
    item = Item.objects.public().filter(pk=present.item_id).select_related("live_version").first()
    if item is None:
        raise Refused(_("“%(title)s” is not public any more; take it out.") % {"title": present.shown_title})
    if present.version_id != item.live_version_id:
        _require_unprinted(issue, item)
        present.version = item.live_version  # type: ignore[assignment]
        present.save(update_fields=["version"])
        _arranged(issue, by, "renewed", [present])
    return issue


@transaction.atomic
def publish_issue(
    issue: GazetteIssue, *, by: User, seen: str | None = None, first_number: int = 1, first_total: int = 1
) -> GazetteIssue:
    """Publish an issue under the next number of its year and the next running number; every item gets its record.

    `first_number` and `first_total` say where the numbers of the very first issue here begin, for a gazette that was
    printed before. `seen` is the digest of the contents on the screen. A second time changes nothing. Raises
    NotAllowed, Refused for an empty issue, a cover date in the future or before that of the last issue, and a text that
    was corrected or taken back since it was chosen.
    """
    require(by, Permission.MAKE_GAZETTE, on=issue)
    series = _series(issue.agency)
    issue = _locked(issue)
    if issue.is_published:
        return issue
    if seen is not None and seen != issue.digest():
        raise Refused(_("Somebody else has changed this issue in the meantime. Look at it again before publishing it."))
    _require_printable(issue)
    _give_numbers(issue, series, first_number, first_total)
    issue.published_at, issue.published_by = timezone.now(), by
    issue.save()
    for entry in issue.printed():
        enter_channel(entry.item, by=by, outlet=Outlet.GAZETTE, place=_place(issue), on=issue.cover_on)
    facts = {"year": issue.year, "number": issue.number, "total": issue.total, "contents": issue.contents()}
    record(Event.GAZETTE_PUBLISHED, by=by, agency=issue.agency, subject=issue, after=facts)
    return issue


def _locked(issue: GazetteIssue) -> GazetteIssue:
    return GazetteIssue.objects.select_for_update(of=("self",)).select_related("agency").get(pk=issue.pk)


def _open(issue: GazetteIssue, by: User) -> GazetteIssue:
    """The locked row of an issue that `by` may still change; no other issue of the government changes meanwhile."""
    require(by, Permission.MAKE_GAZETTE, on=issue)
    _series(issue.agency)
    issue = _locked(issue)
    if issue.is_published:
        raise Refused(_("This issue has been published; what was printed stays as it is."))
    return issue


def _present(issue: GazetteIssue, entry: GazetteEntry) -> GazetteEntry:
    present = issue.entries.select_related("section", "item", "version").filter(pk=entry.pk).first()
    if present is None:
        raise Refused(_("Somebody else has taken this text out of the issue."))
    return present


def _require_own(issue: GazetteIssue, section: GazetteSection) -> None:
    if section.issue_id != issue.pk:
        raise Refused(_("Choose a section of this issue."), field="section")


def _require_unprinted(issue: GazetteIssue, item: Item) -> None:
    """The same text is printed once; a corrected one may be printed anew."""
    same = GazetteEntry.objects.filter(issue__agency=issue.agency, version=item.live_version_id)
    if same.exists():
        raise Refused(_("“%(title)s” stands in another issue already.") % {"title": item.title}, field="items")


def _require_printable(issue: GazetteIssue) -> None:
    entries = issue.printed()
    if not entries:
        raise Refused(_("There is no text in this issue."))
    if issue.cover_on > timezone.localdate():
        raise Refused(_("The date on the cover lies in the future."))
    last = GazetteIssue.objects.public().of(issue.agency).newest_first().first()
    if last is not None and issue.cover_on < last.cover_on:
        raise Refused(_("The date on the cover lies before that of the last issue, %(day)s.") % {"day": last.cover_on})
    for entry in entries:
        if not entry.is_readable:
            raise Refused(_("“%(title)s” is not public any more; take it out.") % {"title": entry.shown_title})
        if entry.was_corrected:
            raise Refused(_("“%(title)s” was corrected since; take the current text.") % {"title": entry.shown_title})


def _series(agency: Agency) -> GazetteSeries:
    GazetteSeries.objects.get_or_create(agency=agency)
    return GazetteSeries.objects.select_for_update(of=("self",)).get(agency=agency)


def _give_numbers(issue: GazetteIssue, series: GazetteSeries, first_number: int, first_total: int) -> None:
    """The next numbers without a gap; the first ones as given."""
    last = GazetteIssue.objects.public().of(issue.agency).newest_first().first()
    if last is None:
        if not 1 <= first_number <= first_total:
            raise Refused(_("The running number is at least the number in the year."), field="first_total")
        issue.number, series.total = first_number, first_total
    else:
        issue.number = last.number + 1 if last.year == issue.cover_on.year else 1  # type: ignore[operator]
        series.total += 1
    series.save(update_fields=["total"])
    issue.year, issue.total = issue.cover_on.year, series.total


def _entered(issue: GazetteIssue, section: GazetteSection, item: Item, position: int) -> GazetteEntry:
    version = item.live_version
    return issue.entries.create(section=section, item=item, version=version, position=position)  # type: ignore[misc]


def _place(issue: GazetteIssue) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(issue)[:100]


def _names(issue: GazetteIssue) -> list[str]:
    return list(issue.sections.values_list("name", flat=True))


def _set_sections(issue: GazetteIssue, names: Sequence[str]) -> list[str]:
    """Let the issue have exactly these sections in this order; those that keep their name keep their texts."""
    wanted = list(dict.fromkeys(name for name in (" ".join(name.split()) for name in names) if name))
    if not wanted or len(wanted) > MOST_SECTIONS or max(map(len, wanted)) > 40:
        raise Refused(_("Name 1 to 20 sections, one to a line, each of 40 characters at most."), field="sections")
    known = {section.name: section for section in issue.sections.all()}
    for name, section in known.items():
        if name not in wanted:
            if section.entries.exists():
                raise Refused(_("There are texts in the section “%(name)s”.") % {"name": name}, field="sections")
            section.delete()
    for position, name in enumerate(wanted, start=1):
        issue.sections.update_or_create(name=name, defaults={"position": position})
    return wanted


def _number(section: GazetteSection, row: Sequence[GazetteEntry] | None = None) -> None:
    for position, entry in enumerate(section.entries.all() if row is None else row, start=1):
        if entry.position != position:
            GazetteEntry.objects.filter(pk=entry.pk).update(position=position)


def _arranged(issue: GazetteIssue, by: User, what: str, entries: Sequence[GazetteEntry]) -> None:
    if entries:
        facts = {"what": what, "items": [entry.item.index_no for entry in entries]}
        record(Event.GAZETTE_ARRANGED, by=by, agency=issue.agency, subject=issue, after=facts)

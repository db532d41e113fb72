"""What of an item is found by search, and where it links to: written when it goes public, erased when it leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from disclosure.actions.linking import erase_links, write_links
from disclosure.actions.locking import locked
from disclosure.body import plain
from disclosure.models import Audience, Item, Version, VersionFile
from disclosure.parts import as_lines
from portal.editions.actions import changed_everywhere
from portal.search import actions as search
from portal.uploads.models import TextState

SEARCH_KIND = "item"


@transaction.atomic
def index_again(item: Item) -> Item:
    """Write the search row anew, with the text of attachments that has been read by now. Not public: nothing."""
    item = locked(item)
    if item.live_version is not None:
        index_live([(item, item.live_version)])
        item.awaits_text = awaits_text(item.live_version)
        item.save(update_fields=["awaits_text"])
        changed_everywhere()  # the search finds more than before, and no event says so
    return item


def index_live(pairs: Iterable[tuple[Item, Version]]) -> None:
    """Write the search row and the links of each item as its live version says it; not what is not for everyone."""
    shown = []
    for item, version in pairs:
        if version.audience == Audience.EVERYONE:
            shown.append((item, version))
        else:
            forget(item)
    search.index_all([_document(item, version) for item, version in shown])
    write_links(shown)


def forget(item: Item) -> None:
    """Search finds it no longer, and nobody asks where it links to."""
    search.remove(kind=SEARCH_KIND, key=str(item.pk))
    erase_links(item)


def awaits_text(version: Version) -> bool:
    """True if the text of an attachment that search would find is still to be read."""
    if version.audience != Audience.EVERYONE:
        return False
    return any(link.file.text_state == TextState.WAITING for link in version.links())


def _document(item: Item, version: Version) -> search.Document:
    links = version.links()
    files = [link.file for link in links]
    parts = [plain(version.body), version.source_name, *(file.name for file in files)]
    entry = version.entry
    return search.Document(
        kind=SEARCH_KIND,
        key=str(item.pk),
        agency=item.agency,
        date=timezone.localdate(item.published_at),
        title=version.title,
        number=version.doc_number,
        written_on=version.doc_date,
        text="\n\n".join([*parts, *as_lines(version.kind, version.parts)]),
        files=_texts(links),
        url=_address(item),
        area=str(entry.area.number) if entry else "",
        entry=entry.code if entry else "",
    )


def _texts(links: list[VersionFile]) -> list[search.FileText]:
    with translation.override(settings.LANGUAGE_CODE):
        return [search.FileText(link.file.name, str(link.shown()["url"]), link.file.text) for link in links]


def _address(item: Item) -> str:
    with translation.override(settings.LANGUAGE_CODE):  # not the /en/ address because an editor worked in English
        return item.get_absolute_url()

"""Items: the list, one item, its files, and the fragments that other pages load."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page, require_safe

from catalog.models import Area, CatalogEntry
from disclosure.forms import ItemFilterForm
from disclosure.item_lines import lines_of
from disclosure.library import facet_counts, selection_csv
from disclosure.linked import article
from disclosure.models import Item, ItemQuerySet, VersionFile
from disclosure.models.version import VersionFileQuerySet
from disclosure.parts import shown
from disclosure.surroundings import in_its_place, surroundings
from disclosure.views.rows import preview_of
from portal.accounts.session import signed_in
from portal.editions.memory import once_an_edition
from portal.editions.sharing import shared
from portal.listing import paginate
from portal.uploads.serving import file_response

FRAGMENT = 10
PREVIEWED = 40_000  # signs: some sixty pages


@require_safe
@shared
def item_list(request: HttpRequest) -> HttpResponse:
    form = ItemFilterForm(request.GET, government=request.government)
    public = Item.objects.public().under(request.government)
    chosen = _query_of(request)
    # what counts every item is not counted again for each page of the list that everybody reads
    counts = once_an_edition(request if not chosen else None, "facets", lambda: facet_counts(form, public))
    form.show_counts(counts)
    page = paginate(request, form.in_order(form.applied_to(public)).for_lists(), count=form.found(counts))
    found = {"form": form, "page": page, "lines": lines_of(request, page.object_list), "chosen": chosen}
    return render(request, "disclosure/item_list.html", found)


@require_safe
def item_table(request: HttpRequest) -> HttpResponse:
    """The selection as CSV, for a spreadsheet."""
    form = ItemFilterForm(request.GET, government=request.government)
    items = form.in_order(form.applied_to(Item.objects.public().under(request.government))).for_lists()
    return selection_csv(items, address=request.build_absolute_uri)


def _query_of(request: HttpRequest) -> str:
    """The filters as they stand in the address, without the number of the page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"?{kept.urlencode()}" if kept else ""


@require_safe
@shared
def item_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    items = Item.objects.with_tombstones().under(request.government).select_related("live_version")
    item = in_its_place(get_object_or_404(items, index_no=index_no), request)
    if not item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": item}, status=410)
    page = {
        "item": item,
        "version": item.live_version,
        "parts": shown(item.kind, item.live_version.parts),
        **preview_of(item),
        **surroundings(item, item.live_version, request.government),
        "structured": article(item, request.build_absolute_uri(item.get_absolute_url())),
    }
    return render(request, "disclosure/item_detail.html", page)


@require_safe
def file_download(request: HttpRequest, public_id: UUID, name: str) -> FileResponse | HttpResponse:
    """A file of what is public; people who may read an agency's drafts get those of its drafts as well."""
    links = VersionFile.objects.of_file(public_id, name)
    link = links.public().under(request.government).first()
    if link is None and (user := signed_in(request)) is not None:
        link = links.managed_by(user).first() or links.published_to(user).first()
    if link is None:
        return _replaced(links, request)
    return file_response(link.file, to_view="view" in request.GET)


@require_safe
@conditional_page  # the text of a file is read by a task, which makes no new edition
def file_preview(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """A public file without downloading it: the picture, the text that was read from it, the way into a PDF."""
    links = VersionFile.objects.of_file(public_id, name).public().under(request.government)
    link = get_object_or_404(links.select_related("version__item__agency"))
    text = link.file.text.strip()
    page = {
        "file": link.file,
        "item": link.version.item,
        "shown": link.shown(),
        "text": text[:PREVIEWED],
        "is_cut": len(text) > PREVIEWED,
    }
    return render(request, "disclosure/file_preview.html", page)


def _replaced(links: VersionFileQuerySet, request: HttpRequest) -> HttpResponse:
    """An address of a file that a later version replaced leads to the file that stands there now. Raises Http404."""
    old = links.replaced().under(request.government).order_by("-version__number").first()
    current = old.successor() if old is not None else None
    if current is None:
        raise Http404
    return HttpResponseRedirect(str(current.shown()["url"]))


@require_safe
@shared
def entry_items(request: HttpRequest, code: str) -> HttpResponse:
    """Fragment: the newest items that fulfil an entry of this site's catalog."""
    entry = get_object_or_404(CatalogEntry.objects.public().for_site(request.government), code=code)
    return _fragment(request, Item.objects.public().under(request.government).fulfilling(entry))


@require_safe
@shared
def area_items(request: HttpRequest, number: int) -> HttpResponse:
    """Fragment: the newest items of an area."""
    area = get_object_or_404(Area.objects.public(), number=number)
    return _fragment(request, Item.objects.public().under(request.government).of_area(area.number))


def _fragment(request: HttpRequest, items: ItemQuerySet) -> HttpResponse:
    newest = list(items.newest_first().for_lists()[:FRAGMENT])
    return render(request, "disclosure/item_rows.html", {"items": newest})

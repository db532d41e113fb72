"""The list of an item: paged and filtered, as a file, and compared between two days."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.fields import Column, shown
from disclosure.forms.rows import CompareForm, RowFilterForm
from disclosure.models import Item, RowSet, StructuredRow
from disclosure.row_changes import row_changes
from disclosure.row_export import as_csv, as_json, as_xlsx
from disclosure.row_history import version_on
from portal.editions.sharing import shared
from portal.listing import paginate

PREVIEW = 5
PER_PAGE = 50
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@shared
def row_list(request: HttpRequest, index_no: str) -> HttpResponse:
    """The rows of what is live. What was withdrawn answers as its item does."""
    item = _reached(request, index_no)
    if not item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": item}, status=410)
    row_set = _list_of(item)
    form = RowFilterForm(request.GET, columns=row_set.layout)
    page = paginate(request, form.applied_to(StructuredRow.objects.public().of(row_set)), per_page=PER_PAGE)
    found = {"item": item, "row_set": row_set, "form": form, "page": page, "rows": _seen(row_set, page)}
    found["headers"] = _headers(request, row_set, form)
    return render(request, "disclosure/row_list.html", found)


@require_safe
@shared
def row_download(request: HttpRequest, index_no: str, form: str) -> HttpResponse:
    """All rows of what is live as CSV, JSON or XLSX."""
    item = _reached(request, index_no)
    if not item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": item}, status=410)
    if form not in CONTENT_TYPES:
        raise Http404
    row_set = _list_of(item)
    rows = _seen(row_set, StructuredRow.objects.public().of(row_set))
    if form == "csv":
        content = as_csv(row_set.layout, rows)
    elif form == "xlsx":
        content = as_xlsx(row_set.layout, rows)
    else:
        content = as_json(row_set.layout, rows, _about(item))
    answer = HttpResponse(content, content_type=CONTENT_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{item.index_no}.{form}"'
    return answer


@require_safe
@shared
def row_comparison(request: HttpRequest, index_no: str) -> HttpResponse:
    """What the list says otherwise on a later day than on an earlier one."""
    item = _reached(request, index_no)
    if not item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": item}, status=410)
    form = CompareForm(request.GET or None)
    found: dict[str, Any] = {"item": item, "row_set": _list_of(item), "form": form}
    if form.is_valid():
        before, after = (version_on(item, day) for day in form.days)
        found |= {"before": before, "after": after, "days": form.days}
        if before is not None and after is not None:
            found["changes"] = row_changes(before.row_set, after.row_set)
    return render(request, "disclosure/row_comparison.html", found)


def preview_of(item: Item) -> dict[str, Any]:
    """The first rows of the list for the page of a live item, without columns that are empty there; {} if none."""
    version = item.live_version
    if version is None or version.row_set_id is None:
        return {}
    first = list(StructuredRow.objects.public().of(version.row_set_id).with_set()[:PREVIEW])
    row_set = first[0].row_set if first else version.row_set
    rows = list(_seen(row_set, first))
    columns = [column for column in row_set.layout if any(row.get(column.key) for row in rows)]
    return {"row_set": row_set, "columns": columns, "rows": rows}


class Header(NamedTuple):
    """The head of a column: where a click leads (empty: nowhere), and the order as `aria-sort` says it."""

    column: Column
    address: str
    order: str


def _headers(request: HttpRequest, row_set: RowSet, form: RowFilterForm) -> list[Header]:
    """Each head sorts by its column, ascending first, then descending; the filter stays as it is."""
    kept = request.GET.copy()
    kept.pop("page", None)
    made = []
    for column in row_set.layout:
        order = {column.key: "ascending", f"-{column.key}": "descending"}.get(form.order, "")
        kept["sort"] = f"-{column.key}" if order == "ascending" else column.key
        made.append(Header(column, f"?{kept.urlencode()}" if column.key in form.sort_columns else "", order))
    return made


def _reached(request: HttpRequest, index_no: str) -> Item:
    items = Item.objects.with_tombstones().under(request.government).for_reading()
    return get_object_or_404(items, index_no=index_no)


def _list_of(item: Item) -> RowSet:
    if item.live_version.row_set is None:
        raise Http404
    return item.live_version.row_set


def _seen(row_set: RowSet, rows: Any) -> list[dict[str, str]]:
    return [shown(row_set.layout, row.cells) for row in rows]


def _about(item: Item) -> dict[str, Any]:
    return {
        "index_no": item.index_no,
        "title": item.title,
        "agency": item.agency.name,
        "published_at": item.live_version.published_at,
    }

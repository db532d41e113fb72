"""The list of an item in the workbench: its rows, one row to write, a file to import, a template to fill in."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from catalog.actions import drop_upload, keep_upload
from catalog.fields import Column
from catalog.models import KeptUpload
from catalog.spreadsheet import MAX_BYTES
from disclosure import actions
from disclosure.actions.rows import columns_for
from disclosure.forms.rows import RowFileForm, RowForm
from disclosure.models import Item, StructuredRow
from disclosure.permissions import Permission
from disclosure.row_export import template
from disclosure.row_import import Report
from portal.agencies.permissions import can, require
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused

PER_PAGE = 50
SHOWN_FAULTS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RowPages:
    """Adds to the admin of items the pages of their lists."""

    admin_site: Any
    reach: Callable[[HttpRequest, int], Item]
    change_address: Callable[[Any], str]

    def row_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "disclosure_item_rows"
        return [
            path("<int:pk>/rows/", wrap(self.rows_view), name=name),
            path("<int:pk>/rows/add/", wrap(self.row_view), name=f"{name}_add"),
            path("<int:pk>/rows/import/", wrap(self.import_view), name=f"{name}_import"),
            path("<int:pk>/rows/import/<uuid:key>/", wrap(self.confirm_view), name=f"{name}_confirm"),
            path("<int:pk>/rows/template/", wrap(self.template_view), name=f"{name}_template"),
            path("<int:pk>/rows/<int:position>/", wrap(self.row_view), name=f"{name}_change"),
        ]

    def rows_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The rows of the newest version, as they are stored."""
        item = self.reach(request, pk)
        version = item.newest()
        row_set = version.row_set
        found: dict[str, Any] = {"may_edit": can(request.user, Permission.EDIT_ITEM, on=item), "row_set": row_set}
        found |= {"columns": columns_for(version), "version": version, "is_list": True}
        if row_set is not None:
            rows = StructuredRow.objects.managed_by(request.user).of(row_set)
            found["page"] = paginate(request, rows, per_page=PER_PAGE)
        return self._page(request, item, "disclosure/admin_rows.html", _("List"), **found)

    def row_view(self, request: HttpRequest, pk: int, position: int | None = None) -> HttpResponse:
        """One row to add, to change, or to take out."""
        item, columns = self._editable(request, pk)
        version = item.newest()
        now = self._cells(request, item, position) if position is not None else {}
        form = RowForm(request.POST or None, initial={**now, "seen": version.hash}, columns=columns)
        is_removal = position is not None and "_remove" in request.POST
        if request.method == "POST" and (is_removal or form.is_valid()):
            try:
                self._write(request, item, form, position)
            except NotAllowed:
                raise
            except Refused as refusal:
                refusal.say_in(form)
            else:
                messages.success(request, _("The list was saved as a draft."))
                return HttpResponseRedirect(reverse("admin:disclosure_item_rows", args=[pk]))
        title = _("Add a row") if position is None else _("Change the row")
        return self._page(request, item, "disclosure/admin_row.html", title, form=form, position=position)

    def _write(self, request: HttpRequest, item: Item, form: RowForm, position: int | None) -> None:
        seen = request.POST.get("seen") or None
        if position is None:
            actions.add_row(item, by=request.user, cells=form.cells, seen=seen)
        elif "_remove" in request.POST:
            actions.remove_row(item, by=request.user, position=position, seen=seen)
        else:
            actions.change_row(item, by=request.user, position=position, cells=form.cells, seen=seen)

    def _cells(self, request: HttpRequest, item: Item, position: int) -> dict[str, str]:
        rows = StructuredRow.objects.managed_by(request.user)
        return get_object_or_404(rows, row_set=item.newest().row_set, position=position).cells

    def import_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose a file; the answer says what it would do, with nothing changed."""
        item, _columns = self._editable(request, pk)
        form = RowFileForm(request.POST or None, request.FILES or None)
        found: dict[str, Any] = {"form": form}
        if request.method == "POST" and form.is_valid():
            try:
                found |= _previewed(request, item, form)
            except NotAllowed:
                raise
            except Refused as refusal:
                refusal.say_in(form)
        return self._page(request, item, "disclosure/admin_row_import.html", _("Import rows"), **found)

    def confirm_view(self, request: HttpRequest, pk: int, key: Any) -> HttpResponse:
        """Import exactly the bytes that were checked. Another person's file, or one gone by, is a 404."""
        item, _columns = self._editable(request, pk)
        mine = KeptUpload.objects.managed_by(request.user, Permission.EDIT_ITEM).filter(by=request.user)
        kept = get_object_or_404(mine.filter(agency=item.agency), key=key)
        if request.method != "POST":
            raise Http404
        file = io.BytesIO(bytes(kept.content))
        file.name = kept.name
        try:
            report = actions.import_rows(item, file, by=request.user, removes_absent="removes_absent" in request.POST)
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            level = messages.SUCCESS if report.is_clean else messages.ERROR
            messages.add_message(request, level, summary_of(report))
            drop_upload(kept, by=request.user, right=Permission.EDIT_ITEM)
        return HttpResponseRedirect(reverse("admin:disclosure_item_rows", args=[pk]))

    def template_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, columns = self._editable(request, pk)
        answer = HttpResponse(template(columns), content_type=XLSX)
        answer.headers["Content-Disposition"] = f'attachment; filename="{item.index_no}-template.xlsx"'
        return answer

    def _editable(self, request: HttpRequest, pk: int) -> tuple[Item, list[Column]]:
        """The item and its columns. Raises Http404 without columns, NotAllowed without the right to write."""
        item = self.reach(request, pk)
        require(request.user, Permission.EDIT_ITEM, on=item)
        columns = columns_for(item.newest())
        if not columns:
            raise Http404
        return item, columns

    def _page(self, request: HttpRequest, item: Item, name: str, title: str, **found: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": Item._meta,
            "item": item,
            "change_address": self.change_address(item),
            **found,
        }
        return TemplateResponse(request, name, context)


def _previewed(request: HttpRequest, item: Item, form: RowFileForm) -> dict[str, Any]:
    file, removes_absent = form.cleaned_data["file"], form.cleaned_data["removes_absent"]
    content = file.read(MAX_BYTES + 1)
    report = actions.import_rows(
        item, io.BytesIO(content), by=request.user, removes_absent=removes_absent, dry_run=True
    )
    kept = None
    if report.is_clean:
        right = Permission.EDIT_ITEM
        kept = keep_upload(item.agency, by=request.user, name=file.name, content=content, right=right)
    faults = report.faults[:SHOWN_FAULTS]
    return {
        "report": report,
        "summary": summary_of(report),
        "faults": faults,
        "more": report.fault_count - len(faults),
        "kept": kept,
        "removes_absent": removes_absent,
    }


def summary_of(report: Report) -> str:
    """What an import does, in one sentence."""
    if not report.is_clean:
        return _("Nothing was imported: %(count)d cells will not do.") % {"count": report.fault_count}
    return _("%(added)d rows added, %(changed)d changed, %(removed)d taken out, %(unchanged)d as they were.") % {
        "added": report.added, "changed": report.changed, "removed": report.removed, "unchanged": report.unchanged,
    }  # fmt: skip

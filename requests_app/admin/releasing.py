"""Pages of the files of an answer: taken in, boxed, blackened, looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import can
from portal.refusals import NotAllowed, Refused
from portal.uploads.redaction import running
from requests_app import actions, suggestions
from requests_app.forms.releasing import BoxForm, FileForm, FindForm
from requests_app.models import DisclosureRequest, ReleasedFile
from requests_app.permissions import Permission
from requests_app.release_states import PREPARING, ReleaseState

if TYPE_CHECKING:
    from requests_app.admin.casework import CaseAdmin

    Base = CaseAdmin
else:
    Base = object

FAULTS = {
    "unworkable": gettext_lazy("The file could not be turned into pictures."),
    "large": gettext_lazy("The pictures are too large: divide the file."),
    "pages": gettext_lazy("The number of pages differs."),
    "size": gettext_lazy("A page has another size than the original."),
    "text": gettext_lazy("The result still holds text."),
    "more": gettext_lazy("The result holds more than pictures of pages."),
    "shining": gettext_lazy("A box is not black all over."),
}


class ReleasePages(Base):
    """Who handles the case changes its files; who reviews it looks at them, the original included."""

    def get_urls(self) -> list[URLPattern]:
        steps = (
            ("add", "release/", self.release_add),
            ("bench", "release/<uuid:file>/", self.release_bench),
            ("box", "release/<uuid:file>/box/", self.release_box),
            ("erase", "release/<uuid:file>/erase/", self.release_erase),
            ("find", "release/<uuid:file>/find/", self.release_find),
            ("order", "release/<uuid:file>/order/", partial(self.release_do, act=actions.order_blackening)),
            ("remove", "release/<uuid:file>/remove/", partial(self.release_do, act=actions.remove_file)),
            ("page", "release/<uuid:file>/page/<int:page>/", partial(self.release_page, part="original")),
            ("result", "release/<uuid:file>/result/<int:page>/", partial(self.release_page, part="output")),
        )
        name = f"{self.opts.app_label}_{self.opts.model_name}_release"
        own = [
            path(f"<path:object_id>/{tail}", self.admin_site.admin_view(view), name=f"{name}_{step}")
            for step, tail, view in steps
        ]
        return own + super().get_urls()

    def release_add(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Upload a file that is to go out with the answer."""
        case = self._case(request, object_id)
        if not can(request.user, Permission.HANDLE_REQUEST, on=case):
            raise PermissionDenied
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            file = self._tried(
                form, partial(actions.add_file, case, given["file"], by=request.user, name=given["name"])
            )
            if file is not None:
                return HttpResponseRedirect(self._address(file))
        context = {"form": form, "back": self.change_address(case), "title": _("File for the answer")}
        return self._shown(request, case, "requests_app/release_add.html", context)

    def release_bench(self, request: HttpRequest, object_id: str, file: UUID) -> HttpResponse:
        """One page of the file with its boxes, and everything that can be done."""
        return self._bench(request, self._file(request, object_id, file))

    def release_box(self, request: HttpRequest, object_id: str, file: UUID) -> HttpResponse:
        """Draw boxes."""
        row = self._file(request, object_id, file, is_changed=True)
        form = BoxForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            act = partial(actions.draw_boxes, row, by=request.user, areas=given["areas"], ground=given["ground"])
            if (drawn := self._tried(form, act)) is not None:
                messages.success(request, _("Boxes drawn: %(count)s.") % {"count": len(drawn)})
                return HttpResponseRedirect(self._address(row, page=given["page"]))
        return self._bench(request, row, box_form=form)

    def release_erase(self, request: HttpRequest, object_id: str, file: UUID) -> HttpResponse:
        """Take boxes away."""
        row = self._file(request, object_id, file, is_changed=True)
        chosen = [int(key) for key in request.POST.getlist("boxes") if key.isascii() and key.isdigit()]
        return self._done(request, row, partial(actions.erase_boxes, row, by=request.user, boxes=chosen))

    def release_find(self, request: HttpRequest, object_id: str, file: UUID) -> HttpResponse:
        """Suggest boxes; nothing is drawn before the clerk confirms it."""
        row = self._file(request, object_id, file, is_changed=True)
        form = FindForm(request.POST)
        word = form.cleaned_data["word"] if form.is_valid() else ""
        try:
            found = suggestions.occurrences(row, word) if word else suggestions.personal_data(row)
        except running.Unworkable:
            found = []
        return self._bench(request, row, find_form=form, found=found, has_looked=True)

    def release_do(self, request: HttpRequest, object_id: str, file: UUID, act: Any) -> HttpResponse:
        """Order the blackening, or take the file off the case."""
        row = self._file(request, object_id, file, is_changed=True)
        return self._done(request, row, partial(act, row, by=request.user))

    def release_page(self, request: HttpRequest, object_id: str, file: UUID, page: int, part: str) -> HttpResponse:
        """A page as a picture, of the original or of the result."""
        row = self._file(request, object_id, file)
        stored = row.original if part == "original" else row.output
        if stored is None or not 1 <= page <= len(row.pages):
            raise Http404
        try:
            picture = running.view(stored, page - 1)
        except running.Unworkable as error:
            raise Http404 from error
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store, private"}
        return HttpResponse(picture, content_type="image/png", headers=headers)

    def _file(self, request: HttpRequest, object_id: str, public_id: UUID, *, is_changed: bool = False) -> ReleasedFile:
        """The file of a case that one may see. Raises Http404; PermissionDenied for who may not work on it."""
        case = self._case(request, object_id)
        files = ReleasedFile.objects.of_case(case).select_related("request__agency", "original", "output")
        file = get_object_or_404(files, public_id=public_id)
        handles = can(request.user, Permission.HANDLE_REQUEST, on=case)
        if not handles and (is_changed or not can(request.user, Permission.REVIEW_REQUEST, on=case)):
            raise PermissionDenied
        if is_changed and request.method != "POST":
            raise PermissionDenied
        return file

    def _bench(self, request: HttpRequest, file: ReleasedFile, **bound: Any) -> HttpResponse:
        case, box_form = file.request, bound.get("box_form")
        page = min(_number(request.POST.get("page") or request.GET.get("page")), len(file.pages))
        is_open = file.decision_id is None and file.state != ReleaseState.ORDERED and case.state in PREPARING
        context = {
            "title": f"{file.name} · {case.number}",
            "back": self.change_address(case),
            "file": file,
            "page": page,
            "pages": range(1, len(file.pages) + 1),
            "boxes": file.boxes.select_related("ground"),
            "may_change": is_open and can(request.user, Permission.HANDLE_REQUEST, on=case),
            "shows_result": file.output is not None and "result" in request.GET,
            "box_form": box_form or BoxForm(initial={"page": page}),
            "find_form": bound.get("find_form") or FindForm(),
            "found": bound.get("found"),
            "has_looked": bound.get("has_looked", False),
            "faults": [FAULTS.get(code, code) for code in file.faults_found],
        }
        status = 422 if box_form is not None else 200
        return self._shown(request, case, "requests_app/release_bench.html", context, status=status)

    def _shown(
        self, request: HttpRequest, case: Any, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "case": case}
        return TemplateResponse(request, template, shared | context, status=status)

    def _tried(self, form: forms.Form, act: Any) -> Any:
        """What the action gives back; None with its sentence in `form` if it refuses."""
        try:
            return act()
        except NotAllowed:
            raise
        except Refused as refusal:
            refusal.say_in(form)
            return None

    def _done(self, request: HttpRequest, file: ReleasedFile, act: Any) -> HttpResponse:
        """Do it and go back to the bench, or to the case if the file is gone."""
        try:
            left = act()
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self._address(file))
        page = _number(request.POST.get("page"))
        return HttpResponseRedirect(self._address(file, page=page) if left else self.change_address(file.request))

    def _address(self, file: ReleasedFile, page: int = 1) -> str:
        bench = reverse("admin:requests_app_disclosurerequest_release_bench", args=[file.request.pk, file.public_id])
        return f"{bench}?page={page}" if page > 1 else bench


def files_of(case: DisclosureRequest, user: Any) -> dict[str, Any]:
    """What the case page says of the files."""
    handles = can(user, Permission.HANDLE_REQUEST, on=case)
    return {
        "rows": ReleasedFile.objects.of_case(case).select_related("output"),
        "may_open": handles or can(user, Permission.REVIEW_REQUEST, on=case),
        "may_add": handles and case.state in PREPARING,
    }


def _number(text: str | None) -> int:
    """A page as typed into an address; the first for everything that is none."""
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1

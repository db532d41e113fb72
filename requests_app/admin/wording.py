"""The wording of letters in the workbench of a government's office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from portal.refusals import NotAllowed, Refused
from requests_app.actions.lettering import word_letter
from requests_app.forms.lettering import WordingForm
from requests_app.letter_example import example_values
from requests_app.letter_forms import LetterForm
from requests_app.letter_templates import shipped
from requests_app.letter_text import blocks, fill
from requests_app.letter_values import PLACEHOLDERS
from requests_app.models import LetterTemplate
from requests_app.permissions import Permission


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ScopedAdmin):
    """What a government words in its own way; every other form has the wording that the portal brings along."""

    view_permission = Permission.MANAGE_LETTERS
    edit_permission = Permission.MANAGE_LETTERS
    list_display = ("form", "agency", "changed_at")
    list_filter = (("agency", OwnedFilter),)
    list_select_related = ("agency",)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One page to write, to look at an example, to begin from the shipped wording, and to save."""
        kept = self._kept(request, object_id)
        form = WordingForm(request.POST if request.method == "POST" else None, user=request.user, kept=kept)
        example = None
        if "shipped" in request.POST:
            form = self._from_shipped(request, kept)
        elif form.is_bound and form.is_valid():
            given = form.cleaned_data
            if "preview" in request.POST:
                example = blocks(fill(given["text"], example_values(given["agency"])))
            elif self._save(request, form):
                return HttpResponseRedirect(reverse("admin:requests_app_lettertemplate_changelist"))
        return self._page(request, form, kept, example)

    def _kept(self, request: HttpRequest, object_id: str | None) -> LetterTemplate | None:
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        kept = self.get_object(request, object_id)
        if kept is None:
            raise Http404
        return kept

    def _from_shipped(self, request: HttpRequest, kept: LetterTemplate | None) -> WordingForm:
        chosen = kept.form if kept is not None else request.POST.get("form", "")
        text = shipped(chosen) if chosen in LetterForm.values else ""
        initial = {"form": chosen, "text": text}
        if (agency := request.POST.get("agency", "")).isdecimal():
            initial["agency"] = agency
        return WordingForm(user=request.user, kept=kept, initial=initial)

    def _save(self, request: HttpRequest, form: WordingForm) -> bool:
        try:
            word_letter(form.cleaned_data["agency"], by=request.user, **_said(form))
        except NotAllowed:
            raise
        except Refused as refusal:
            refusal.say_in(form)
            return False
        messages.success(request, _("Saved. It holds from the next letter on."))
        return True

    def _page(self, request: HttpRequest, form: WordingForm, kept: LetterTemplate | None, example: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(kept) if kept is not None else _("Word a letter"),
            "form": form,
            "example": example,
            "placeholders": PLACEHOLDERS,
        }
        return TemplateResponse(request, "requests_app/letter_wording.html", context)


def _said(form: WordingForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("form", "text")}

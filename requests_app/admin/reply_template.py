"""Reply templates in the workbench."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin, UsedChoicesFilter
from requests_app.actions.replying import save_reply_template
from requests_app.models import ReplyTemplate
from requests_app.permissions import Permission
from requests_app.placeholders import PLACEHOLDERS


def _help() -> str:
    names = "、".join(f"{{{name}}}" for name in PLACEHOLDERS)
    return gettext("These are filled in for the request: %(names)s") % {"names": names}


class ReplyTemplateForm(forms.ModelForm):
    """An outcome is offered to choose; without one the text is offered for all."""

    body = forms.CharField(
        label=_("text of the template"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField"}),
        help_text=lazy(_help, str)(),
    )

    class Meta:
        model = ReplyTemplate
        fields = ("agency", "outcome", "title", "body", "is_active")


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ScopedAdmin):
    """Texts of one's agency; those of the agencies above are offered on the page of the answer as well."""

    view_permission = Permission.VIEW_REQUEST
    edit_permission = Permission.MANAGE_REPLIES
    form = ReplyTemplateForm
    list_display = ("title", "outcome", "agency", "is_active")
    list_filter = (("agency", OwnedFilter), ("outcome", UsedChoicesFilter), "is_active")
    list_select_related = ("agency",)
    search_fields = ("title",)

    def get_readonly_fields(self, request: HttpRequest, obj: ReplyTemplate | None = None) -> Any:
        return ("agency",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: ReplyTemplate, form: Any, change: bool) -> None:
        save_reply_template(obj, by=request.user)  # type: ignore[arg-type]

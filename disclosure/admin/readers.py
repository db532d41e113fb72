"""Groups of readers in the workbench: a name, and one user name to a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from disclosure.actions import readers
from disclosure.models import ReaderGroup
from disclosure.permissions import Permission
from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin


class ReaderGroupForm(forms.ModelForm):
    """Members are typed, not chosen: a list to choose from would show every account of the installation."""

    usernames = forms.CharField(
        label=_("members"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        help_text=_("User names, one to a line."),
    )

    class Meta:
        model = ReaderGroup
        fields = ("agency", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.members.order_by("username").values_list("username", flat=True)
            self.initial["usernames"] = "\n".join(names)


@admin.register(ReaderGroup)
class ReaderGroupAdmin(ScopedAdmin):
    """Who may read what is published to a named group."""

    view_permission = Permission.VIEW_ITEM
    edit_permission = Permission.MANAGE_READERS
    form = ReaderGroupForm
    list_display = ("name", "agency")
    list_filter = (("agency", OwnedFilter),)
    list_select_related = ("agency",)

    def get_fields(self, request: HttpRequest, obj: ReaderGroup | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return ("agency", "name")
        return ("agency", "name", "usernames")

    def get_readonly_fields(self, request: HttpRequest, obj: ReaderGroup | None = None) -> Any:
        return ("agency", "name") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: ReaderGroup, form: Any, change: bool) -> None:
        names = form.cleaned_data["usernames"].splitlines()
        if change:
            readers.change_group(obj, by=request.user, usernames=names)
        else:
            given = form.cleaned_data
            group = readers.form_group(given["agency"], by=request.user, name=given["name"], usernames=names)
            obj.pk = group.pk

"""Synonyms in the workbench: one group to a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from portal.search.models import SynonymList
from portal.search.permissions import Permission
from portal.search.synonym_lists import save_synonyms
from portal.search.synonyms import shipped


class SynonymListForm(forms.ModelForm):
    class Meta:
        model = SynonymList
        fields = ("agency", "groups")
        widgets = {"groups": forms.Textarea(attrs={"rows": 20, "class": "vLargeTextField"})}


@admin.register(SynonymList)
class SynonymListAdmin(ScopedAdmin):
    """What citizens of a site say for what its offices write."""

    view_permission = Permission.MANAGE_SYNONYMS
    edit_permission = Permission.MANAGE_SYNONYMS
    form = SynonymListForm
    fields = ("agency", "groups", "shipped_groups")
    list_display = ("agency", "changed_at")
    list_filter = (("agency", OwnedFilter),)
    list_select_related = ("agency",)

    @admin.display(description=_("shipped with the portal"))
    def shipped_groups(self, obj: SynonymList | None) -> str:
        return "\n".join(map(str, shipped()))

    def get_readonly_fields(self, request: HttpRequest, obj: SynonymList | None = None) -> Any:
        return ("agency", "shipped_groups") if obj is not None else ("shipped_groups",)

    def save_model(self, request: HttpRequest, obj: SynonymList, form: Any, change: bool) -> None:
        given = form.cleaned_data
        agency = obj.agency if change else given["agency"]
        obj.pk = save_synonyms(agency, by=request.user, groups=given["groups"]).pk

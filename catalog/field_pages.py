"""The content fields of an entry in the workbench: one row of the form for each, or a ready-made set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.field_actions import FIELD_SETS, apply_field_set, define_fields
from catalog.fields import Column
from catalog.models import CatalogEntry, FieldType
from catalog.models.field import MOST_DECIMALS
from catalog.permissions import Permission
from portal.agencies.permissions import require
from portal.refusals import NotAllowed, Refused

SPARE = 3


class ChoicesField(forms.CharField):
    """Choices with a bar between them."""

    def prepare_value(self, value: Any) -> Any:
        return "|".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        return tuple(
            part.strip() for part in super().to_python(value).replace("\uff5c", "|").split("|") if part.strip()
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return tuple(initial or ()) != self.to_python(data)


class FieldForm(forms.Form):
    """One content field; a row without key and header says nothing."""

    key = forms.CharField(label=gettext_lazy("key"), max_length=40, widget=forms.TextInput(attrs={"size": 14}))
    label = forms.CharField(label=gettext_lazy("header"), max_length=60, widget=forms.TextInput(attrs={"size": 20}))
    type = forms.ChoiceField(label=gettext_lazy("type"), choices=FieldType, initial=FieldType.TEXT)
    is_required = forms.BooleanField(label=gettext_lazy("required"), required=False)
    is_key = forms.BooleanField(label=gettext_lazy("identifies the row"), required=False)
    choices = ChoicesField(label=gettext_lazy("choices"), required=False, widget=forms.TextInput(attrs={"size": 24}))
    unit = forms.CharField(
        label=gettext_lazy("unit"), max_length=20, required=False, widget=forms.TextInput(attrs={"size": 4})
    )
    decimals = forms.IntegerField(
        label=gettext_lazy("decimals"), min_value=0, max_value=MOST_DECIMALS, initial=0, required=False
    )
    help = forms.CharField(
        label=gettext_lazy("help"), max_length=200, required=False, widget=forms.TextInput(attrs={"size": 24})
    )

    def column(self) -> Column:
        given = self.cleaned_data
        named = {name: given[name] for name in Column._fields if name != "decimals"}
        return Column(**named, decimals=given["decimals"] or 0)


FieldFormSet = forms.formset_factory(FieldForm, extra=SPARE, can_order=True, can_delete=True, max_num=100)


class SetForm(forms.Form):
    """Which ready-made set."""

    field_set = forms.ChoiceField(label=gettext_lazy("Ready-made set"), choices=list(FIELD_SETS.items()))


def fields_page(request: HttpRequest, entry: CatalogEntry, *, site: AdminSite, back: str) -> HttpResponse:
    """Show the fields of `entry` and save them. Raises NotAllowed without the right to edit the catalog."""
    require(request.user, Permission.MANAGE_CATALOG, on=entry)
    posted = request.POST if request.method == "POST" else None
    chosen = SetForm(posted if posted and "apply" in posted else None)
    now = [field.facts() for field in entry.content_fields.in_order()]
    formset = FieldFormSet(posted if posted and "apply" not in posted else None, initial=now, prefix="fields")
    if posted is not None and _saved(request, entry, chosen, formset):
        return redirect(request.path)
    context = {
        **site.each_context(request),
        "title": _("Content fields"),
        "opts": CatalogEntry._meta,
        "entry": entry,
        "formset": formset,
        "set_form": chosen,
        "back": back,
    }
    return TemplateResponse(request, "catalog/entry_fields.html", context)


def _saved(request: HttpRequest, entry: CatalogEntry, chosen: SetForm, formset: Any) -> bool:
    form = chosen if chosen.is_bound else formset
    if not form.is_valid():
        return False
    try:
        if chosen.is_bound:
            apply_field_set(entry, chosen.cleaned_data["field_set"], by=request.user)
        else:
            define_fields(entry, by=request.user, fields=_columns(formset))
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("The content fields were saved."))
    return True


def _columns(formset: Any) -> list[Column]:
    return [form.column() for form in formset.ordered_forms if form.has_changed() or form in formset.initial_forms]

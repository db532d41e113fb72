"""The one base of every admin page over agency-owned data.

Scoping `get_queryset` alone leaves a dozen ways around it (filter sidebars, foreign-key selects, posted ids, inlines,
history, delete cascades, recent actions); each is closed here, once, and tested for every registered model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.agencies.permissions import can, can_anywhere
from portal.refusals import NotAllowed, Refused


class ScopedChoices:
    """Foreign keys of a form offer, and accept, only what stands behind the `managed_by` door.

    `shared_choices` names foreign keys to rows that belong to nobody (areas, grounds); every other foreign key must
    lead to a queryset with doors, or the page refuses to be built.
    """

    shared_choices: ClassVar[frozenset[str]] = frozenset()
    model: type[models.Model]
    opts: Any

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        """The rows that `request.user` may choose for foreign key `name`; override to widen for one field."""
        if isinstance(queryset, OwnedQuerySet):
            return queryset.managed_by(request.user)
        if issubclass(queryset.model, Agency):
            return Agency.objects.managed_by(request.user, self.edit_permission)
        raise LookupError(f"{self.model.__name__}.{name} leads to rows without doors; name it in shared_choices.")

    edit_permission: str

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name not in self.shared_choices:
            every = kwargs.get("queryset")
            every = db_field.remote_field.model._default_manager.get_queryset() if every is None else every
            kwargs["queryset"] = self.choices_for(db_field.name, every, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name not in self.shared_choices:
            every = db_field.remote_field.model._default_manager.get_queryset()
            kwargs["queryset"] = self.choices_for(db_field.name, every, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            field.show_hidden_initial = False  # a second, hidden field that would be described by errors of the first
        if hasattr(getattr(field, "widget", None), "can_add_related"):
            # the buttons beside a select would open other models' pages in a pop-up
            for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                setattr(field.widget, button, False)
        return field


class OwnedFilter(admin.RelatedFieldListFilter):
    """A filter in the side bar that lists only the rows this person may manage."""

    def field_choices(self, field: models.Field, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        every = field.remote_field.model._default_manager.get_queryset()
        allowed = model_admin.choices_for(field.name, every, request)
        return [(row.pk, str(row)) for row in allowed[:200]]


class OwnValuesFilter(admin.AllValuesFieldListFilter):
    """A filter in the side bar over values of a related row; Django's lists the values of every row there is."""

    def __init__(
        self, field: models.Field, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        own = model_admin.get_queryset(request).order_by(field_path)
        self.lookup_choices = own.values_list(field_path, flat=True).distinct()


class UsedChoicesFilter(admin.ChoicesFieldListFilter):
    """A filter in the side bar over those values of a long list of choices that this person's rows have."""

    def __init__(
        self, field: models.Field, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        own = model_admin.get_queryset(request).order_by(field_path)
        self.used = set(own.values_list(field_path, flat=True).distinct())

    def choices(self, changelist: Any) -> Iterator[Any]:
        every, *choices = super().choices(changelist)
        yield every
        for (value, _name), choice in zip(self.field.flatchoices, choices, strict=True):
            if value in self.used or choice["selected"]:
                yield choice


class OfferedLookups:
    """Lists answer only the lookups that a filter of theirs offers: anything else is an oracle over related rows."""

    get_list_filter: Callable[[HttpRequest], Any]
    date_hierarchy: str | None

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        named = [entry[0] if isinstance(entry, tuple) else entry for entry in self.get_list_filter(request)]
        offered = {getattr(entry, "parameter_name", entry) for entry in named}  # filters of our own have a parameter
        plain = lookup.removesuffix("__exact").removesuffix("__isnull").removesuffix("__id")
        spans = {f"{name}__{end}" for name in offered for end in ("gte", "lt")}
        drilled = {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}
        return plain in offered or lookup in spans | drilled


class ScopedAdmin(OfferedLookups, ScopedChoices, admin.ModelAdmin):
    """Admin of rows that belong to an agency.

    A subclass sets `view_permission` (opens list and page) and `edit_permission` (saves; None: read-only). Rows come
    through `queryset.managed_by(user, view_permission)`. Nothing is ever deleted here: public records are withdrawn by
    an action instead. `save_model` of a subclass calls the app's action; a Refused it raises is shown to the user and
    nothing is saved. In `list_filter` name foreign keys as `("agency", OwnedFilter)`.
    """

    view_permission: str
    edit_permission: str | None = None  # type: ignore[assignment]
    add_permission: str | None = None  # by default as edit_permission
    actions = None
    view_on_site = False
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = self.model._default_manager.get_queryset().managed_by(request.user, self.view_permission)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_anywhere(request.user, self.view_permission)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return can_anywhere(request.user, self.view_permission)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        permission = self.add_permission or self.edit_permission
        return permission is not None and can_anywhere(request.user, permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.edit_permission is None:
            return False
        if obj is None:
            return can_anywhere(request.user, self.edit_permission)
        return self.has_view_permission(request, obj) and can(request.user, self.edit_permission, on=obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Django's history lists log entries of deleted and foreign rows too; the audit trail is the history here."""
        if (row := self.get_object(request, object_id)) is None:
            raise Http404
        title = {"title": f"{gettext('History')} · {self.opts.verbose_name} · {row}"}
        return super().history_view(request, object_id, title | (extra_context or {}))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what an action refuses beside its field, keep what was typed, and save nothing of the attempt."""
        if object_id is not None and self.get_object(request, object_id) is None:
            raise Http404  # Django would redirect to the index with a sentence that names the id
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotAllowed:
            raise
        except Refused as refusal:  # the transaction is rolled back; the same form once more, with the sentence in it
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal: Refused | None = getattr(request, "refusal", None)
        return form if refusal is None else type(form.__name__, (form,), {"clean": _saying(refusal)})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing: the action has written the audit trail, and `recent actions` would show it across agencies."""

    log_change = log_addition  # type: ignore[assignment]

    def change_address(self, obj: models.Model) -> str:
        """The address of the change page of `obj`."""
        name = f"{self.admin_site.name}:{obj._meta.app_label}_{obj._meta.model_name}_change"
        return reverse(name, args=[quote(obj.pk)])


def _saying(refusal: Refused) -> Callable[[ModelForm], Any]:
    def clean(self: ModelForm) -> Any:
        cleaned = super(type(self), self).clean()
        refusal.say_in(self)
        return cleaned

    return clean


class OwnRows(BaseInlineFormSet):
    """Rows of the parent alone: Django's hidden id field takes the key of any row, and so tells which there are."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[self.model._meta.pk.name].queryset = self.get_queryset()  # type: ignore[attr-defined]


class ScopedInline(ScopedChoices, admin.TabularInline):
    """Rows of a scoped parent; they are read behind the same door as the parent, and changed as it is."""

    formset = OwnRows
    extra = 0
    can_delete = False
    show_change_link = False
    parent_permission: str = ""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A field in a cell has no label but the head of its column, and no place for an explanation: it says both."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
            if field.help_text:
                field.widget.attrs["title"], field.help_text = field.help_text, ""
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # the parent page has asked already; rows are the parent's own by foreign key

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SharedAdmin(OfferedLookups, admin.ModelAdmin):
    """Read-only admin of rows that belong to nobody and tell nothing of anybody (areas, coded grounds)."""

    actions = None
    view_on_site = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

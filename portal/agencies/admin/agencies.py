"""Agencies."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from portal.agencies.actions import CHANGEABLE, found
from portal.agencies.actions import change as change_agency
from portal.agencies.admin.reform import reform_page
from portal.agencies.models import Agency
from portal.agencies.permissions import Permission
from portal.agencies.scoped_admin import ScopedAdmin


@admin.register(Agency)
class AgencyAdmin(ScopedAdmin):
    """Agencies of the administrator's tree: contact card, kind, site. New ones are placed below an existing one."""

    change_form_template = "agencies/agency_change_form.html"
    view_permission = edit_permission = Permission.MANAGE_AGENCY
    list_display = ("indented", "code", "tier", "kind", "is_active")
    list_filter = ("tier", "kind", "is_active")
    search_fields = ("name", "code")
    readonly_fields = ("host",)
    fieldsets = (
        (None, {"fields": ("parent", "name", "short_name", "code", "tier", "kind", "guided_by", "is_active")}),
        (
            _("Contact card"),
            {
                "fields": (
                    "address",
                    "postcode",
                    "phone",
                    "fax",
                    "email",
                    "office_hours",
                    "request_office",
                    "hotline",
                    "supervision_phone",
                    "reception",
                    "functions",
                )
            },
        ),
        (
            _("Site"),
            {"fields": ("host", "site_name", "theme", "site_id_code", "icp_number", "police_number")},
        ),
    )

    @admin.display(description=_("name"), ordering="path")
    def indented(self, obj: Agency) -> str:
        return "　" * (obj.depth - 1) + obj.name

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reform_view)
        return [path("<int:pk>/reform/", view, name="agencies_agency_reform"), *super().get_urls()]

    def reform_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        agency = self.get_object(request, str(pk))
        if agency is None:
            raise Http404
        return reform_page(request, agency, site=self.admin_site, back=self.change_address(agency))

    def get_form(self, request: HttpRequest, obj: Agency | None = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = AgencyForm
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base_fields["parent"].queryset = Agency.objects.managed_by(request.user, self.edit_permission)
        if obj is not None:
            form.base_fields.pop("parent")
            form.base_fields.pop("code", None)
            if "guided_by" in form.base_fields:  # the present one may stand above what this person manages: keep it
                offered = form.base_fields["guided_by"].queryset.order_by().values("pk")
                either = Q(pk__in=offered) | Q(pk=obj.guided_by_id)
                form.base_fields["guided_by"].queryset = Agency.objects.public().filter(either)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Agency | None = None) -> Any:
        hidden = {"parent", "code"} if obj is not None else set()
        return [
            (title, {"fields": [name for name in options["fields"] if name not in hidden]})
            for title, options in self.fieldsets
        ]

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        fields = {name: value for name, value in form.cleaned_data.items() if name in CHANGEABLE}
        if change:
            change_agency(obj, by=request.user, **fields)
        else:
            new = found(form.cleaned_data["parent"], by=request.user, code=form.cleaned_data["code"], **fields)
            obj.__dict__.update(new.__dict__)


class AgencyForm(forms.ModelForm):
    """An agency, and where it hangs."""

    parent = forms.ModelChoiceField(Agency.objects.none(), label=_("below"))

    class Meta:
        model = Agency
        fields = ("code", *CHANGEABLE)

    def _get_validation_exclusions(self) -> set[str]:
        # the tree's own columns are set by the action, which also asks whether the code is free in this tree
        return super()._get_validation_exclusions() | {"root_path", "path", "depth"}

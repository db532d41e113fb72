"""Accounts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.agencies.actions import open_account
from portal.agencies.models import Agency, AgencyGroupObjectPermission, AgencyUserObjectPermission
from portal.agencies.permissions import Permission
from portal.agencies.roles import ROLES
from portal.agencies.scoped_admin import ScopedAdmin


class AccountForm(forms.ModelForm):
    """A new account: who, with which role, for which agency."""

    role = forms.ChoiceField(label=_("role"), choices=[(role.code, role.name) for role in ROLES.values()])
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("agency"))
    password = forms.CharField(label=_("initial password"), widget=forms.PasswordInput, strip=False)

    class Meta:
        model = User
        fields = ("username", "full_name", "email")

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        try:
            validate_password(password)
        except ValidationError as weak:
            raise forms.ValidationError(weak.messages) from weak
        return password


@admin.register(User)
class AccountAdmin(ScopedAdmin):
    """Accounts that serve the administrator's agencies, and only those."""

    view_permission = edit_permission = Permission.MANAGE_GRANTS
    list_display = ("full_name", "username", "serves", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("full_name", "username")
    fields = ("username", "full_name", "email", "role", "agency", "password")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        mine = Agency.objects.managed_by(request.user, self.view_permission).order_by()
        elsewhere = ~Q(content_object__in=mine)
        own = AgencyUserObjectPermission.objects.filter(elsewhere).values("user")
        shared = AgencyGroupObjectPermission.objects.filter(elsewhere, group__user=OuterRef("pk"))
        here = AgencyUserObjectPermission.objects.filter(content_object__in=mine).values("user")
        accounts = User.objects.filter(~Exists(shared), pk__in=here).exclude(pk__in=own)
        return accounts.order_by("full_name").prefetch_related("agencyuserobjectpermission_set__content_object")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.display(description=_("serves"))
    def serves(self, obj: User) -> str:
        return "、".join(
            sorted({grant.content_object.short_name for grant in obj.agencyuserobjectpermission_set.all()})
        )

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fields if obj is None else ("username", "full_name", "email", "serves", "is_active", "last_login")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = AccountForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.base_fields["agency"].queryset = Agency.objects.managed_by(request.user, self.edit_permission)
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        given = form.cleaned_data
        opened = open_account(
            given["username"],
            full_name=given["full_name"],
            email=given["email"],
            password=given["password"],
            role=ROLES[given["role"]],
            on=given["agency"],
            by=request.user,
        )
        obj.__dict__.update(opened.__dict__)

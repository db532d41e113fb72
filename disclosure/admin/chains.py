"""Chains of review in the workbench of whoever sets them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from disclosure import actions
from disclosure.forms.deciding import ReviewChainForm
from disclosure.models import ReviewChain
from disclosure.permissions import Permission
from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin


@admin.register(ReviewChain)
class ReviewChainAdmin(ScopedAdmin):
    """Which steps the items of an agency pass; an agency without a chain has that of the agency above it."""

    view_permission = Permission.MANAGE_REVIEW_CHAIN
    edit_permission = Permission.MANAGE_REVIEW_CHAIN
    form = ReviewChainForm
    list_display = ("agency", "kind", "shown", "same_signer")
    list_filter = (("agency", OwnedFilter),)
    list_select_related = ("agency",)

    @admin.display(description=_("steps"))
    def shown(self, chain: ReviewChain) -> str:
        return chain.shown_steps

    def get_readonly_fields(self, request: HttpRequest, obj: ReviewChain | None = None) -> Any:
        return ("agency", "kind") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: ReviewChain, form: Any, change: bool) -> None:
        given = form.cleaned_data
        words = {"steps": given["steps"], "same_signer": given["same_signer"], "kind": obj.kind}
        obj.pk = actions.set_chain(obj.agency, by=request.user, **words).pk

"""The record that an agency keeps of the requests it passed on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from requests_app.models import Transfer
from requests_app.permissions import Permission


@admin.register(Transfer)
class TransferAdmin(ScopedAdmin):
    """Number, day of receipt and to whom; the request itself, and all that is done about it, is the new agency’s."""

    view_permission = Permission.VIEW_REQUEST
    list_display = ("number", "subject", "received_on", "source", "target", "at", "by")
    list_filter = (("source", OwnedFilter),)
    search_fields = ("number", "subject")
    list_select_related = ("source", "target", "by")
    fields = ("number", "subject", "received_on", "source", "target", "reason", "at", "by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

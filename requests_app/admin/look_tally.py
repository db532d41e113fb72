"""What looking first spared: figures for the agency, read-only."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from requests_app.models import LookTally
from requests_app.permissions import Permission


@admin.register(LookTally)
class LookTallyAdmin(ScopedAdmin):
    """One line per agency and day: to how many forms something was shown, opened, and answered the question."""

    view_permission = Permission.VIEW_REQUEST
    list_display = ("day", "agency", "shown", "clicked", "answered", "share")
    list_display_links = None
    list_filter = (("agency", OwnedFilter), "day")
    date_hierarchy = "day"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("agency")

    @admin.display(description=_("answered of shown"))
    def share(self, tally: LookTally) -> str:
        return f"{tally.answered / tally.shown:.0%}" if tally.shown else "—"

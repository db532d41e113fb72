"""Ratings as staff read them: what was said, without the case and without the day."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from requests_app.models import Satisfaction
from requests_app.permissions import Permission


@admin.register(Satisfaction)
class SatisfactionAdmin(ScopedAdmin):
    """Month, agency, rating, words; the best first, so that the order does not tell which case it was either."""

    view_permission = Permission.VIEW_REQUEST
    list_display = ("month", "agency", "score", "words")
    list_display_links = None
    fields = ("month", "agency", "score", "words")
    list_filter = ("score", ("agency", OwnedFilter))
    change_list_template = "requests_app/satisfaction_list.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("agency")

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["-on__year", "-on__month", "-score", "agency__path", "words"]

    @admin.display(description=_("month"))
    def month(self, rating: Satisfaction) -> str:
        return f"{rating.on:%Y-%m}"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the number of ratings and their mean over everything this person sees."""
        own = Satisfaction.objects.managed_by(request.user, self.view_permission)
        return super().changelist_view(request, {"figures": own.figures()} | (extra_context or {}))

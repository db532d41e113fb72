"""Workbench of topic requests."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from portal.agencies.scoped_admin import OwnedFilter
from requests_app.admin.casework import CaseAdmin, DueFilter
from requests_app.admin.verbs import TOPIC_VERBS
from requests_app.models import TopicRequest
from requests_app.repeats import probable_repeats


@admin.register(TopicRequest)
class TopicRequestAdmin(CaseAdmin):
    """A topic request comes from citizens alone, and ends published or refused in public."""

    verbs = TOPIC_VERBS
    case_template = "requests_app/topic_case.html"
    list_display = ("number", "title", "time_left", "due_on", "state", "agency", "supporters")
    list_filter = (DueFilter, "state", ("agency", OwnedFilter))
    search_fields = ("number", "title")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("item", "refusal_ground", "prepared", "merged_into")

    def case_context(self, request: HttpRequest, case: TopicRequest) -> dict[str, Any]:
        return {
            "merged": case.merged.newest_first(),
            "suggestions": probable_repeats(case) if case.is_open else [],
        }

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

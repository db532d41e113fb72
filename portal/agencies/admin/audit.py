"""The audit trail, to read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from portal.agencies.models import Agency
from portal.agencies.permissions import Permission
from portal.agencies.scoped_admin import ScopedAdmin
from portal.audit.models import AuditEvent
from portal.audit.verification import last_verification


@admin.register(AuditEvent)
class AuditEventAdmin(ScopedAdmin):
    """The audit trail of the agencies whose trail one may read. Nobody writes here."""

    view_permission = Permission.READ_AUDIT
    list_display = ("number", "at", "actor", "event", "agency_name", "subject")
    list_filter = ("event",)
    search_fields = ("actor", "subject")
    ordering = ("-number",)
    change_list_template = "audit/event_change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """The list, below what the last verification said of the whole installation."""
        return super().changelist_view(request, {"verified": last_verification()} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        readable = Agency.objects.managed_by(request.user, self.view_permission).order_by()
        return AuditEvent.objects.filter(agency_path__in=readable.values("path")).order_by("-number")

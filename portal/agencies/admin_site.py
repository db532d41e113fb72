"""The admin site: scoped to the agencies a person serves, and without the doors that would tell of others."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.today import shortcuts_of, work_of


class PortalAdminSite(AdminSite):
    """Django's admin less `/r/…` ("view on site"), which tells any staff member any object's address."""

    site_header = site_title = _("Yangguang workbench")
    index_title = _("My work")
    enable_nav_sidebar = True

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one page to log in on; who is signed in and still may not enter is told so there."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The first page: what waits today, and then what there is."""
        today = timezone.localdate()
        own = {"work": work_of(request.user, today), "shortcuts": shortcuts_of(request.user), "today": today}
        return super().index(request, {**own, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]

"""All addresses. Pages stand in Chinese at the root, in other languages below `/en/`, …; machines need none."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from portal.config import emblem, styleguide, theme
from portal.config.today import open_panes
from portal.config.workplaces import open_workplaces

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.heartbeat.urls")),
    path("api/v1/", include("portal.config.api")),
    re_path(r"^theme/(?P<colour>[0-9a-f]{6})\.css$", theme.theme, name="theme"),
    re_path(r"^emblem/(?P<digest>[0-9a-f]{32})$", emblem.emblem, name="emblem"),
    *i18n_patterns(
        path("", include("disclosure.urls")),  # first: what is asked for most
        path("accounts/", include("portal.accounts.urls")),
        path("", include("portal.notices.urls")),
        path("", include("portal.audit.urls")),
        path("", include("portal.config.site_urls")),
        path("styleguide/", styleguide.styleguide, name="styleguide"),
        path("admin/", admin.site.urls),
        path("", include("catalog.urls")),
        path("", include("requests_app.urls")),
        path("", include("oversight.urls")),
        prefix_default_language=False,
    ),
]
open_workplaces()
open_panes()

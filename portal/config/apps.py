"""The portal as one Django application: its commands, its checks and its admin site."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.staticfiles import apps as static_apps


class PortalAdminConfig(admin_apps.AdminConfig):
    default_site = "portal.agencies.admin_site.PortalAdminSite"


class PortalStaticFilesConfig(static_apps.StaticFilesConfig):
    """Django's, less what no page of ours loads and what would slow the first start down."""

    ignore_patterns = [
        *static_apps.StaticFilesConfig.ignore_patterns,
        "redoc",
        "rest_framework",
        "guardian",
        "treebeard",
    ]


class PortalConfig(AppConfig):
    name = "portal.config"
    label = "config"

    def ready(self) -> None:
        import_module("portal.config.moving").open_movers()  # needs every model, so it is no import of this module

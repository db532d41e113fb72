from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from portal.audit.guard import raise_guard


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        # after every migration, not in one: SQLite loses the triggers of a table whenever it is rebuilt
        post_migrate.connect(raise_guard, sender=self)
        autodiscover_modules("ledger")

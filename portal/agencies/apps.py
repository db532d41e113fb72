from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    name = "portal.agencies"
    label = "agencies"
    verbose_name = _("Agencies")

    def ready(self) -> None:
        from portal.agencies.actions import renew_roles  # noqa: PLC0415  models are loaded by now, not before

        # after every migration, not in one: a release that adds a permission to a role need not remember it
        post_migrate.connect(renew_roles, sender=self)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit.guard import protect


class RequestsConfig(AppConfig):
    name = "requests_app"
    verbose_name = _("Requests")

    def ready(self) -> None:
        protect("letter_never_changes", "requests_app_letter", "UPDATE")

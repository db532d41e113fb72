from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit.guard import protect
from requests_app.erased import ERASED

FROZEN = "id, request_id, agency_id, root_path, form, series, serial, number, sha256, written_at, by_id"
# text and addressee end, by a retention plan, as this word and as nothing else; the digest of the text stays
OTHER_WORDS = f"NEW.body NOT IN (OLD.body, '{ERASED}') OR NEW.addressee NOT IN (OLD.addressee, '{ERASED}')"


class RequestsConfig(AppConfig):
    name = "requests_app"
    verbose_name = _("Requests")

    def ready(self) -> None:
        protect("letter_never_changes", "requests_app_letter", "UPDATE OF " + FROZEN)
        protect("letter_text_only_erased", "requests_app_letter", "UPDATE OF body, addressee", when=OTHER_WORDS)

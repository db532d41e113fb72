from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit.guard import protect

REPORT, IS_FROZEN = "oversight_annualreport", "OLD.sha256 <> ''"
FROZEN = (
    "agency_id, year, form, source, overview, problems, other, computed, computed_at, parts, said, document, sha256,"
    " frozen_at"
)


class OversightConfig(AppConfig):
    name = "oversight"
    label = "oversight"
    verbose_name = _("Oversight")

    def ready(self) -> None:
        protect("annual_report_frozen_never_changes", REPORT, f"UPDATE OF {FROZEN}", when=IS_FROZEN)
        protect("annual_report_frozen_never_deleted", REPORT, "DELETE", when=IS_FROZEN)
        protect("report_correction_never_changes", "oversight_correction", "UPDATE")
        protect("report_correction_never_deleted", "oversight_correction", "DELETE")

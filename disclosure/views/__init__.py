"""Public pages. None of them touches the session: whoever asks, the page is the same."""

from disclosure.views.agencies import agency_changes, agency_detail, agency_guide, agency_list
from disclosure.views.channels import (
    alert_confirm,
    alert_end,
    alert_new,
    item_code,
    item_print,
    public_calendar,
    robots,
    site_map,
)
from disclosure.views.consultations import consultation_detail, consultation_list, opinion_follow, opinion_new
from disclosure.views.gazette import gazette_issue, gazette_list, gazette_word
from disclosure.views.guides import guide_list
from disclosure.views.hearings import hearing_detail, hearing_list, signup_follow, signup_new, signup_withdraw
from disclosure.views.internal import internal_detail, internal_list
from disclosure.views.items import (
    area_items,
    entry_items,
    file_download,
    file_preview,
    item_detail,
    item_list,
    item_table,
)
from disclosure.views.kiosk import kiosk, kiosk_agency, kiosk_column, kiosk_item
from disclosure.views.normative import normative_list, normative_quarter, normative_quarter_csv
from disclosure.views.rows import row_comparison, row_download, row_list
from disclosure.views.site import home, search, suggest
from disclosure.views.surveys import survey_answer, survey_detail, survey_download, survey_list, survey_thanks
from disclosure.views.versions import item_version

__all__ = [
    "agency_changes",
    "agency_detail",
    "agency_guide",
    "agency_list",
    "alert_confirm",
    "alert_end",
    "alert_new",
    "area_items",
    "consultation_detail",
    "consultation_list",
    "entry_items",
    "file_download",
    "file_preview",
    "gazette_issue",
    "gazette_list",
    "gazette_word",
    "guide_list",
    "hearing_detail",
    "hearing_list",
    "home",
    "internal_detail",
    "internal_list",
    "item_code",
    "item_detail",
    "item_list",
    "item_print",
    "item_table",
    "item_version",
    "kiosk",
    "kiosk_agency",
    "kiosk_column",
    "kiosk_item",
    "normative_list",
    "normative_quarter",
    "normative_quarter_csv",
    "opinion_follow",
    "opinion_new",
    "public_calendar",
    "robots",
    "row_comparison",
    "row_download",
    "row_list",
    "search",
    "signup_follow",
    "signup_new",
    "signup_withdraw",
    "site_map",
    "suggest",
    "survey_answer",
    "survey_detail",
    "survey_download",
    "survey_list",
    "survey_thanks",
]

"""Which addresses of the table are pages, and what the others are: a new address is looked at, or says what it is."""

from tests.access.rows import ANONYMOUS
from tests.access.test_table import TABLE
from tests.pages.taking import least_privileged

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PART = "text/html"  # of a page, which fetches it; it is looked at there
NO_PAGES = {
    "accounts:badge": PART,
    "admin:disclosure_item_import_template": SHEET,
    "admin:disclosure_item_rows_template": SHEET,
    "admin:jsi18n": "text/javascript",
    "admin:requests_app_disclosurerequest_enclosure": "text/plain",
    "admin:requests_app_disclosurerequest_intake_template": SHEET,
    "admin:requests_app_disclosurerequest_release_page": "image/png",
    "admin:requests_app_disclosurerequest_release_result": "image/png",
    "api:agency-detail": "application/json",
    "api:agency-list": "application/json",
    "api:api-root": "application/json",
    "api:area-detail": "application/json",
    "api:area-list": "application/json",
    "api:entry-detail": "application/json",
    "api:entry-list": "application/json",
    "api:item-detail": "application/json",
    "api:item-list": "application/json",
    "api:item-rows": "application/json",
    "api:schema": "application/vnd.oai.openapi",
    "api:topic-request-detail": "application/json",
    "api:topic-request-list": "application/json",
    "audit:anchor_file": "text/plain",
    "audit:anchor_json": "application/json",
    "disclosure:agency_calendar": "text/calendar",
    "disclosure:agency_feed": "application/atom+xml",
    "disclosure:area_feed": "application/atom+xml",
    "disclosure:area_items": PART,
    "disclosure:calendar": "text/calendar",
    "disclosure:consultation_feed": "application/atom+xml",
    "disclosure:entry_items": PART,
    "disclosure:feed": "application/atom+xml",
    "disclosure:file_download": "text/plain",
    "disclosure:gazette_feed": "application/atom+xml",
    "disclosure:gazette_word": DOCUMENT,
    "disclosure:item_code": "image/svg+xml",
    "disclosure:item_table": "text/csv",
    "disclosure:normative_quarter_csv": "text/csv",
    "disclosure:robots": "text/plain",
    "disclosure:row_download": "application/json",
    "disclosure:search_feed": "application/atom+xml",
    "disclosure:search_suggest": "application/json",
    "disclosure:selection_feed": "application/atom+xml",
    "disclosure:site_map": "application/xml",
    "disclosure:site_map_section": "application/xml",
    "disclosure:survey_download": "text/csv",
    "emblem": "image/png",
    "heartbeat:health": "application/json",
    "heartbeat:health_web": "application/json",
    "oversight:agency_persons": PART,
    "oversight:bulletin_word": DOCUMENT,
    "oversight:check_evidence": "text/plain",
    "oversight:home_figures": PART,
    "oversight:office_file": "text/csv",
    "oversight:order_feed": "application/atom+xml",
    "oversight:order_file": "text/plain",
    "oversight:organisation_file": "text/csv",
    "oversight:power_import_template": SHEET,
    "oversight:power_table_file": "text/csv",
    "oversight:public_check_csv": "text/csv",
    "oversight:public_check_frame": "text/plain",
    "oversight:public_review_csv": "text/csv",
    "oversight:report_feed": "application/atom+xml",
    "oversight:report_file": "application/json",
    "oversight:report_import_template": SHEET,
    "oversight:result_download": SHEET,
    "oversight:result_feed": "application/atom+xml",
    "oversight:scheme_file": SHEET,
    "oversight:spot_check_frame": "text/plain",
    "oversight:warning_file": "text/csv",
    "oversight:work_file": "text/plain",
    "requests_app:figures_file": "text/csv",
    "requests_app:figures_table_file": SHEET,
    "requests_app:look_open": "redirect",
    "requests_app:my_enclosure": "text/plain",
    "requests_app:topic_feed": "application/atom+xml",
    "requests_app:topic_hot": PART,
    "theme": "text/css",
}


def test_every_address_is_a_page_or_says_what_it_is(album):
    asked = {name for name, row in TABLE.items() if row.method == "GET" and least_privileged(row)}
    pages = {page.name for page in album.pages if not page.is_sent and not page.language}
    assert {taken.name: taken.answer.kind for taken in album.files} == NO_PAGES
    assert pages - {"not found"} == asked - set(NO_PAGES)


def test_pages_are_taken_as_they_are_meant_to_be_seen(album):
    wrong = {page.name: page.answer.status for page in album.pages if not page.is_sent and page.answer.status != 200}
    assert wrong == {"not found": 404}
    assert {page.answer.status for page in album.pages if page.is_sent} <= {200, 400, 409, 422}


def test_every_public_page_speaks_english_too(album):
    public = {page.name for page in album.pages if page.is_public and not page.is_sent and not page.language}
    assert public - {page.name for page in album.pages if page.language == "en"} == {"api:docs"}


def test_everybody_is_shown_something(album):
    """Citizens, who writes and who decides, and the office; forms that came back; another language."""
    assert {page.who for page in album.pages} >= {ANONYMOUS, "citizen", "clerk", "reviewer", "head", "officer", "admin"}
    assert {page.language for page in album.pages} >= {"", "en"}
    assert sum(page.is_sent for page in album.pages) > 100

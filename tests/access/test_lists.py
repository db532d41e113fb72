"""Every page that can be asked for: the same number of queries with one row and with three, and never more than 12.

Pages come from the access table, so a new address is measured without being named here; what has to be said of it is
only whether it is a list, and then the rows must be seen to grow.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from oversight.figures import FIGURES
from tests.access.assessed import GROWING
from tests.access.assessed import PAGES as ASSESSMENT_PAGES
from tests.access.growth import grow
from tests.access.organised import LISTS as WORK_LISTS
from tests.access.reviewed import LISTS as REVIEW_LISTS
from tests.access.reviewed import PAGES as REVIEW_PAGES
from tests.access.table import ANONYMOUS, MODELS, PUBLIC, Row
from tests.access.test_table import TABLE
from tests.access.world import build
from tests.cast import assemble
from tests.questions import Questions

MOST = 12
HEAVIEST = 40  # what any page of the office may ask, list or not
DASHBOARDS = {"oversight:office_home": 25, "oversight:office_agency": 20}  # many tables in one page
ROW = r"GROWN-\d"

# Lists, and what a row of each is recognised by.
LISTS = (
    {
        "api:agency-list": ROW,
        "api:entry-list": ROW,
        "api:item-list": ROW,
        "api:item-rows": ROW,
        "api:topic-request-list": ROW,
        "audit:anchor_list": r"[0-9a-f]{64}",
        "audit:anchor_file": r"[0-9a-f]{64}",
        "audit:anchor_json": r"[0-9a-f]{64}",
        "catalog:area_list": r"/areas/\d+/",
        "catalog:area_detail": ROW,
        "catalog:entry_detail": ROW,
        "site:tree": ROW,
        "disclosure:home": ROW,
        "disclosure:search": ROW,
        "disclosure:search_suggest": ROW,
        "disclosure:item_list": ROW,
        "disclosure:item_table": ROW,
        "disclosure:selection_feed": ROW,
        "disclosure:consultation_feed": ROW,
        "oversight:result_feed": ROW,
        "oversight:order_feed": ROW,
        "oversight:report_feed": ROW,
        "site:feeds": ROW,
        "disclosure:kiosk_column": ROW,
        "disclosure:row_list": ROW,
        "disclosure:item_detail": r"GROWN-\d成长\.txt",
        "disclosure:consultation_list": ROW,
        "disclosure:consultation_detail": ROW,
        "disclosure:survey_list": ROW,
        "disclosure:gazette_list": ROW,
        "disclosure:gazette_feed": ROW,
        "disclosure:hearing_list": ROW,
        "disclosure:hearing_detail": ROW,
        "disclosure:agency_list": ROW,
        "disclosure:agency_detail": ROW,
        "disclosure:entry_items": ROW,
        "disclosure:area_items": ROW,
        "disclosure:internal_list": ROW,
        "disclosure:feed": ROW,
        "disclosure:calendar": ROW,
        "disclosure:agency_calendar": ROW,
        "disclosure:search_feed": ROW,
        "disclosure:agency_feed": ROW,
        "disclosure:area_feed": ROW,
        "notices:inbox": ROW,
        "oversight:home_figures": ROW,
        "oversight:public_check_list": ROW,
        "oversight:spot_check_list": ROW,
        "oversight:checked_list": ROW,
        "oversight:performance": ROW,
        "oversight:report_list": ROW,
        "oversight:report_desk_list": ROW,
        "oversight:office_home": ROW,
        "oversight:office_agency": ROW,
        "oversight:office_overdue": ROW,
        "oversight:warning_list": ROW,
        "oversight:warning_file": ROW,
        "oversight:fault_list": ROW,
        "oversight:order_list": ROW,
        "oversight:complaint_list": ROW,
        "oversight:complaint_results": ROW,
        "oversight:opinion_list": ROW,
        "oversight:page_report_list": ROW,
        "oversight:power_list": ROW,
        "oversight:power_item": ROW,
        "oversight:power_table": ROW,
        "oversight:power_case_list": ROW,
        "oversight:power_item_list": ROW,
        "oversight:public_order_list": ROW,
        "requests_app:figures": ROW,
        "requests_app:figures_cases": ROW,
        "requests_app:figures_remedies": ROW,
        "admin:requests_app_disclosurerequest_registry": ROW,
        "requests_app:my_requests": ROW,
        "requests_app:request_list": ROW,
    }
    | dict.fromkeys(GROWING | WORK_LISTS | REVIEW_LISTS, ROW)
    | {f"admin:{name}_changelist": ROW for name in MODELS}
)

# Lists whose rows come with a release, not with use.
FIXED = {"api:area-list"} | {
    f"admin:catalog_{name}_changelist" for name in ("area", "negativeground", "catalogtemplate")
}

# No lists: forms, one object, machines. They are measured all the same.
SINGLE = {
    "admin:requests_app_disclosurerequest_release_bench", "admin:requests_app_disclosurerequest_release_page",
    "admin:requests_app_disclosurerequest_release_result",
    "accounts:badge", "accounts:home", "accounts:login", "admin:catalog_catalogentry_import", "admin:index",
    "admin:catalog_catalogentry_fields", "admin:agencies_agency_reform", "disclosure:agency_changes",
    "admin:catalog_catalogtemplate_apply", "admin:catalog_withheldentry_reassess",
    "admin:catalog_duty_trigger", "admin:disclosure_item_difference", "admin:jsi18n", "admin:password_change",
    "admin:password_change_done", "api:agency-detail", "api:api-root", "api:area-detail", "api:docs",
    "api:entry-detail", "api:item-detail", "api:schema", "api:topic-request-detail", "disclosure:file_download",
    "admin:disclosure_item_rows", "admin:disclosure_item_rows_import", "admin:disclosure_item_rows_template",
    "admin:disclosure_item_guides", "disclosure:guide_list", "disclosure:agency_guide",
    "admin:disclosure_item_import", "admin:disclosure_item_import_template",
    "admin:requests_app_disclosurerequest_intake", "admin:requests_app_disclosurerequest_intake_template",
    "disclosure:row_comparison", "disclosure:row_download",
    "disclosure:internal_detail",
    "disclosure:item_version",
    "disclosure:item_print", "disclosure:item_code", "disclosure:file_preview",
    "disclosure:site_map", "disclosure:site_map_section", "disclosure:robots", "site:contact", "site:accessibility",
    "site:privacy", "site:about", "site:participate",
    "disclosure:normative_list", "disclosure:normative_quarter", "disclosure:normative_quarter_csv",
    "admin:disclosure_item_register", "disclosure:kiosk", "disclosure:kiosk_item", "disclosure:kiosk_agency",
    "disclosure:alert_new", "disclosure:alert_confirm", "disclosure:alert_end",
    "admin:disclosure_item_channels",
    "disclosure:gazette_issue", "disclosure:gazette_word",
    "oversight:office_file",
    "requests_app:figures_file", "requests_app:figures_table", "requests_app:figures_table_file",
    "admin:requests_app_disclosurerequest_enclosure", "requests_app:my_enclosure",
    "admin:requests_app_disclosurerequest_letter", "admin:requests_app_disclosurerequest_form",
    "admin:disclosure_gazetteissue_contents", "admin:disclosure_gazetteissue_preview",
    "disclosure:opinion_new", "disclosure:opinion_follow",
    "disclosure:survey_detail", "disclosure:survey_answer", "disclosure:survey_thanks", "disclosure:survey_download",
    "admin:disclosure_survey_questions", "admin:disclosure_survey_preview",
    "disclosure:signup_new", "disclosure:signup_follow",
    "disclosure:signup_withdraw",
    "oversight:public_check", "oversight:spot_check_new", "oversight:spot_check_detail", "oversight:spot_check_change",
    "oversight:spot_check_print", "oversight:spot_check_frame", "oversight:checked_agency", "oversight:check_form",
    "oversight:check_item_form", "oversight:finding_recheck", "oversight:check_evidence", "oversight:self_check",
    "oversight:finding_answer", "oversight:public_check_csv", "oversight:public_check_frame",
    "oversight:agency_persons", "oversight:public_bulletin", "oversight:bulletin_word", "oversight:organisation_agency",
    "oversight:organisation_enter", "oversight:organisation_step", "oversight:work_file", "oversight:bulletin_preview",
    "heartbeat:health", "heartbeat:health_web", "oversight:complaint_follow",
    "oversight:power_progress", "oversight:power_table_file", "oversight:power_case_new", "oversight:power_case",
    "oversight:power_item_new", "oversight:power_item_change", "oversight:power_import",
    "oversight:power_import_template",
    "oversight:warning_detail", "oversight:order_new", "oversight:order_detail", "oversight:order_file",
    "oversight:complaint_new", "oversight:complaint_detail", "oversight:complaint_intake",
    "oversight:page_report_new", "oversight:page_report_follow", "oversight:page_report_detail",
    "oversight:extract_detail", "oversight:opinion_new", "oversight:opinion_detail",
    "oversight:office_request", "oversight:report_detail", "oversight:report_file",
    "oversight:report_desk", "oversight:report_cell",
    "oversight:report_import", "oversight:report_import_template", "requests_app:my_request", "requests_app:my_letter",
    "requests_app:topic_hot", "requests_app:topic_feed", "notices:mail_choice", "notices:calendar_address",
    "requests_app:request_follow", "requests_app:deadline",
    "requests_app:request_new", "requests_app:topic_detail", "requests_app:topic_new", "styleguide", "theme", "emblem",
} | ASSESSMENT_PAGES | REVIEW_PAGES  # fmt: skip
LEADING_ON = {"requests_app:look_open"}  # counted ways to another page
FORMS = re.compile(
    r"admin:\w+_(add|change|history|delete|submit|approve|approve_and_publish|publish|return|withdraw|register|process"
    r"|search|ask_supplement|supplement|assist|consult|record_opinion|decide|archive|split|extend|note|answer|refuse|reopen|set_up|take_in|moderate"
    r"|ask_reasons|accept|decline|own_date|charge|payment|transfer|responsible"
    r"|choose|publish_list|attendance|view|postpone|cancel"
    r"|assign|co_handle|end_co_handling|merge_repeat|prepare|merge"
    r"|conclude|schedule|unschedule|expire|keep|emergency|clear|secrecy|correction)$"
)

QUERIES = {
    "disclosure:search": {"q": "成长"},
    "disclosure:search_feed": {"q": "成长"},
    "disclosure:search_suggest": {"q": "成长"},
    "admin:audit_auditevent_changelist": {"event__exact": "agency_founded"},
}
MEMBER = {
    "accounts:login": ANONYMOUS, "requests_app:my_requests": "citizen", "requests_app:my_request": "citizen",
    "requests_app:my_letter": "citizen", "requests_app:my_enclosure": "citizen",
    "oversight:own_ballots": "citizen",
}  # fmt: skip
BUSIEST = ("officer", "admin", "clerk", "head", "reviewer", "citizen", ANONYMOUS)


def text_of(response: HttpResponse) -> str:
    """The body; a file is read to its end, which closes it."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")  # a workbook is no text


class Page(NamedTuple):
    """What is asked for, by whom."""

    name: str
    row: Row
    figure: str = ""

    def get(self, world) -> tuple[str, int]:
        """The page and its number of queries."""
        kwargs = {"figure": self.figure} if self.figure else self.row.args(world.here)
        member = self.member
        client = world.sessions.client(member)
        with transaction.atomic():
            address, query = reverse(self.name, kwargs=kwargs), QUERIES.get(self.name, self.row.query)
            with Questions() as queries:
                response = client.get(address, query)
            text = text_of(response)
            transaction.set_rollback(True)
        assert response.status_code == 200, (self.name, member, response.status_code)
        return text, len(queries)

    @property
    def is_list(self) -> bool:
        """True where the number of rows has no end; a form for one object may ask more."""
        return bool(self.figure) or self.name in FIXED | set(LISTS)

    @property
    def member(self) -> str:
        if self.name in PUBLIC:
            return ANONYMOUS
        return MEMBER.get(self.name) or next(member for member in BUSIEST if member in self.row.open_to)


def pages() -> Iterator[Page]:
    """Every page of the access table that somebody may get."""
    for name, row in sorted(TABLE.items()):
        if row.method == "GET" and row.open_to and name not in LEADING_ON:
            figures = FIGURES if name == "oversight:office_list" else [""]
            yield from (Page(name, row, figure) for figure in figures)


PAGES = {f"{page.name}:{page.figure}" if page.figure else page.name: page for page in pages()}
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("lists")]


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """The mark above orders a database; the transaction is the world's own, not one for each test."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker):
    """Each page with one row and with three: its text and its number of queries."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(assemble())
        grow(world, 1)
        for _warming in range(2):  # what lives as long as the process is read in the first round
            one = {key: page.get(world) for key, page in PAGES.items()}
        grow(world, 2)
        grow(world, 3)
        three = {key: page.get(world) for key, page in PAGES.items()}
        yield {key: (one[key], three[key]) for key in PAGES}
        transaction.set_rollback(True)


def test_every_page_is_known_as_a_list_or_as_none():
    pages = {page.name for page in PAGES.values() if not page.figure}
    said = set(LISTS) | FIXED | SINGLE
    assert {name for name in pages - said if not FORMS.match(name)} == set()
    assert said - pages == set()


@pytest.mark.parametrize("key", sorted(PAGES))
def test_three_rows_cost_what_one_costs(measured, key):
    (_, one), (_, three) = measured[key]
    assert one == three
    assert three <= DASHBOARDS.get(PAGES[key].name, MOST) or not PAGES[key].is_list


def test_no_page_of_the_office_asks_more_than_the_heaviest_may(measured):
    asked = {
        key: three for key, (_, (_, three)) in measured.items() if key.startswith(("oversight:", "admin:oversight_"))
    }
    assert len(asked) > 80
    assert {key: number for key, number in asked.items() if number > HEAVIEST} == {}


@pytest.mark.parametrize("key", sorted(key for key, page in PAGES.items() if page.figure or page.name in LISTS))
def test_the_rows_of_a_list_did_grow(measured, key):
    (one, _), (three, _) = measured[key]
    row = LISTS.get(PAGES[key].name, ROW)
    if PAGES[key].name in FIXED:
        return
    assert len(set(re.findall(row, one))) + 2 == len(set(re.findall(row, three)))

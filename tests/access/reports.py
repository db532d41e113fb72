"""The rows of the access table about annual reports."""

from types import SimpleNamespace
from typing import Any

from tests.access.rows import MEMBERS, ModelRows, Row

NO_KEY = "00000000-0000-0000-0000-000000000000"
READ = {"clerk", "head", "officer", "supervisor"}
THERE = {"other_clerk", "other_officer"}


def _draft(side: SimpleNamespace) -> dict[str, Any]:
    return {"year": side.report.year, "code": side.agency.code}


def _cell(side: SimpleNamespace) -> dict[str, Any]:
    return _draft(side) | {"cell": "R1.c1"}


def _published(side: SimpleNamespace) -> dict[str, Any]:
    return {"year": side.published_report.year, "code": side.agency.code}


REPORTS_PUBLIC = {
    "oversight:report_list": Row(MEMBERS),
    "oversight:report_detail": Row(MEMBERS, _published),
    "oversight:report_file": Row(MEMBERS, lambda side: _published(side) | {"form": "json"}),
}
REPORTS_DESK = {
    "oversight:report_desk_list": Row(READ | {"sibling_clerk"}, there=THERE),
    "oversight:report_import": Row({"officer"}, there={"other_officer"}),
    "oversight:report_import_template": Row({"officer"}, there={"other_officer"}),
    "oversight:report_import_confirm": Row(set(), lambda side: {"key": NO_KEY}, method="POST", there=set()),
    "oversight:report_desk": Row(READ, _draft, there=THERE),
    "oversight:report_cell": Row(READ, _cell, there=THERE),
    "oversight:report_open": Row({"clerk"}, _draft, method="POST", there={"other_clerk"}),
    "oversight:report_compute": Row({"clerk"}, _draft, method="POST", there={"other_clerk"}),
    "oversight:report_write": Row({"clerk"}, _draft, method="POST", there={"other_clerk"}),
    "oversight:report_correct": Row({"clerk"}, _cell, method="POST", there={"other_clerk"}),
    "oversight:report_submit": Row({"clerk"}, _draft, method="POST", there={"other_clerk"}),
    "oversight:report_check": Row({"officer"}, _draft, method="POST", there={"other_officer"}),
    "oversight:report_return": Row({"officer"}, _draft, method="POST", there={"other_officer"}),
    "oversight:report_freeze": Row({"head"}, _draft, method="POST", there=set()),
    "oversight:report_publish": Row({"head"}, _draft, method="POST", there=set()),
}
CLERKS, OFFICERS = {"clerk", "sibling_clerk", "other_clerk"}, {"officer", "other_officer"}
REPORTS_MODELS = {
    "oversight_annualreport": ModelRows(
        CLERKS | OFFICERS | {"head", "supervisor"}, lambda side: side.report, READ, CLERKS, there=THERE
    ),
    "oversight_reportterms": ModelRows(
        OFFICERS, lambda side: side.report_terms, {"officer"}, OFFICERS, there={"other_officer"}
    ),
}

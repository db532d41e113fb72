"""The access table: for every address, who gets in. Whoever is not named is kept out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

ANONYMOUS = "anonymous"
HERE = {
    ANONYMOUS, "citizen", "clerk", "reviewer", "head", "sibling_clerk", "officer", "supervisor", "admin",
    "other_clerk", "other_officer",
}  # fmt: skip
MEMBERS = HERE
SIGNED_IN = MEMBERS - {ANONYMOUS}
STAFF = SIGNED_IN - {"citizen"}

# The same role on the other side; a role that nobody has there gets in nowhere.
MIRROR = {"clerk": "other_clerk", "officer": "other_officer"}

Arguments = Callable[[SimpleNamespace], dict[str, Any]]


def nothing(side: SimpleNamespace) -> dict[str, Any]:
    return {}


@dataclass
class Row:
    """Who gets in at an address, with the objects of the first government; `there` is derived, or given.

    `method` GET or POST; `host` "own" asks on the site of the side whose object it is.
    """

    open_to: set[str]
    args: Arguments = nothing
    method: str = "GET"
    there: set[str] | None = None
    query: dict[str, str] = field(default_factory=dict)

    def expected(self, side: str) -> set[str]:
        """Members who get in with the objects of `side`."""
        if side == "here":
            return self.open_to
        if self.there is not None:
            return self.there
        if self.args is nothing or self.open_to in (MEMBERS, SIGNED_IN, STAFF):
            return self.open_to
        return {MIRROR[name] for name in self.open_to if name in MIRROR}


READ_ITEM = {"clerk", "reviewer", "head", "officer"}
VIEW_CATALOG = {"clerk", "reviewer", "head", "sibling_clerk", "officer", "other_clerk", "other_officer"}
LIST_ITEMS = VIEW_CATALOG
REVIEW = {"reviewer", "head"}
OVERSIGHT = {"head", "officer", "supervisor"}
OFFICERS = {"officer", "other_officer"}
OTHERS = {"other_clerk", "other_officer"}
CLERKS = {"clerk", "sibling_clerk", "other_clerk"}

PUBLIC = {
    "heartbeat:health": Row(MEMBERS),
    "heartbeat:health_web": Row(MEMBERS),
    "theme": Row(MEMBERS, lambda side: {"colour": "1d5480"}),
    "styleguide": Row(MEMBERS),
    "accounts:badge": Row(MEMBERS),
    "api:api-root": Row(MEMBERS),
    "api:schema": Row(MEMBERS),
    "api:docs": Row(MEMBERS),
    "api:agency-list": Row(MEMBERS),
    "api:agency-detail": Row(MEMBERS, lambda side: {"code": side.agency.code}),
    "api:area-list": Row(MEMBERS),
    "api:area-detail": Row(MEMBERS, lambda side: {"number": 1}),
    "api:entry-list": Row(MEMBERS),
    "api:entry-detail": Row(MEMBERS, lambda side: {"code": side.entry.code}),
    "api:item-list": Row(MEMBERS),
    "api:item-detail": Row(MEMBERS, lambda side: {"index_no": side.item.index_no}),
    "api:item-rows": Row(MEMBERS, lambda side: {"index_no": side.item.index_no}),
    "api:topic-request-list": Row(MEMBERS),
    "api:topic-request-detail": Row(MEMBERS, lambda side: {"number": side.topic.number}),
    "audit:anchor_list": Row(MEMBERS),
    "audit:anchor_file": Row(MEMBERS),
    "audit:anchor_json": Row(MEMBERS),
    "catalog:area_list": Row(MEMBERS),
    "catalog:area_detail": Row(MEMBERS, lambda side: {"number": 1}),
    "catalog:entry_detail": Row(MEMBERS, lambda side: {"code": side.entry.code}),
    "disclosure:home": Row(MEMBERS),
    "disclosure:search": Row(MEMBERS, query={"q": "MARK"}),
    "disclosure:item_list": Row(MEMBERS),
    "disclosure:item_detail": Row(MEMBERS, lambda side: {"index_no": side.item.index_no}),
    "disclosure:item_version": Row(MEMBERS, lambda side: {"index_no": side.item.index_no, "number": 1}),
    "disclosure:row_list": Row(MEMBERS, lambda side: {"index_no": side.item.index_no}),
    "disclosure:row_comparison": Row(
        MEMBERS,
        lambda side: {"index_no": side.item.index_no},
        query={"from": "2020-01-01", "to": "2099-01-01"},
    ),
    "disclosure:row_download": Row(MEMBERS, lambda side: {"index_no": side.item.index_no, "form": "json"}),
    "disclosure:item_print": Row(MEMBERS, lambda side: {"index_no": side.item.index_no}),
    "disclosure:normative_list": Row(MEMBERS),
    "disclosure:normative_quarter": Row(MEMBERS, lambda side: {"year": 2025, "number": 4}),
    "disclosure:normative_quarter_csv": Row(MEMBERS, lambda side: {"year": 2025, "number": 4}),
    "disclosure:feed": Row(MEMBERS),
    "disclosure:search_feed": Row(MEMBERS, query={"q": "MARK"}),
    "disclosure:agency_feed": Row(MEMBERS, lambda side: {"code": side.agency.code}),
    "disclosure:area_feed": Row(MEMBERS, lambda side: {"number": 1}),
    "disclosure:site_map": Row(MEMBERS),
    "disclosure:site_map_section": Row(MEMBERS, lambda side: {"section": "items"}),
    "disclosure:robots": Row(MEMBERS),
    "disclosure:kiosk": Row(MEMBERS),
    "disclosure:alert_new": Row(MEMBERS),
    "disclosure:alert_confirm": Row(MEMBERS, lambda side: {"token": "none"}),
    "disclosure:alert_end": Row(MEMBERS, lambda side: {"token": "none"}),
    "disclosure:consultation_list": Row(MEMBERS),
    "disclosure:consultation_detail": Row(MEMBERS, lambda side: {"index_no": side.consultation.item.index_no}),
    "disclosure:opinion_new": Row(MEMBERS, lambda side: {"index_no": side.consultation.item.index_no}),
    "disclosure:opinion_follow": Row(MEMBERS),
    "disclosure:survey_list": Row(MEMBERS),
    "disclosure:survey_detail": Row(MEMBERS, lambda side: {"index_no": side.survey_over.item.index_no}),
    "disclosure:survey_answer": Row(MEMBERS, lambda side: {"index_no": side.survey.item.index_no}),
    "disclosure:survey_thanks": Row(MEMBERS, lambda side: {"index_no": side.survey.item.index_no}),
    "disclosure:survey_download": Row(
        MEMBERS, lambda side: {"index_no": side.survey_over.item.index_no, "form": "csv"}
    ),
    "disclosure:gazette_list": Row(MEMBERS),
    "disclosure:gazette_feed": Row(MEMBERS),
    "disclosure:gazette_issue": Row(MEMBERS, lambda side: {"year": side.gazette.year, "number": side.gazette.number}),
    "disclosure:gazette_word": Row(MEMBERS, lambda side: {"year": side.gazette.year, "number": side.gazette.number}),
    "disclosure:hearing_list": Row(MEMBERS),
    "disclosure:hearing_detail": Row(MEMBERS, lambda side: {"index_no": side.hearing.item.index_no}),
    "disclosure:signup_new": Row(MEMBERS, lambda side: {"index_no": side.hearing.item.index_no}),
    "disclosure:signup_follow": Row(MEMBERS),
    "disclosure:signup_withdraw": Row(MEMBERS),
    "disclosure:file_download": Row(MEMBERS, lambda side: {"public_id": side.file.public_id, "name": side.file.name}),
    "disclosure:agency_list": Row(MEMBERS),
    "disclosure:agency_changes": Row(MEMBERS),
    "disclosure:agency_detail": Row(MEMBERS, lambda side: {"code": side.agency.code}),
    "disclosure:entry_items": Row(MEMBERS, lambda side: {"code": side.entry.code}),
    "disclosure:area_items": Row(MEMBERS, lambda side: {"number": 1}),
    "requests_app:request_list": Row(MEMBERS),
    "requests_app:request_new": Row(MEMBERS),
    "requests_app:request_follow": Row(MEMBERS),
    "requests_app:topic_new": Row(MEMBERS),
    "requests_app:topic_detail": Row(MEMBERS, lambda side: {"number": side.topic.number}),
    "requests_app:topic_support": Row(MEMBERS, lambda side: {"number": side.topic.number}, method="POST"),
    # a POST without a code: the form comes back and asks for it
    "requests_app:request_supplement": Row(MEMBERS, method="POST"),
    "requests_app:request_withdraw": Row(MEMBERS, method="POST"),
    "requests_app:request_file": Row(MEMBERS, method="POST"),
    "oversight:complaint_new": Row(MEMBERS),
    "oversight:complaint_follow": Row(MEMBERS),
    "oversight:performance": Row(MEMBERS),
    "oversight:home_figures": Row(MEMBERS),
}

PERSONAL = {
    "accounts:login": Row(MEMBERS),  # the one page of a visitor that needs a cookie: the token of the log-in form
    "accounts:home": Row(SIGNED_IN),
    "accounts:logout": Row(MEMBERS, method="POST"),
    "notices:inbox": Row(SIGNED_IN),
    "notices:notice_read_all": Row(SIGNED_IN, method="POST"),
    "notices:notice_read": Row(
        {"clerk"}, lambda side: {"public_id": side.notice.public_id}, method="POST", there={"other_clerk"}
    ),
    "disclosure:internal_list": Row(SIGNED_IN),
    "disclosure:internal_detail": Row(READ_ITEM, lambda side: {"index_no": side.internal.index_no}, there=set()),
    "requests_app:my_requests": Row(SIGNED_IN),
    "requests_app:my_request": Row({"citizen"}, lambda side: {"number": side.request.number}, there=set()),
    # of an answer that is not sent: nobody, not even the applicant
    "requests_app:my_request_file": Row(
        set(), lambda side: {"number": side.request.number, "public_id": side.released.public_id}, there=set()
    ),
    "requests_app:my_supplement": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
    "requests_app:my_withdraw": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
}


def _assessed(side: SimpleNamespace) -> dict[str, Any]:
    return {"government": side.government.code, "year": 2026, "code": side.agency.code}


OFFICE = {
    "oversight:office_home": Row(OVERSIGHT, there={"other_officer"}),
    "oversight:office_overdue": Row(OVERSIGHT, there={"other_officer"}),
    "oversight:office_list": Row(OVERSIGHT, lambda side: {"figure": "requests-open"}, there={"other_officer"}),
    "oversight:office_agency": Row(OVERSIGHT, lambda side: {"code": side.agency.code}, there={"other_officer"}),
    "oversight:office_request": Row(OVERSIGHT, lambda side: {"number": side.request.number}, there={"other_officer"}),
    "oversight:assessment_detail": Row({"officer", "supervisor"}, _assessed),
    "oversight:assessment_measure": Row({"officer"}, _assessed, method="POST"),
    "oversight:assessment_score": Row(
        {"officer"}, lambda side: _assessed(side) | {"indicator": side.indicator.position}, method="POST"
    ),
    "oversight:assessment_finalise": Row({"officer"}, _assessed, method="POST"),
}  # fmt: skip

ADMIN = {
    "admin:index": Row(STAFF),
    "admin:login": Row(set()),
    "admin:logout": Row(MEMBERS, method="POST"),
    "admin:password_change": Row(STAFF),
    "admin:password_change_done": Row(STAFF),
    "admin:jsi18n": Row(STAFF),
    "admin:autocomplete": Row(set()),
}


@dataclass
class ModelRows:
    """Who gets in at the five standard admin addresses of a model."""

    lists: set[str]  # anybody who holds the right somewhere sees the (own) list
    object: Callable[[SimpleNamespace], Any]
    views: set[str]  # who opens the object of the first government
    adds: set[str] = field(default_factory=set)
    there: set[str] | None = None  # who opens the object of the second


MODELS = {
    "accounts_user": ModelRows({"admin"}, lambda side: side.account, {"admin"}, {"admin"}, there=set()),
    "agencies_agency": ModelRows({"admin"}, lambda side: side.agency, {"admin"}, {"admin"}, there=set()),
    "audit_auditevent": ModelRows(OFFICERS, lambda side: side.audit, {"officer"}, there={"other_officer"}),
    "workdays_calendarday": ModelRows({"admin"}, lambda side: side.day, {"admin"}, {"admin"}, there=set()),
    "uploads_wordlist": ModelRows(OFFICERS, lambda side: side.words, {"officer"}, OFFICERS, there={"other_officer"}),
    "catalog_area": ModelRows(STAFF, lambda side: side.entry.area, STAFF, there=STAFF),
    "catalog_negativeground": ModelRows(STAFF, lambda side: side.ground, STAFF, there=STAFF),
    "catalog_catalogentry": ModelRows(
        VIEW_CATALOG, lambda side: side.entry, VIEW_CATALOG - OTHERS, OFFICERS, there=OTHERS
    ),
    "catalog_duty": ModelRows(VIEW_CATALOG, lambda side: side.duty, READ_ITEM, OFFICERS, there=OTHERS),
    "catalog_catalogtemplate": ModelRows(STAFF, lambda side: side.template, STAFF, there=STAFF),
    "catalog_entryoverride": ModelRows(VIEW_CATALOG, lambda side: side.override, READ_ITEM, OFFICERS, there=OTHERS),
    "catalog_withheldentry": ModelRows(
        VIEW_CATALOG, lambda side: side.withheld, READ_ITEM, CLERKS | {"head"}, there=OTHERS
    ),
    "disclosure_item": ModelRows(LIST_ITEMS, lambda side: side.draft, READ_ITEM, CLERKS, there=OTHERS),
    "disclosure_readergroup": ModelRows(LIST_ITEMS, lambda side: side.readers, READ_ITEM, CLERKS, there=OTHERS),
    "disclosure_reviewchain": ModelRows(
        OFFICERS | {"admin"}, lambda side: side.chain, {"officer", "admin"}, OFFICERS | {"admin"},
        there={"other_officer"},
    ),
    "disclosure_gazetteissue": ModelRows(
        OFFICERS, lambda side: side.issue, {"officer"}, OFFICERS, there={"other_officer"}
    ),
    "disclosure_consultation": ModelRows(LIST_ITEMS, lambda side: side.consultation, READ_ITEM, set(), there=OTHERS),
    "disclosure_survey": ModelRows(LIST_ITEMS, lambda side: side.survey, READ_ITEM, set(), there=OTHERS),
    "disclosure_hearing": ModelRows(LIST_ITEMS, lambda side: side.hearing, READ_ITEM, set(), there=OTHERS),
    "requests_app_disclosurerequest": ModelRows(LIST_ITEMS, lambda side: side.request, READ_ITEM, CLERKS, there=OTHERS),
    "requests_app_topicrequest": ModelRows(LIST_ITEMS, lambda side: side.topic, READ_ITEM, set(), there=OTHERS),
    "oversight_complaint": ModelRows(OFFICERS, lambda side: side.complaint, {"officer"}, there={"other_officer"}),
    "oversight_complaintterms": ModelRows(OFFICERS, lambda side: side.terms, {"officer"}, OFFICERS, {"other_officer"}),
    "oversight_assessmentscheme": ModelRows(
        OFFICERS, lambda side: side.scheme, {"officer"}, OFFICERS, there={"other_officer"}
    ),
    "oversight_assessment": ModelRows(
        OFFICERS | {"supervisor"}, lambda side: side.assessment, {"officer", "supervisor"}, OFFICERS,
        there={"other_officer"},
    ),
}  # fmt: skip


def _verb(
    name: str, members: set[str], which: str = "draft", method: str = "GET", there: set[str] | None = None
) -> Row:
    return Row(members, lambda side: {"pk": getattr(side, which).pk}, method=method, there=there)


NO_KEY = "00000000-0000-0000-0000-000000000000"


def _verb(which: str, members: set[str], there: set[str], key: str = "pk") -> Row:
    return Row(members, lambda side: {key: getattr(side, which).pk}, there=there)


def _verbs(label: str, which: str, key: str, table: dict[str, tuple[set[str], set[str]]]) -> dict[str, Row]:
    return {f"admin:{label}_{verb}": _verb(which, here, there, key) for verb, (here, there) in table.items()}


def _draft(side: SimpleNamespace) -> dict[str, Any]:
    return {"pk": side.draft.pk}


_HANDLE = ({"clerk"}, {"other_clerk"})
_REVIEW = ({"head"}, set())
_ITEM_REVIEW = (REVIEW, set())


def _released(side: SimpleNamespace) -> dict[str, Any]:
    return {"object_id": side.request.pk, "file": side.released.public_id}


def _release(step: str, open_to: set[str], *, method: str = "GET", **more: int) -> dict[str, Row]:
    """A page of a file of an answer; who handles the case works on it, who reviews it looks at it."""
    row = Row(open_to, lambda side: _released(side) | more, method=method, there={"other_clerk"})
    return {f"admin:requests_app_disclosurerequest_release_{step}": row}


VERBS = {
    "admin:catalog_catalogentry_import": Row(OFFICERS),
    "admin:catalog_catalogentry_confirm": Row(set(), lambda side: {"key": NO_KEY}, method="POST", there=set()),
    "admin:catalog_catalogentry_fields": Row({"officer"}, lambda side: {"pk": side.entry.pk}),
    "admin:disclosure_item_register": _verb("item", READ_ITEM, OTHERS),
    "admin:disclosure_item_channels": _verb("item", READ_ITEM, OTHERS),
    "admin:disclosure_item_difference": _verb("item", READ_ITEM, OTHERS),
    "admin:disclosure_item_rows": _verb("draft", READ_ITEM, OTHERS),
    "admin:disclosure_item_rows_add": _verb("draft", *_HANDLE),
    "admin:disclosure_item_rows_import": _verb("draft", *_HANDLE),
    "admin:disclosure_item_rows_template": _verb("draft", *_HANDLE),
    "admin:disclosure_item_rows_change": Row(
        {"clerk"}, lambda side: {"pk": side.draft.pk, "position": 1}, there={"other_clerk"}
    ),
    "admin:disclosure_item_rows_confirm": Row(
        set(), lambda side: {"pk": side.draft.pk, "key": NO_KEY}, method="POST", there=set()
    ),
    "admin:disclosure_item_import": Row(CLERKS),
    "admin:disclosure_item_import_template": Row(CLERKS),
    "admin:disclosure_item_import_confirm": Row(set(), lambda side: {"key": NO_KEY}, method="POST", there=set()),
    "admin:disclosure_item_paste": Row(CLERKS, method="POST"),
    "admin:disclosure_item_word": Row(CLERKS, method="POST"),
    "admin:disclosure_item_autosave_new": Row(CLERKS, method="POST"),
    "admin:disclosure_item_autosave": Row({"clerk"}, _draft, method="POST", there={"other_clerk"}),
    "admin:disclosure_item_presence": Row({"clerk"}, _draft, method="POST", there={"other_clerk"}),
    # what somebody typed and did not save opens to nobody else, whatever their role
    "admin:disclosure_item_discard": Row(
        {"clerk"}, lambda side: {"pk": side.unsaved.pk}, method="POST", there={"other_clerk"}
    ),
    "admin:disclosure_item_waive": Row(
        REVIEW, lambda side: {"pk": side.draft.pk, "finding": side.finding.pk}, method="POST", there=set()
    ),
    "admin:catalog_duty_trigger": _verb("duty", {"clerk", "officer"}, OTHERS),
    "admin:agencies_agency_reform": Row({"admin"}, lambda side: {"pk": side.agency.pk}, there=set()),
    "admin:catalog_catalogtemplate_apply": Row(OFFICERS, lambda side: {"pk": side.template.pk}, there=OFFICERS),
    "admin:catalog_withheldentry_reassess": _verb("withheld", {"clerk", "head"}, {"other_clerk"}),
    **_verbs(
        "disclosure_item",
        "draft",
        "pk",
        {
            "submit": _HANDLE,
            "approve": _ITEM_REVIEW,
            "approve_and_publish": _ITEM_REVIEW,
            "correction": _ITEM_REVIEW,
            "publish": _ITEM_REVIEW,
            "return": _ITEM_REVIEW,
            "withdraw": ({"head"}, set()),
            "secrecy": (set(), set()),  # nobody of the cast holds this right
            "schedule": _ITEM_REVIEW,
            "unschedule": _ITEM_REVIEW,
            "expire": ({"head"}, set()),
            "keep": ({"head"}, set()),
            "emergency": ({"head"}, set()),
            "clear": _ITEM_REVIEW,
        },
    ),
    "admin:disclosure_consultation_set_up": _verb("draft", *_HANDLE),
    **_verbs(
        "disclosure_gazetteissue",
        "issue",
        "pk",
        dict.fromkeys(("contents", "preview", "publish"), ({"officer"}, {"other_officer"})),
    ),
    **_verbs(
        "disclosure_consultation",
        "consultation",
        "pk",
        {
            "take_in": _HANDLE,
            "moderate": _HANDLE,
            "answer": _HANDLE,
            "extend": _ITEM_REVIEW,
            "conclude": _ITEM_REVIEW,
        },
    ),
    "admin:disclosure_survey_set_up": _verb("draft", *_HANDLE),
    **_verbs(
        "disclosure_survey",
        "survey",
        "pk",
        {
            "questions": _HANDLE,
            "preview": (READ_ITEM, OTHERS),
            "moderate": _HANDLE,
            "extend": _ITEM_REVIEW,
            "conclude": _ITEM_REVIEW,
        },
    ),
    "admin:disclosure_hearing_set_up": _verb("draft", *_HANDLE),
    **_verbs(
        "disclosure_hearing",
        "hearing",
        "pk",
        dict.fromkeys(("choose", "attendance", "view", "answer"), _HANDLE)
        | dict.fromkeys(("publish_list", "conclude", "extend", "postpone", "cancel"), _ITEM_REVIEW),
    ),
    **_verbs(
        "requests_app_disclosurerequest",
        "request",
        "object_id",
        dict.fromkeys(
            ("register", "process", "search", "ask_supplement", "consult", "record_opinion", "decide", "archive"),
            _HANDLE,
        )
        | {"extend": _REVIEW, "return": _REVIEW, "approve": _REVIEW, "note": (READ_ITEM, OTHERS)},
    ),
    "admin:requests_app_disclosurerequest_release_add": _verb("request", *_HANDLE, "object_id"),
    **_release("bench", {"clerk", "head"}),
    **_release("page", {"clerk", "head"}, page=1),
    **_release("result", {"clerk", "head"}, page=1),
    **_release("box", {"clerk"}, method="POST"),
    **_release("erase", {"clerk"}, method="POST"),
    **_release("find", {"clerk"}, method="POST"),
    **_release("order", {"clerk"}, method="POST"),
    **_release("remove", {"clerk"}, method="POST"),
    **_verbs("requests_app_topicrequest", "topic", "object_id", {"answer": _HANDLE, "refuse": _HANDLE}),
}

"""The access table: for every address, who gets in. Whoever is not named is kept out."""

from types import SimpleNamespace
from typing import Any

from tests.access.asking import ASKING
from tests.access.assessed import ASSESSMENTS
from tests.access.checks import CHECKS
from tests.access.complained import COMPLAINED, COMPLAINED_PUBLIC
from tests.access.contested import CONTESTED
from tests.access.organised import ORGANISED, ORGANISED_PUBLIC
from tests.access.powers import POWERS
from tests.access.reading import READING
from tests.access.releases import RELEASES
from tests.access.reports import REPORTS_DESK, REPORTS_MODELS, REPORTS_PUBLIC
from tests.access.reviewed import REVIEWS
from tests.access.rows import ANONYMOUS, MEMBERS, SIGNED_IN, STAFF, ModelRows, Row, nothing
from tests.access.supervised import SUPERVISION

__all__ = [
    "ADMIN",
    "ANONYMOUS",
    "MEMBERS",
    "MODELS",
    "OFFICE",
    "PERSONAL",
    "PUBLIC",
    "STAFF",
    "VERBS",
    "Row",
    "nothing",
]

READ_ITEM = {"clerk", "reviewer", "head", "officer"}
VIEW_CATALOG = {"clerk", "reviewer", "head", "sibling_clerk", "officer", "other_clerk", "other_officer"}
LIST_ITEMS = VIEW_CATALOG
REVIEW = {"reviewer", "head"}
OVERSIGHT = {"head", "officer", "supervisor"}
OFFICERS = {"officer", "other_officer"}
OTHERS = {"other_clerk", "other_officer"}
CLERKS = {"clerk", "sibling_clerk", "other_clerk"}

PUBLIC = (
    READING
    | ASKING
    | {
        "oversight:performance": Row(MEMBERS),
        "oversight:home_figures": Row(MEMBERS),
        "oversight:public_order_list": Row(MEMBERS),
        **REPORTS_PUBLIC,
        **COMPLAINED_PUBLIC,
        **ORGANISED_PUBLIC,
    }
)

PERSONAL = {
    "accounts:login": Row(MEMBERS),  # the one page of a visitor that needs a cookie: the token of the log-in form
    "accounts:home": Row(SIGNED_IN),
    "accounts:logout": Row(MEMBERS, method="POST"),
    "notices:inbox": Row(SIGNED_IN),
    "notices:mail_choice": Row(STAFF),
    "notices:calendar_address": Row(STAFF),
    "notices:own_calendar": Row(set(), lambda side: {"token": "none"}, there=set()),  # a secret opens it
    "notices:notice_read_all": Row(SIGNED_IN, method="POST"),
    "notices:notice_read": Row(
        {"clerk"}, lambda side: {"public_id": side.notice.public_id}, method="POST", there={"other_clerk"}
    ),
    "disclosure:internal_list": Row(SIGNED_IN),
    "disclosure:internal_detail": Row(READ_ITEM, lambda side: {"index_no": side.internal.index_no}, there=set()),
    "requests_app:my_requests": Row(SIGNED_IN),
    "requests_app:my_export": Row(SIGNED_IN, method="POST"),
    "requests_app:my_unlink": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
    "requests_app:my_request": Row({"citizen"}, lambda side: {"number": side.request.number}, there=set()),
    "requests_app:draft_save": Row(SIGNED_IN, method="POST"),
    "requests_app:draft_delete": Row(
        {"citizen"}, lambda side: {"public_id": side.request_draft.public_id}, method="POST", there={"other_officer"}
    ),
    "requests_app:my_rating": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
    "requests_app:my_propose": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
    "requests_app:my_enclosure": Row(
        {"citizen"},
        lambda side: {"number": side.request.number, "public_id": side.enclosure.file.public_id},
        there=set(),
    ),
    # of an answer that is not sent: nobody, not even the applicant
    "requests_app:my_request_file": Row(
        set(), lambda side: {"number": side.request.number, "public_id": side.released.public_id}, there=set()
    ),
    "requests_app:my_supplement": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
    "requests_app:my_reasons": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
    "requests_app:my_letter": Row(
        {"citizen"}, lambda side: {"number": side.request.number, "letter": side.letter.code}, there=set()
    ),
    "requests_app:my_withdraw": Row(
        {"citizen"}, lambda side: {"number": side.request.number}, method="POST", there=set()
    ),
}


OFFICE = SUPERVISION | POWERS | {
    "oversight:office_home": Row(OVERSIGHT, there={"other_officer"}),
    "oversight:office_overdue": Row(OVERSIGHT, there={"other_officer"}),
    "oversight:office_list": Row(OVERSIGHT, lambda side: {"figure": "requests-open"}, there={"other_officer"}),
    "oversight:office_file": Row(OVERSIGHT, lambda side: {"table": "agencies", "form": "csv"}, there={"other_officer"}),
    "oversight:office_agency": Row(OVERSIGHT, lambda side: {"code": side.agency.code}, there={"other_officer"}),
    "oversight:office_request": Row(OVERSIGHT, lambda side: {"number": side.request.number}, there={"other_officer"}),
    "requests_app:figures": Row(LIST_ITEMS - OTHERS, there=OTHERS),
    "requests_app:figures_file": Row(
        LIST_ITEMS - OTHERS, lambda side: {"form": "csv"}, there=OTHERS
    ),
    "requests_app:figures_table": Row(READ_ITEM, lambda side: {"code": side.agency.code}, there=OTHERS),
    "requests_app:figures_table_file": Row(
        READ_ITEM, lambda side: {"code": side.agency.code, "form": "xlsx"}, there=OTHERS
    ),
    "requests_app:figures_cases": Row(
        READ_ITEM, lambda side: {"code": side.agency.code, "row": "R1"}, there=OTHERS
    ),
    "requests_app:figures_remedies": Row(
        READ_ITEM, lambda side: {"code": side.agency.code, "kind": "reconsideration", "result": "total"}, there=OTHERS
    ),
    **ASSESSMENTS,
    **REPORTS_DESK,
    **CHECKS,
    **REVIEWS,
    **COMPLAINED,
    **CONTESTED,
    **ORGANISED,
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


MODELS = {
    "accounts_user": ModelRows({"admin"}, lambda side: side.account, {"admin"}, {"admin"}, there=set()),
    "agencies_agency": ModelRows({"admin"}, lambda side: side.agency, {"admin"}, {"admin"}, there=set()),
    "audit_auditevent": ModelRows(OFFICERS, lambda side: side.audit, {"officer"}, there={"other_officer"}),
    "workdays_calendarday": ModelRows({"admin"}, lambda side: side.day, {"admin"}, {"admin"}, there=set()),
    "uploads_wordlist": ModelRows(OFFICERS, lambda side: side.words, {"officer"}, OFFICERS, there={"other_officer"}),
    "search_synonymlist": ModelRows(
        OFFICERS, lambda side: side.synonyms, {"officer"}, OFFICERS, there={"other_officer"}
    ),
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
    "requests_app_replytemplate": ModelRows(
        LIST_ITEMS, lambda side: side.reply, READ_ITEM, CLERKS | {"head"} | OFFICERS, there=OTHERS
    ),
    "requests_app_satisfaction": ModelRows(LIST_ITEMS, lambda side: side.rating, READ_ITEM, there=OTHERS),
    "requests_app_looktally": ModelRows(LIST_ITEMS, lambda side: side.tally, READ_ITEM, there=OTHERS),
    "requests_app_remedy": ModelRows(LIST_ITEMS, lambda side: side.remedy, READ_ITEM, CLERKS, there=OTHERS),
    "requests_app_proposal": ModelRows(LIST_ITEMS, lambda side: side.proposal, READ_ITEM, there=OTHERS),
    "requests_app_retentionplan": ModelRows(
        OFFICERS | {"admin"}, lambda side: side.retention, {"officer", "admin"}, OFFICERS | {"admin"},
        there={"other_officer"},
    ),
    "requests_app_lettertemplate": ModelRows(
        OFFICERS, lambda side: side.wording, {"officer"}, OFFICERS, there={"other_officer"}
    ),
    "requests_app_topicrequest": ModelRows(LIST_ITEMS, lambda side: side.topic, READ_ITEM, set(), there=OTHERS),
    "requests_app_transfer": ModelRows(LIST_ITEMS, lambda side: side.transfer, READ_ITEM, set(), there=OTHERS),
    "oversight_complaint": ModelRows(OFFICERS, lambda side: side.complaint, {"officer"}, there={"other_officer"}),
    "oversight_complaintterms": ModelRows(OFFICERS, lambda side: side.terms, {"officer"}, OFFICERS, {"other_officer"}),
    "oversight_assessmentscheme": ModelRows(
        OFFICERS, lambda side: side.scheme, {"officer"}, OFFICERS, there={"other_officer"}
    ),
    "oversight_assessment": ModelRows(
        OFFICERS | {"supervisor"}, lambda side: side.assessment, {"officer", "supervisor"}, OFFICERS,
        there={"other_officer"},
    ),
    **REPORTS_MODELS,
}  # fmt: skip


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
    "admin:disclosure_item_guides": Row(CLERKS),
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
            (
                "register",
                "process",
                "search",
                "ask_supplement",
                "supplement",
                "assist",
                "consult",
                "record_opinion",
                "decide",
                "archive",
                "ask_reasons",
                "charge",
                "payment",
                "transfer",
                "responsible",
                "assign",
                "co_handle",
                "end_co_handling",
                "merge_repeat",
                "publish",
                "reopen",
            ),
            _HANDLE,
        )
        | {"split": _HANDLE, "extend": _REVIEW, "own_date": _REVIEW, "return": _REVIEW, "approve": _REVIEW}
        | {"note": (READ_ITEM, OTHERS)},
    ),
    "admin:requests_app_disclosurerequest_registry": Row(LIST_ITEMS),
    **_verbs(
        "requests_app_topicrequest",
        "topic",
        "object_id",
        dict.fromkeys(("answer", "refuse", "prepare", "merge"), _HANDLE) | {"publish_answer": (set(), set())},
    ),
    **_verbs("requests_app_proposal", "proposal", "object_id", dict.fromkeys(("accept", "decline"), _HANDLE)),
    "admin:requests_app_disclosurerequest_intake": Row(CLERKS),
    "admin:requests_app_disclosurerequest_intake_template": Row(CLERKS),
    "admin:requests_app_disclosurerequest_intake_confirm": Row(
        set(), lambda side: {"key": NO_KEY}, method="POST", there=set()
    ),
    "admin:requests_app_disclosurerequest_enclosure": Row(
        {"clerk", "head"},
        lambda side: {"object_id": side.request.pk, "public_id": side.enclosure.file.public_id},
        there={"other_clerk"},
    ),
    # a letter to a third party, which no applicant ever reads
    "admin:requests_app_disclosurerequest_letter": Row(
        READ_ITEM, lambda side: {"object_id": side.request.pk, "code": side.party_letter.code}, there=OTHERS
    ),
    "admin:requests_app_disclosurerequest_form": Row(
        READ_ITEM, lambda side: {"object_id": side.request.pk, "form": "review_slip"}, there=OTHERS
    ),
    **RELEASES,
}

"""Addresses at which anybody asks, and follows what was asked with a receipt code."""

from tests.access.rows import MEMBERS, Row

ASKING = {
    "requests_app:request_list": Row(MEMBERS),
    "requests_app:request_new": Row(MEMBERS),
    "requests_app:request_look": Row(MEMBERS, method="POST"),
    "requests_app:topic_look": Row(MEMBERS, method="POST"),
    "requests_app:look_open": Row(MEMBERS, lambda side: {"kind": "item", "ref": side.item.index_no}),
    "requests_app:look_answered": Row(set(), method="POST"),  # of nothing: not found
    "requests_app:request_follow": Row(MEMBERS),
    "requests_app:deadline": Row(MEMBERS, query={"received_on": "2026-03-04", "channel": "online"}),
    "requests_app:topic_new": Row(MEMBERS),
    "requests_app:topic_hot": Row(MEMBERS, lambda side: {"code": side.agency.code}),
    "requests_app:topic_detail": Row(MEMBERS, lambda side: {"number": side.topic.number}),
    "requests_app:topic_support": Row(MEMBERS, lambda side: {"number": side.topic.number}, method="POST"),
    # a POST without a code: the form comes back and asks for it
    "requests_app:request_supplement": Row(MEMBERS, method="POST"),
    "requests_app:request_rate": Row(MEMBERS, method="POST"),
    "requests_app:request_enclosure": Row(MEMBERS, method="POST"),
    "requests_app:request_reasons": Row(MEMBERS, method="POST"),
    "requests_app:request_propose": Row(MEMBERS, method="POST"),
    "requests_app:request_export": Row(MEMBERS, method="POST"),
    "requests_app:request_withdraw": Row(MEMBERS, method="POST"),
    "requests_app:request_letter": Row(MEMBERS, method="POST"),
    "requests_app:request_file": Row(MEMBERS, method="POST"),
}

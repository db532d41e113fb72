"""The roles that the portal ships with: named sets of every app's permissions.

They are codenames here because a role spans all apps; a test compares them with the apps' enums, both ways.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.agencies.permissions import Permission as Tree
from portal.agencies.permissions import Role


def _role(code: str, name: str | Promise, permissions: str) -> Role:
    return Role(code, name, frozenset(permissions.split()))


_READING = "view_item view_duty view_catalog view_request"

ROLES: Mapping[str, Role] = {
    role.code: role
    for role in (
        _role(
            "clerk",
            _("clerk"),
            f"{_READING} edit_item manage_readers record_trigger keep_withheld handle_request handle_topic"
            " manage_replies view_report draft_report"
            " view_warning answer_order answer_finding self_assess view_power run_power view_work file_work"
            " answer_review answer_page_report",
        ),
        _role("pre_reviewer", _("pre-reviewer"), f"{_READING} pre_review_item"),
        _role("secrecy_reviewer", _("secrecy reviewer"), f"{_READING} secrecy_review_item"),
        _role("reviewer", _("reviewer"), f"{_READING} review_item publish_item waive_finding"),
        _role(
            "head",
            _("head of the agency"),
            f"{_READING} review_item publish_item withdraw_item review_request extend_request view_oversight"
            " manage_replies receive_extract emergency_publish waive_finding keep_withheld view_report freeze_report"
            " view_warning answer_order answer_finding contest_figure self_assess view_power view_work file_work"
            " answer_review answer_page_report",
        ),
        _role(
            "officer",
            _("open government officer"),
            f"{_READING} assign_duty record_trigger manage_catalog register_normative manage_review_chain"
            " make_gazette manage_words manage_synonyms view_oversight handle_complaint manage_replies manage_letters"
            f" assess view_assessment view_report check_report manage_retention {Tree.READ_AUDIT}"
            " view_warning supervise spot_check handle_opinion"
            " view_power manage_power view_work file_work organise_work run_review answer_page_report",
        ),
        _role(
            "supervisor",
            _("supervisor"),
            "view_oversight view_assessment view_report view_warning view_power view_work",
        ),
        _role(
            "administrator",
            _("administrator"),
            f"{' '.join(Tree.values).replace(Tree.READ_AUDIT, '')} manage_review_chain manage_retention",
        ),
    )
}

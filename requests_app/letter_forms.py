"""The sixteen forms of handling a request (宿政办函〔2021〕21号), which of them are sent, and under which mark."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterForm(models.TextChoices):
    """A form; those in `FAMILIES` are sent out and numbered, the others are printed from the case at any time."""

    REVIEW_SLIP = "review_slip", _("Review slip")
    TRANSFER_LIST = "transfer", _("Transfer list")
    APPLICATION = "application", _("Application form")
    REGISTER = "register", _("Register sheet")
    RECEIPT = "receipt", _("Receipt of registration")
    SUPPLEMENT_NOTICE = "supplement", _("Supplement notice")
    ASK_REASONS = "ask_reasons", _("Notice to state reasons")
    EXTENSION_NOTICE = "extension", _("Extension notice")
    THIRD_PARTY_LETTER = "third_party", _("Letter to a third party")
    THIRD_PARTY_REPLY = "party_reply", _("Reply form of the third party")
    APPLICANT_NOTICE = "consulted", _("Notice of consultation to the applicant")
    THIRD_PARTY_NOTICE = "party_notice", _("Notice of disclosure to the third party")
    JOINT_MAKER_LETTER = "joint_maker", _("Letter to a joint maker")
    ASSISTANCE_LETTER = "assistance", _("Letter asking for assistance")
    FEE_NOTICE = "fee", _("Fee notice")
    DECISION = "decision", _("Decision letter")


class Family(models.TextChoices):
    """What stands between the short name of the agency and the year in a number; each is counted by itself."""

    ANSWER = "GKD", "公开答"
    NOTICE = "GKG", "公开告"
    LETTER = "GKH", "公开函"


FAMILIES: Mapping[str, Family] = {
    LetterForm.TRANSFER_LIST: Family.LETTER,
    LetterForm.RECEIPT: Family.NOTICE,
    LetterForm.SUPPLEMENT_NOTICE: Family.NOTICE,
    LetterForm.ASK_REASONS: Family.NOTICE,
    LetterForm.EXTENSION_NOTICE: Family.NOTICE,
    LetterForm.THIRD_PARTY_LETTER: Family.LETTER,
    LetterForm.APPLICANT_NOTICE: Family.NOTICE,
    LetterForm.THIRD_PARTY_NOTICE: Family.NOTICE,
    LetterForm.JOINT_MAKER_LETTER: Family.LETTER,
    LetterForm.ASSISTANCE_LETTER: Family.LETTER,
    LetterForm.FEE_NOTICE: Family.NOTICE,
    LetterForm.DECISION: Family.ANSWER,
}

PRINTED = tuple(form for form in LetterForm if form not in FAMILIES)
"""Printed from the case as it stands, not numbered and not kept."""

TO_APPLICANT = (
    LetterForm.RECEIPT,
    LetterForm.SUPPLEMENT_NOTICE,
    LetterForm.ASK_REASONS,
    LetterForm.EXTENSION_NOTICE,
    LetterForm.APPLICANT_NOTICE,
    LetterForm.FEE_NOTICE,
    LetterForm.DECISION,
)
"""Addressed to the applicant, who reads them with the receipt code or the account; no other form ever."""

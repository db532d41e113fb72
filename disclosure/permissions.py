"""What a grant may allow on the items of an agency and of those below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """Separate rights for writing, reviewing and publishing (four eyes); a person may hold several of them."""

    VIEW_ITEM = "view_item", _("read drafts")
    EDIT_ITEM = "edit_item", _("write items and submit them")
    PRE_REVIEW_ITEM = "pre_review_item", _("pre-review items")
    SECRECY_REVIEW_ITEM = "secrecy_review_item", _("review items for secrecy")
    REVIEW_ITEM = "review_item", _("review items")
    PUBLISH_ITEM = "publish_item", _("publish items")
    EMERGENCY_PUBLISH = "emergency_publish", _("publish in an emergency")
    MANAGE_REVIEW_CHAIN = "manage_review_chain", _("set the chain of review")
    WITHDRAW_ITEM = "withdraw_item", _("withdraw items")
    REGISTER_NORMATIVE = "register_normative", _("keep the register of normative documents")
    WAIVE_FINDING = "waive_finding", _("let findings of the gate through with a reason")
    MAKE_GAZETTE = "make_gazette", _("make the gazette and publish its issues")
    MANAGE_READERS = "manage_readers", _("keep groups of readers")

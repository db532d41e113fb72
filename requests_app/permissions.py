"""What a grant may allow on the requests made to an agency and to those below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """Separate rights for answering, reviewing and extending; whoever holds one of them also needs `VIEW_REQUEST`."""

    VIEW_REQUEST = "view_request", _("read requests")
    HANDLE_REQUEST = "handle_request", _("register and answer requests")
    REVIEW_REQUEST = "review_request", _("review and send answers to requests")
    EXTEND_REQUEST = "extend_request", _("consent to more time for an answer")
    MANAGE_RETENTION = "manage_retention", _("decide how long personal data of requests are kept")
    HANDLE_TOPIC = "handle_topic", _("answer topic requests")
    MANAGE_LETTERS = "manage_letters", _("word the letters of a government")
    MANAGE_REPLIES = "manage_replies", _("keep templates of replies")

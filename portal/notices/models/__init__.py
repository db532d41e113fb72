from portal.notices.models.calendar_key import CalendarKey, digest_of, new_token
from portal.notices.models.digest import Digest, MailChoice, MailPreference
from portal.notices.models.notice import URGENT, Kind, Notice, kind_choices
from portal.notices.models.outgoing import Outgoing

__all__ = [
    "URGENT",
    "CalendarKey",
    "Digest",
    "Kind",
    "MailChoice",
    "MailPreference",
    "Notice",
    "Outgoing",
    "digest_of",
    "kind_choices",
    "new_token",
]

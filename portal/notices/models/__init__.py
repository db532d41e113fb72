from portal.notices.models.digest import Digest, MailChoice, MailPreference
from portal.notices.models.notice import URGENT, Kind, Notice, kind_choices
from portal.notices.models.outgoing import Outgoing

__all__ = ["URGENT", "Digest", "Kind", "MailChoice", "MailPreference", "Notice", "Outgoing", "kind_choices"]

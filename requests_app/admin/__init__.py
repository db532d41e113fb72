"""The clerk's workbench: the inbox by days left, the case on one page, and an address for every verb."""

from requests_app.admin.disclosure_request import DisclosureRequestAdmin
from requests_app.admin.look_tally import LookTallyAdmin
from requests_app.admin.proposal import ProposalAdmin
from requests_app.admin.remedy import RemedyAdmin
from requests_app.admin.reply_template import ReplyTemplateAdmin
from requests_app.admin.retention import RetentionPlanAdmin
from requests_app.admin.satisfaction import SatisfactionAdmin
from requests_app.admin.topic import TopicRequestAdmin
from requests_app.admin.transfer import TransferAdmin
from requests_app.admin.wording import LetterTemplateAdmin

__all__ = [
    "DisclosureRequestAdmin",
    "LetterTemplateAdmin",
    "LookTallyAdmin",
    "ProposalAdmin",
    "RemedyAdmin",
    "ReplyTemplateAdmin",
    "RetentionPlanAdmin",
    "SatisfactionAdmin",
    "TopicRequestAdmin",
    "TransferAdmin",
]

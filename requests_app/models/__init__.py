"""What citizens ask for: requests under the Regulations, topic requests, and all that is done about them."""

from requests_app.models.case import Case, CaseQuerySet, NumberSeries
from requests_app.models.cohandler import CoHandler, CoHandlerQuerySet
from requests_app.models.decision import Decision
from requests_app.models.disclosure_request import (
    Applicant,
    Channel,
    Delivery,
    DisclosureRequest,
    DisclosureRequestQuerySet,
    FormWanted,
    IdentityKind,
)
from requests_app.models.draft import RequestDraft
from requests_app.models.enclosure import LARGEST_ENCLOSURE, MOST_ENCLOSURES, Enclosure
from requests_app.models.ending import Ending
from requests_app.models.excessive import OwnDate, ReasonsNotice
from requests_app.models.fee import Fee
from requests_app.models.handling import (
    Addressee,
    Consultation,
    Extension,
    Note,
    NoteKind,
    Opinion,
    SearchRecord,
    Stage,
    Supplement,
)
from requests_app.models.imported import ImportedRequest
from requests_app.models.letter import Letter, LetterQuerySet, LetterTemplate, LetterTemplateQuerySet
from requests_app.models.look_tally import LookTally
from requests_app.models.matter import Matter, Ruling, WithheldPart
from requests_app.models.proposal import Origin, Proposal, ProposalQuerySet, ProposedRequest
from requests_app.models.release import RedactionBox, ReleasedFile
from requests_app.models.remedy import Remedy, RemedyKind, RemedyQuerySet, RemedyResult
from requests_app.models.reply_template import ReplyTemplate
from requests_app.models.retention import Erasure, Part, RetentionPlan
from requests_app.models.satisfaction import RATING_DAYS, Satisfaction, Score
from requests_app.models.topic import Support, TopicRequest, TopicRequestQuerySet
from requests_app.models.transfer import Responsible, Transfer, TransferQuerySet

__all__ = [
    "LARGEST_ENCLOSURE",
    "MOST_ENCLOSURES",
    "RATING_DAYS",
    "Addressee",
    "Applicant",
    "Case",
    "CaseQuerySet",
    "Channel",
    "CoHandler",
    "CoHandlerQuerySet",
    "Consultation",
    "Decision",
    "Delivery",
    "DisclosureRequest",
    "DisclosureRequestQuerySet",
    "Enclosure",
    "Ending",
    "Erasure",
    "Extension",
    "Fee",
    "FormWanted",
    "IdentityKind",
    "ImportedRequest",
    "Letter",
    "LetterQuerySet",
    "LetterTemplate",
    "LetterTemplateQuerySet",
    "LookTally",
    "Matter",
    "Note",
    "NoteKind",
    "NumberSeries",
    "Opinion",
    "Origin",
    "OwnDate",
    "Part",
    "Proposal",
    "ProposalQuerySet",
    "ProposedRequest",
    "ReasonsNotice",
    "RedactionBox",
    "ReleasedFile",
    "Remedy",
    "RemedyKind",
    "RemedyQuerySet",
    "RemedyResult",
    "ReplyTemplate",
    "RequestDraft",
    "Responsible",
    "RetentionPlan",
    "Ruling",
    "Satisfaction",
    "Score",
    "SearchRecord",
    "Stage",
    "Supplement",
    "Support",
    "TopicRequest",
    "TopicRequestQuerySet",
    "Transfer",
    "TransferQuerySet",
    "WithheldPart",
]

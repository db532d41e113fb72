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
from requests_app.models.remedy import Remedy, RemedyKind, RemedyQuerySet, RemedyResult
from requests_app.models.reply_template import ReplyTemplate
from requests_app.models.retention import Erasure, Part, RetentionPlan
from requests_app.models.topic import Support, TopicRequest, TopicRequestQuerySet

__all__ = [
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
    "Erasure",
    "Extension",
    "FormWanted",
    "IdentityKind",
    "ImportedRequest",
    "Note",
    "NoteKind",
    "NumberSeries",
    "Opinion",
    "Part",
    "Remedy",
    "RemedyKind",
    "RemedyQuerySet",
    "RemedyResult",
    "ReplyTemplate",
    "RetentionPlan",
    "SearchRecord",
    "Stage",
    "Supplement",
    "Support",
    "TopicRequest",
    "TopicRequestQuerySet",
]

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
from requests_app.models.letter import Letter, LetterQuerySet, LetterTemplate, LetterTemplateQuerySet
from requests_app.models.release import RedactionBox, ReleasedFile
from requests_app.models.remedy import Remedy, RemedyKind, RemedyQuerySet, RemedyResult
from requests_app.models.reply_template import ReplyTemplate
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
    "Extension",
    "FormWanted",
    "IdentityKind",
    "ImportedRequest",
    "Letter",
    "LetterQuerySet",
    "LetterTemplate",
    "LetterTemplateQuerySet",
    "Note",
    "NoteKind",
    "NumberSeries",
    "Opinion",
    "RedactionBox",
    "ReleasedFile",
    "Remedy",
    "RemedyKind",
    "RemedyQuerySet",
    "RemedyResult",
    "ReplyTemplate",
    "SearchRecord",
    "Stage",
    "Supplement",
    "Support",
    "TopicRequest",
    "TopicRequestQuerySet",
]

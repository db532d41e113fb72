"""What is disclosed: items, their versions, the files of a version, and who let it through."""

from disclosure.models.answer import Adoption, Answer
from disclosure.models.chain import Passage, ReviewChain
from disclosure.models.channel import Alert, ChannelRecord, Outlet
from disclosure.models.consultation import USUAL_DAYS, Consultation
from disclosure.models.correction import CorrectionNote, Weight
from disclosure.models.described import Attribute, Audience, Described, Kind, Salience, Subject
from disclosure.models.editing import Autosave, Editing
from disclosure.models.emergency import EmergencyRelease
from disclosure.models.extension import SurveyExtension, WindowExtension
from disclosure.models.gate import GateFinding, GateRun, Occasion
from disclosure.models.gazette import GazetteEntry, GazetteIssue, GazetteSection, GazetteSeries
from disclosure.models.hearing import MOST_SEATS, NOTICE, Hearing, HearingKind, HearingPhase
from disclosure.models.hearing_change import Change, HearingChange
from disclosure.models.hearing_view import HearingView
from disclosure.models.imported import ImportedItem
from disclosure.models.interpretation import InterpretationPlan, Pairing
from disclosure.models.item import IndexSeries, Item
from disclosure.models.item_queries import ItemQuerySet
from disclosure.models.link import ItemLink
from disclosure.models.normative import NormativeDocument, NormativeRelation, RegisterSeries, Validity
from disclosure.models.opinion import Channel, Opinion, Party
from disclosure.models.question import MOST_OPTIONS, MOST_QUESTIONS, Asking, Option, Question
from disclosure.models.readers import ReaderGroup
from disclosure.models.response import Response, ResponseAnswer, ResponseChoice, ResponseText
from disclosure.models.rows import RowSet, StructuredRow
from disclosure.models.secrecy import Concern, Outcome, SecrecyReview
from disclosure.models.signup import Signup
from disclosure.models.survey import Survey, SurveyField, SurveyPhase
from disclosure.models.timed import Deed, Schedule
from disclosure.models.version import Contribution, Review, Verdict, Version, VersionFile
from disclosure.models.window import Phase, Window
from disclosure.models.withdrawal import WithdrawalGround

__all__ = [
    "MOST_OPTIONS",
    "MOST_QUESTIONS",
    "MOST_SEATS",
    "NOTICE",
    "USUAL_DAYS",
    "Adoption",
    "Alert",
    "Answer",
    "Asking",
    "Attribute",
    "Audience",
    "Autosave",
    "Change",
    "Channel",
    "ChannelRecord",
    "Concern",
    "Consultation",
    "Contribution",
    "CorrectionNote",
    "Deed",
    "Described",
    "Editing",
    "EmergencyRelease",
    "GateFinding",
    "GateRun",
    "GazetteEntry",
    "GazetteIssue",
    "GazetteSection",
    "GazetteSeries",
    "Hearing",
    "HearingChange",
    "HearingKind",
    "HearingPhase",
    "HearingView",
    "ImportedItem",
    "IndexSeries",
    "InterpretationPlan",
    "Item",
    "ItemLink",
    "ItemQuerySet",
    "Kind",
    "NormativeDocument",
    "NormativeRelation",
    "Occasion",
    "Opinion",
    "Option",
    "Outcome",
    "Outlet",
    "Pairing",
    "Party",
    "Passage",
    "Phase",
    "Question",
    "ReaderGroup",
    "RegisterSeries",
    "Response",
    "ResponseAnswer",
    "ResponseChoice",
    "ResponseText",
    "Review",
    "ReviewChain",
    "RowSet",
    "Salience",
    "Schedule",
    "SecrecyReview",
    "Signup",
    "StructuredRow",
    "Subject",
    "Survey",
    "SurveyExtension",
    "SurveyField",
    "SurveyPhase",
    "Validity",
    "Verdict",
    "Version",
    "VersionFile",
    "Weight",
    "Window",
    "WindowExtension",
    "WithdrawalGround",
]

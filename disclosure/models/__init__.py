"""What is disclosed: items, their versions, the files of a version, and who let it through."""

from disclosure.models.channel import Alert, ChannelRecord, Outlet
from disclosure.models.correction import CorrectionNote, Weight
from disclosure.models.described import Attribute, Audience, Described, Kind, Salience, Subject
from disclosure.models.interpretation import InterpretationPlan, Pairing
from disclosure.models.item import IndexSeries, Item, ItemQuerySet
from disclosure.models.normative import NormativeDocument, NormativeRelation, RegisterSeries, Validity
from disclosure.models.readers import ReaderGroup
from disclosure.models.version import Contribution, Review, Verdict, Version, VersionFile
from disclosure.models.withdrawal import WithdrawalGround

__all__ = [
    "Alert",
    "Attribute",
    "Audience",
    "ChannelRecord",
    "Contribution",
    "CorrectionNote",
    "Described",
    "IndexSeries",
    "InterpretationPlan",
    "Item",
    "ItemQuerySet",
    "Kind",
    "NormativeDocument",
    "NormativeRelation",
    "Outlet",
    "Pairing",
    "ReaderGroup",
    "RegisterSeries",
    "Review",
    "Salience",
    "Subject",
    "Validity",
    "Verdict",
    "Version",
    "VersionFile",
    "Weight",
    "WithdrawalGround",
]

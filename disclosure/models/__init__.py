"""What is disclosed: items, their versions, the files of a version, and who let it through."""

from disclosure.models.channel import Alert, ChannelRecord, Outlet
from disclosure.models.described import Attribute, Audience, Described, Kind, Salience, Subject
from disclosure.models.interpretation import InterpretationPlan, Pairing
from disclosure.models.item import IndexSeries, Item, ItemQuerySet
from disclosure.models.normative import NormativeDocument, NormativeRelation, RegisterSeries, Validity
from disclosure.models.readers import ReaderGroup
from disclosure.models.rows import RowSet, StructuredRow
from disclosure.models.version import Contribution, Review, Verdict, Version, VersionFile

__all__ = [
    "Alert",
    "Attribute",
    "Audience",
    "ChannelRecord",
    "Contribution",
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
    "RowSet",
    "Salience",
    "StructuredRow",
    "Subject",
    "Validity",
    "Verdict",
    "Version",
    "VersionFile",
]

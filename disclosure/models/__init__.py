"""What is disclosed: items, their versions, the files of a version, and who let it through."""

from disclosure.models.described import Attribute, Audience, Described, Kind, Salience, Subject
from disclosure.models.gate import GateFinding, GateRun, Occasion
from disclosure.models.item import IndexSeries, Item, ItemQuerySet
from disclosure.models.readers import ReaderGroup
from disclosure.models.version import Contribution, Review, Verdict, Version, VersionFile

__all__ = [
    "Attribute",
    "Audience",
    "Contribution",
    "Described",
    "GateFinding",
    "GateRun",
    "IndexSeries",
    "Item",
    "ItemQuerySet",
    "Kind",
    "Occasion",
    "ReaderGroup",
    "Review",
    "Salience",
    "Subject",
    "Verdict",
    "Version",
    "VersionFile",
]

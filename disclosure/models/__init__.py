"""What is disclosed: items, their versions, the files of a version, and who let it through."""

from disclosure.models.described import Attribute, Audience, Described, Kind, Salience, Subject
from disclosure.models.item import IndexSeries, Item, ItemQuerySet
from disclosure.models.readers import ReaderGroup
from disclosure.models.rows import RowSet, StructuredRow
from disclosure.models.version import Contribution, Review, Verdict, Version, VersionFile

__all__ = [
    "Attribute",
    "Audience",
    "Contribution",
    "Described",
    "IndexSeries",
    "Item",
    "ItemQuerySet",
    "Kind",
    "ReaderGroup",
    "Review",
    "RowSet",
    "Salience",
    "StructuredRow",
    "Subject",
    "Verdict",
    "Version",
    "VersionFile",
]

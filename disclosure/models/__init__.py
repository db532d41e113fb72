"""What is disclosed: items, their versions, the files of a version, and who let it through."""

from disclosure.models.described import Attribute, Described, Kind
from disclosure.models.item import IndexSeries, Item, ItemQuerySet
from disclosure.models.version import Contribution, Review, Verdict, Version, VersionFile

__all__ = [
    "Attribute",
    "Contribution",
    "Described",
    "IndexSeries",
    "Item",
    "ItemQuerySet",
    "Kind",
    "Review",
    "Verdict",
    "Version",
    "VersionFile",
]

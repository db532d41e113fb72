"""What is disclosed: items, their versions, the files of a version, and who let it through."""

from disclosure.models.answer import Adoption, Answer
from disclosure.models.consultation import USUAL_DAYS, Consultation
from disclosure.models.described import Attribute, Audience, Described, Kind, Salience, Subject
from disclosure.models.extension import WindowExtension
from disclosure.models.item import IndexSeries, Item, ItemQuerySet
from disclosure.models.opinion import Channel, Opinion, Party
from disclosure.models.readers import ReaderGroup
from disclosure.models.version import Contribution, Review, Verdict, Version, VersionFile
from disclosure.models.window import Phase, Window

__all__ = [
    "USUAL_DAYS",
    "Adoption",
    "Answer",
    "Attribute",
    "Audience",
    "Channel",
    "Consultation",
    "Contribution",
    "Described",
    "IndexSeries",
    "Item",
    "ItemQuerySet",
    "Kind",
    "Opinion",
    "Party",
    "Phase",
    "ReaderGroup",
    "Review",
    "Salience",
    "Subject",
    "Verdict",
    "Version",
    "VersionFile",
    "Window",
    "WindowExtension",
]

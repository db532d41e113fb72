"""The checklist: areas, the entries of a government's catalog, who has to publish them, and what may be withheld."""

from catalog.models.area import Area, AreaQuerySet
from catalog.models.duty import Duty, DutyQuerySet, Standing
from catalog.models.entry import CatalogEntry, CatalogEntryQuerySet, Mode, Stage
from catalog.models.field import ContentField, ContentFieldQuerySet, FieldType
from catalog.models.ground import NegativeGround
from catalog.models.upload import KeptUpload

__all__ = [
    "Area",
    "AreaQuerySet",
    "CatalogEntry",
    "CatalogEntryQuerySet",
    "ContentField",
    "ContentFieldQuerySet",
    "Duty",
    "DutyQuerySet",
    "FieldType",
    "KeptUpload",
    "Mode",
    "NegativeGround",
    "Stage",
    "Standing",
]

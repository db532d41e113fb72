"""The checklist: areas, the entries of a government's catalog, who has to publish them, and what may be withheld."""

from catalog.models.area import Area, AreaQuerySet
from catalog.models.duty import Duty, DutyQuerySet, Standing
from catalog.models.entry import CatalogEntry, CatalogEntryQuerySet, Mode, Stage
from catalog.models.field import ContentField, ContentFieldQuerySet, FieldType
from catalog.models.ground import NegativeGround
from catalog.models.override import EntryOverride
from catalog.models.template import CatalogTemplate, TemplateLine
from catalog.models.upload import KeptUpload
from catalog.models.withheld import Reassessment, Result, WithheldEntry

__all__ = [
    "Area",
    "AreaQuerySet",
    "CatalogEntry",
    "CatalogEntryQuerySet",
    "CatalogTemplate",
    "ContentField",
    "ContentFieldQuerySet",
    "Duty",
    "DutyQuerySet",
    "EntryOverride",
    "FieldType",
    "KeptUpload",
    "Mode",
    "NegativeGround",
    "Reassessment",
    "Result",
    "Stage",
    "Standing",
    "TemplateLine",
    "WithheldEntry",
]
